"""The twelve rules as somebody writes them who knows DuckDB, these rules and what "unknown" means in them.

One pass over the members, the smallest number of aggregates, no generality: ages by minimum and maximum, a yes/no fact
that is never unknown by `bool_or`. It answers yes, no and unknown exactly as the rules do.
"""

from collections.abc import Mapping


def verdicts(
    table: str, parameters: Mapping[str, object], *, key: str = "id", family: str = "family_id", kind: str = "TEMP"
) -> str:
    """The statement that makes a table `id`, one column per programme, from `families` and `members`."""
    numbers = {name: value for name, value in parameters.items() if name != "mata_pencaharian"}
    return _VERDICTS.format(table=table, key=key, family=family, kind=kind, **numbers)


_VERDICTS = """
CREATE OR REPLACE {kind} TABLE {table} AS
WITH m AS (
    SELECT {family} AS family,
        count(*) FILTER (WHERE umur IS NULL) > 0 AS is_age_missing,
        min(umur) AS youngest, max(umur) AS oldest,
        count(*) FILTER (WHERE umur < {umur_beban}) AS children,
        bool_or(hamil) AS has_pregnant,
        max(CASE WHEN umur NOT BETWEEN 7 AND 21 OR status_kawin <> 'SINGLE' THEN 0
            WHEN umur IS NULL OR status_kawin IS NULL THEN 1 ELSE 2 END) AS pupil,
        max(CASE WHEN NOT disabilitas OR tingkat_disabilitas <> 'BERAT' THEN 0
            WHEN tingkat_disabilitas IS NULL THEN 1 ELSE 2 END) AS severe,
        bool_or(NOT menerima_pbi) AS has_no_pbi,
        max(CASE WHEN menerima_kip OR umur NOT BETWEEN 6 AND 21 THEN 0 WHEN umur IS NULL THEN 1 ELSE 2 END) AS no_kip,
        max(CASE WHEN hubungan <> 'HEAD' OR umur < {umur_lansia} THEN 0
            WHEN hubungan IS NULL OR umur IS NULL THEN 1 ELSE 2 END) AS old_head,
        max(CASE WHEN NOT anak_terlantar OR umur >= {umur_anak} THEN 0 WHEN umur IS NULL THEN 1 ELSE 2 END) AS neglected,
        bool_or(disabilitas AND butuh_alat_bantu) AS needs_device,
        max(CASE WHEN disabilitas OR umur NOT BETWEEN 18 AND 59 THEN 0 WHEN umur IS NULL THEN 1 ELSE 2 END) AS worker,
        max(CASE WHEN hubungan <> 'HEAD' OR jenis_kelamin <> 'P' THEN 0
            WHEN hubungan IS NULL OR jenis_kelamin IS NULL THEN 1 ELSE 2 END) AS woman_head
    FROM members WHERE {family} IS NOT NULL GROUP BY {family}
), known AS (
    SELECT f.{key} AS id, f.desil, f.terdaftar_dtsen, f.menerima_kks, f.rawan_pangan, f.menerima_pkh, f.menerima_bpnt,
        f.jumlah_anggota, f.mata_pencaharian,
        coalesce(m.has_pregnant, false) AS has_pregnant,
        coalesce(m.has_no_pbi, false) AS has_no_pbi,
        coalesce(m.needs_device, false) AS needs_device,
        CASE WHEN m.youngest <= 6 THEN true WHEN m.is_age_missing THEN NULL ELSE false END AS has_small,
        CASE WHEN m.oldest >= {umur_lansia} THEN true WHEN m.is_age_missing THEN NULL ELSE false END AS has_elder,
        CASE WHEN m.youngest < {umur_lansia} THEN false WHEN m.is_age_missing THEN NULL ELSE true END AS all_elders,
        CASE WHEN m.is_age_missing THEN NULL ELSE coalesce(m.children, 0) END AS children,
        CASE m.pupil WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_pupil,
        CASE m.severe WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_severe,
        CASE m.no_kip WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_no_kip,
        CASE m.old_head WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_old_head,
        CASE m.neglected WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_neglected,
        CASE m.worker WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_worker,
        CASE m.woman_head WHEN 2 THEN true WHEN 1 THEN NULL ELSE false END AS has_woman_head
    FROM families f LEFT JOIN m ON m.family = f.{key}
)
SELECT id,
    terdaftar_dtsen AND desil <= {desil_pkh}
        AND (has_pregnant OR has_small OR has_pupil OR has_elder OR has_severe) AS pkh,
    terdaftar_dtsen AND desil <= {desil_sembako} AS sembako,
    desil <= {desil_pbi} AND has_no_pbi AS pbi,
    desil <= {desil_sembako} AND has_no_kip AS pip,
    desil <= {desil_sembako} AND NOT menerima_kks AS kks,
    rawan_pangan AND (desil <= {desil_sembako} OR desil IS NULL) AS rastra,
    NOT menerima_pkh AND NOT menerima_bpnt AND (desil <= {desil_blt} OR has_old_head) AS blt,
    has_neglected AS yapi,
    desil <= {desil_lain} AND jumlah_anggota <= 2 AND all_elders AS lansia,
    needs_device AND (desil <= {desil_lain} OR desil IS NULL) AS alat,
    mata_pencaharian IN ('PERTANIAN', 'PERIKANAN', 'PETERNAKAN') AND desil <= {desil_sembako} AND has_worker AS uep,
    has_woman_head AND children * 2 >= jumlah_anggota AS pekka
FROM known
"""
