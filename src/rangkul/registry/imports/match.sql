-- Verdicts of staged rows. A row without a verdict when all have run is new.
-- No number decides alone who somebody is: `alike` (see guards.py) asks for the name and the birth date too.

-- name: decided
-- What a person said of a doubtful row goes before everything.
INSERT INTO {verdicts} (row, verdict, code, person_id)
SELECT r.row, CASE d.decision WHEN 'PERSON' THEN 'MATCHED' WHEN 'NEW' THEN 'NEW' ELSE 'SAME' END,
       CASE d.decision WHEN 'SKIP' THEN 'DILEWATI' ELSE '' END, coalesce(p.survivor_id, p.id)
FROM importing_importrow d JOIN {rows} r ON r.row = d.number LEFT JOIN registry_person p ON p.id = d.decided_person
WHERE d.batch_id = %(batch)s AND d.decision <> '' AND (d.decision <> 'PERSON' OR p.id IS NOT NULL)
  AND (d.decision <> 'NEW' OR r.life <> 'MOVED');

-- name: twice_by_nik
INSERT INTO {verdicts} (row, verdict, code, detail)
SELECT r.row, 'DOUBTFUL', 'NIK_GANDA_DALAM_BERKAS', 'baris ' || g.first || ' dan ' || g.last
FROM {rows} r
JOIN (SELECT nik_index, min(row) AS first, max(row) AS last FROM {rows}
      WHERE nik_index IS NOT NULL GROUP BY nik_index HAVING count(*) > 1) g ON g.nik_index = r.nik_index
ON CONFLICT DO NOTHING;

-- name: twice_by_name
INSERT INTO {verdicts} (row, verdict, code, detail)
SELECT r.row, 'DOUBTFUL', 'ORANG_GANDA_DALAM_BERKAS', 'baris ' || g.first || ' dan ' || g.last
FROM {rows} r
JOIN (SELECT kk_index, name_key, birth_date, min(row) AS first, max(row) AS last FROM {rows}
      WHERE nik_index IS NULL AND kk_index IS NOT NULL
      GROUP BY kk_index, name_key, birth_date HAVING count(*) > 1) g
  ON g.kk_index = r.kk_index AND g.name_key = r.name_key AND g.birth_date IS NOT DISTINCT FROM r.birth_date
WHERE r.nik_index IS NULL
ON CONFLICT DO NOTHING;

-- name: told_twice
INSERT INTO {verdicts} (row, verdict, code, detail)
SELECT r.row, 'DOUBTFUL',
       CASE WHEN bool_and(o.birth_date <> r.birth_date) THEN 'BARIS_BERTENTANGAN' ELSE 'ORANG_GANDA_DALAM_BERKAS' END,
       'baris ' || least(r.row, min(o.row)) || ' dan ' || greatest(r.row, max(o.row))
FROM {rows} r JOIN {rows} o ON o.kk_index = r.kk_index AND o.name_key = r.name_key AND o.row <> r.row
WHERE r.nik_index IS NULL AND r.kk_index IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
GROUP BY r.row;

-- name: by_nik
INSERT INTO {verdicts} (row, verdict, code, person_id, detail)
SELECT found.row,
       CASE WHEN found.code = '' THEN 'MATCHED' ELSE 'DOUBTFUL' END, found.code, found.person_id,
       CASE WHEN found.code = 'NIK_DIPAKAI_NAMA_LAIN' THEN found.who ELSE '' END
FROM (
    SELECT r.row, (array_agg(p.id))[1] AS person_id, min({who}) AS who,
           CASE WHEN count(*) > 1 THEN 'NIK_DUA_ORANG'
                WHEN NOT bool_or(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'NIK_DI_WILAYAH_LAIN'
                WHEN NOT bool_or({alike}) THEN 'NIK_DIPAKAI_NAMA_LAIN'
                ELSE '' END AS code
    FROM {rows} r JOIN registry_person p ON p.nik_index = r.nik_index AND p.merged_into_id IS NULL
    WHERE NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
    GROUP BY r.row
) found;

-- name: by_dtks_id
INSERT INTO {verdicts} (row, verdict, code, person_id, detail)
SELECT found.row,
       CASE WHEN found.code = '' THEN 'MATCHED' ELSE 'DOUBTFUL' END, found.code, found.person_id,
       CASE WHEN found.code IN ('ID_DTKS_DIPAKAI_NAMA_LAIN', 'ID_DTKS_DUA_ORANG') THEN found.who ELSE '' END
FROM (
    SELECT r.row, (array_agg(p.id))[1] AS person_id, string_agg(DISTINCT {who}, '; ') AS who,
           CASE WHEN NOT bool_and(p.area_code >= %(scope)s AND p.area_code < %(scope_end)s) THEN 'ID_DTKS_DI_WILAYAH_LAIN'
                WHEN count(DISTINCT p.id) > 1 THEN 'ID_DTKS_DUA_ORANG'
                WHEN NOT bool_and(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'ID_DTKS_NIK_BERBEDA'
                WHEN NOT bool_or({alike}) THEN 'ID_DTKS_DIPAKAI_NAMA_LAIN'
                ELSE '' END AS code
    FROM {rows} r
    JOIN registry_identity i ON i.kind = 'ID_DTKS' AND i.value = r.dtks_id AND i.period @> %(as_of)s::date
    JOIN registry_person p ON p.id = i.person_id AND p.merged_into_id IS NULL
    WHERE r.dtks_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
    GROUP BY r.row
) found;

-- name: by_family
INSERT INTO {verdicts} (row, verdict, code, person_id)
SELECT r.row,
       CASE WHEN count(DISTINCT p.id) = 1 AND bool_and(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'MATCHED' ELSE 'DOUBTFUL' END,
       CASE WHEN count(DISTINCT p.id) > 1 THEN 'BEBERAPA_ORANG_MIRIP'
            WHEN bool_and(r.nik_index IS NULL OR p.nik_index IS NULL) THEN '' ELSE 'NIK_BERBEDA' END,
       (array_agg(p.id))[1]
FROM {rows} r
JOIN registry_family f ON f.kk_index = r.kk_index AND f.ended_on IS NULL
JOIN registry_membership m ON m.family_id = f.id AND upper_inf(m.period)
JOIN registry_person p ON p.id = m.person_id AND p.merged_into_id IS NULL AND p.name_key = r.name_key
     AND (p.birth_date = r.birth_date OR p.birth_date IS NULL OR r.birth_date IS NULL)
WHERE NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
GROUP BY r.row;

-- name: by_birth
INSERT INTO {verdicts} (row, verdict, code, person_id)
SELECT r.row,
       CASE WHEN count(*) = 1 AND bool_and(r.nik_index IS NULL OR p.nik_index IS NULL) THEN 'MATCHED' ELSE 'DOUBTFUL' END,
       CASE WHEN count(*) > 1 THEN 'BEBERAPA_ORANG_MIRIP'
            WHEN bool_and(r.nik_index IS NULL OR p.nik_index IS NULL) THEN '' ELSE 'NIK_BERBEDA' END,
       (array_agg(p.id))[1]
FROM {rows} r
JOIN registry_person p ON p.area_code = r.area_code AND p.birth_date = r.birth_date AND p.name_key = r.name_key
     AND p.merged_into_id IS NULL
     AND (coalesce(p.mother_name, '') = '' OR coalesce(r.mother_name, '') = ''
          OR similarity(upper(p.mother_name), upper(r.mother_name)) >= 0.5)
WHERE NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row)
GROUP BY r.row;

-- name: two_rows_one_person
UPDATE {verdicts} v SET verdict = 'DOUBTFUL', code = 'DUA_BARIS_SATU_ORANG', detail = 'baris ' || g.first || ' dan ' || g.last
FROM (SELECT person_id, min(row) AS first, max(row) AS last FROM {verdicts}
      WHERE verdict = 'MATCHED' GROUP BY person_id HAVING count(*) > 1) g
WHERE v.person_id = g.person_id AND v.verdict = 'MATCHED';

-- name: family_elsewhere
INSERT INTO {verdicts} AS v (row, verdict, code)
SELECT r.row, 'DOUBTFUL', 'KK_DI_WILAYAH_LAIN'
FROM {rows} r JOIN registry_family f ON f.kk_index = r.kk_index AND f.ended_on IS NULL
WHERE NOT (f.area_code >= %(scope)s AND f.area_code < %(scope_end)s)
ON CONFLICT (row) DO UPDATE SET verdict = 'DOUBTFUL', code = 'KK_DI_WILAYAH_LAIN' WHERE v.verdict IN ('MATCHED', 'NEW');

-- name: moved_and_unknown
INSERT INTO {verdicts} (row, verdict, code)
SELECT r.row, 'REFUSED', 'PINDAH_BELUM_TERDAFTAR' FROM {rows} r
WHERE r.life = 'MOVED' AND NOT EXISTS (SELECT 1 FROM {verdicts} v WHERE v.row = r.row);

-- name: known_as_dead
UPDATE {verdicts} v SET verdict = 'DOUBTFUL', code = 'TERCATAT_MENINGGAL'
FROM {rows} r, registry_person p
WHERE v.row = r.row AND p.id = v.person_id AND v.verdict = 'MATCHED' AND p.died_on <= %(as_of)s AND r.life <> 'DEAD';

-- name: file_is_older
UPDATE {verdicts} v SET verdict = 'SAME', code = 'BERKAS_LEBIH_LAMA'
FROM registry_person p JOIN importing_importbatch b ON b.id = p.batch_id
WHERE p.id = v.person_id AND v.verdict = 'MATCHED' AND b.as_of > %(as_of)s;

-- name: family_changed_later
UPDATE {verdicts} v SET verdict = 'DOUBTFUL', code = 'KELUARGA_BERUBAH_LEBIH_BARU'
FROM {rows} r, registry_membership m, registry_family f
WHERE v.row = r.row AND v.verdict = 'MATCHED' AND m.person_id = v.person_id AND upper_inf(m.period) AND f.id = m.family_id
  AND r.kk_index IS NOT NULL
  AND ((f.kk_index IS DISTINCT FROM r.kk_index AND lower(m.period) >= %(as_of)s)
       OR (f.kk_index = r.kk_index AND r.relation <> m.relation AND r.life = 'ALIVE' AND lower(m.period) > %(as_of)s));

-- name: corrected_since
-- What officials corrected after the file's day is not put back by the file: the row waits and says what and when.
UPDATE {verdicts} v SET verdict = 'DOUBTFUL', code = 'LEBIH_LAMA_DARI_PERBAIKAN',
       detail = d.fields || ' diperbaiki ' || to_char(c.at AT TIME ZONE %(zone)s, 'DD-MM-YYYY')
FROM {rows} r, registry_person p, {corrected} c, LATERAL (SELECT concat_ws(', ',
    CASE WHEN 'name' = ANY (c.fields) AND upper(r.name) <> upper(p.name) THEN 'nama' END,
    CASE WHEN 'birth_date' = ANY (c.fields) AND r.birth_date IS NOT NULL AND r.birth_date IS DISTINCT FROM p.birth_date THEN 'tanggal lahir' END,
    CASE WHEN 'mother_name' = ANY (c.fields) AND upper(r.mother_name) <> upper(p.mother_name) THEN 'nama ibu' END,
    CASE WHEN 'sex' = ANY (c.fields) AND r.sex <> p.sex THEN 'jenis kelamin' END,
    CASE WHEN 'nik' = ANY (c.fields) AND r.nik_index IS NOT NULL AND r.nik_index IS DISTINCT FROM p.nik_index THEN 'NIK' END,
    CASE WHEN 'nik_status' = ANY (c.fields) AND r.nik_status NOT IN ('BELUM_DICEK', 'TIDAK_PUNYA') AND r.nik_status <> p.nik_status
         THEN 'status NIK' END,
    CASE WHEN 'died_on' = ANY (c.fields) AND r.life = 'DEAD' AND p.died_on IS NULL THEN 'kematian' END,
    CASE WHEN 'place' = ANY (c.fields) AND (r.area_code <> p.area_code OR upper(r.address) <> upper(p.address)) THEN 'alamat' END) AS fields) d
WHERE v.row = r.row AND v.verdict = 'MATCHED' AND p.id = v.person_id AND c.person_id = p.id AND d.fields <> ''
  AND NOT EXISTS (SELECT 1 FROM importing_importrow d WHERE d.batch_id = %(batch)s AND d.number = r.row AND d.decision = 'PERSON');

-- name: corrected_and_decided
-- Somebody said that the row is this person: what was corrected since stays all the same, the rest of the row is taken.
UPDATE {rows} r
SET name = CASE WHEN 'name' = ANY (c.fields) THEN p.name ELSE r.name END,
    name_key = CASE WHEN 'name' = ANY (c.fields) THEN p.name_key ELSE r.name_key END,
    birth_date = CASE WHEN 'birth_date' = ANY (c.fields) THEN p.birth_date ELSE r.birth_date END,
    mother_name = CASE WHEN 'mother_name' = ANY (c.fields) THEN p.mother_name ELSE r.mother_name END,
    sex = CASE WHEN 'sex' = ANY (c.fields) THEN p.sex ELSE r.sex END,
    nik_index = CASE WHEN 'nik' = ANY (c.fields) THEN p.nik_index ELSE r.nik_index END,
    nik_cipher = CASE WHEN 'nik' = ANY (c.fields) THEN p.nik_cipher ELSE r.nik_cipher END,
    nik_status = CASE WHEN c.fields && ARRAY['nik', 'nik_status'] THEN p.nik_status ELSE r.nik_status END,
    life = CASE WHEN 'died_on' = ANY (c.fields) AND r.life = 'DEAD' AND p.died_on IS NULL THEN 'ALIVE' ELSE r.life END,
    area_code = CASE WHEN 'place' = ANY (c.fields) THEN p.area_code ELSE r.area_code END,
    address = CASE WHEN 'place' = ANY (c.fields) THEN p.address ELSE r.address END,
    hamlet = CASE WHEN 'place' = ANY (c.fields) THEN p.hamlet ELSE r.hamlet END,
    rt = CASE WHEN 'place' = ANY (c.fields) THEN p.rt ELSE r.rt END,
    rw = CASE WHEN 'place' = ANY (c.fields) THEN p.rw ELSE r.rw END
FROM {verdicts} v, registry_person p, {corrected} c
WHERE v.row = r.row AND v.verdict = 'MATCHED' AND p.id = v.person_id AND c.person_id = p.id
  AND EXISTS (SELECT 1 FROM importing_importrow d WHERE d.batch_id = %(batch)s AND d.number = r.row AND d.decision = 'PERSON');

-- name: checked_since
-- A newer word of Dukcapil on the NIK stays: what an older file says of it is not heard, the rest of the row is.
UPDATE {rows} r SET nik_status = NULL
FROM {verdicts} v, registry_person p
WHERE v.row = r.row AND v.verdict = 'MATCHED' AND p.id = v.person_id
  AND r.nik_status NOT IN ('BELUM_DICEK', 'TIDAK_PUNYA') AND r.nik_status <> p.nik_status
  AND EXISTS (SELECT 1 FROM registry_sourcerecord s WHERE s.person_id = p.id AND s.source = 'DUKCAPIL'
              AND s.as_of > %(as_of)s::date AND s.nik_status <> '');

-- name: compare
UPDATE {verdicts} v
SET difference = d.difference, verdict = CASE WHEN d.difference = '{{}}'::jsonb THEN 'SAME' ELSE 'CHANGED' END
FROM (
    SELECT r.row, jsonb_strip_nulls(jsonb_build_object(
        'nama', CASE WHEN upper(r.name) <> upper(p.name) THEN jsonb_build_array(p.name, r.name) END,
        'nik', CASE WHEN r.nik_index IS NOT NULL AND p.nik_index IS NULL THEN jsonb_build_array('belum ada', 'diisi') END,
        'status_nik', CASE WHEN r.nik_status IS NOT NULL AND r.nik_status NOT IN ('BELUM_DICEK', 'TIDAK_PUNYA')
            AND r.nik_status <> p.nik_status THEN jsonb_build_array(p.nik_status, r.nik_status) END,
        'jenis_kelamin', CASE WHEN r.sex <> p.sex THEN jsonb_build_array(p.sex, r.sex) END,
        'tempat_lahir', CASE WHEN upper(r.birth_place) <> upper(p.birth_place) THEN jsonb_build_array(p.birth_place, r.birth_place) END,
        'tanggal_lahir', CASE WHEN r.birth_date IS DISTINCT FROM p.birth_date AND r.birth_date IS NOT NULL
            THEN jsonb_build_array(p.birth_date, r.birth_date) END,
        'nama_ibu', CASE WHEN upper(r.mother_name) <> upper(p.mother_name) THEN jsonb_build_array(p.mother_name, r.mother_name) END,
        'status_kawin', CASE WHEN r.marital_status <> p.marital_status THEN jsonb_build_array(p.marital_status, r.marital_status) END,
        'pendidikan', CASE WHEN r.education_code <> p.education_code THEN jsonb_build_array(p.education_code, r.education_code) END,
        'pekerjaan', CASE WHEN r.occupation_code <> p.occupation_code THEN jsonb_build_array(p.occupation_code, r.occupation_code)
            WHEN r.told ? 'pekerjaan' THEN (SELECT jsonb_build_array(w.told -> 'pekerjaan', r.told -> 'pekerjaan')
                FROM registry_welfarestatus w WHERE w.person_id = p.id AND w.source = %(source)s AND w.is_listed
                AND w.period @> %(as_of)s::date AND w.told -> 'pekerjaan' IS DISTINCT FROM r.told -> 'pekerjaan' LIMIT 1) END,
        'wilayah', CASE WHEN r.area_code <> p.area_code THEN jsonb_build_array(p.area_code, r.area_code) END,
        'alamat', CASE WHEN upper(r.address) <> upper(p.address) THEN jsonb_build_array(p.address, r.address) END,
        'dusun', CASE WHEN upper(r.hamlet) <> upper(p.hamlet) THEN jsonb_build_array(p.hamlet, r.hamlet) END,
        'rt', CASE WHEN r.rt <> p.rt THEN jsonb_build_array(p.rt, r.rt) END,
        'rw', CASE WHEN r.rw <> p.rw THEN jsonb_build_array(p.rw, r.rw) END,
        'keluarga', CASE WHEN r.life = 'ALIVE' AND r.kk_index IS NOT NULL AND r.kk_index IS DISTINCT FROM f.kk_index
            THEN jsonb_build_array(coalesce(f.head_name, 'belum ada'), 'kartu keluarga lain') END,
        'hubungan', CASE WHEN r.kk_index = f.kk_index AND r.relation <> m.relation AND lower(m.period) <= %(as_of)s
            THEN jsonb_build_array(m.relation, r.relation) END,
        'meninggal', CASE WHEN r.life = 'DEAD' AND p.died_on IS NULL THEN jsonb_build_array('hidup', 'meninggal') END,
        'pindah', CASE WHEN r.life = 'MOVED' AND m.id IS NOT NULL THEN jsonb_build_array('menetap', 'pindah') END,
        'id_dtks', CASE WHEN r.dtks_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_identity i WHERE i.person_id = p.id
            AND i.kind = 'ID_DTKS' AND i.value = r.dtks_id AND i.period @> %(as_of)s::date) THEN jsonb_build_array(NULL, r.dtks_id) END,
        'nomor_jkn', CASE WHEN r.jkn_number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_identity i WHERE i.person_id = p.id
            AND i.kind = 'JKN' AND i.value = r.jkn_number AND i.period @> %(as_of)s::date) THEN jsonb_build_array(NULL, 'diisi') END,
        'terdaftar', CASE WHEN r.is_listed AND NOT EXISTS (SELECT 1 FROM registry_welfarestatus w WHERE w.person_id = p.id
            AND w.source = %(source)s AND w.is_listed AND w.period @> %(as_of)s::date) THEN jsonb_build_array(NULL, %(source)s::text) END,
        'ragam_disabilitas', CASE WHEN r.life = 'ALIVE' AND r.disability_code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registry_condition c
            WHERE c.person_id = p.id AND c.kind = 'DISABILITAS' AND c.source = %(source)s
            AND c.original_code = r.disability_code AND c.period @> %(as_of)s::date) THEN jsonb_build_array(NULL, 'dicatat') END,
        'hamil', CASE WHEN r.life = 'ALIVE' AND r.is_pregnant AND NOT EXISTS (SELECT 1 FROM registry_condition c
            WHERE c.person_id = p.id AND c.kind = 'HAMIL' AND c.period @> %(as_of)s::date) THEN jsonb_build_array(NULL, 'dicatat') END,
        'ikut_program', (SELECT jsonb_build_array(NULL, string_agg(j.code, ', ')) FROM unnest(string_to_array(r.joins, ',')) j(code)
            WHERE NOT EXISTS (SELECT 1 FROM registry_outsidemembership o WHERE o.person_id = p.id AND o.programme = j.code
                              AND o.period @> %(as_of)s::date) HAVING count(*) > 0),
        'keluar_program', (SELECT jsonb_build_array(string_agg(o.programme, ', '), NULL) FROM registry_outsidemembership o
            WHERE o.person_id = p.id AND o.programme = ANY (string_to_array(r.leaves, ',')) AND o.source = %(source)s
              AND upper_inf(o.period) AND lower(o.period) < %(as_of)s HAVING count(*) > 0)
    )) AS difference
    FROM {verdicts} x
    JOIN {rows} r ON r.row = x.row
    JOIN registry_person p ON p.id = x.person_id
    LEFT JOIN registry_membership m ON m.person_id = p.id AND upper_inf(m.period)
    LEFT JOIN registry_family f ON f.id = m.family_id
    WHERE x.verdict = 'MATCHED'
) d
WHERE d.row = v.row;

-- name: decided_with_known_nik
-- Somebody new whose NIK another has already: both cannot be right, so this one is marked double.
UPDATE {rows} r SET nik_status = 'GANDA'
FROM {verdicts} v
WHERE v.row = r.row AND v.verdict = 'NEW' AND r.nik_index IS NOT NULL
  AND (EXISTS (SELECT 1 FROM registry_person p WHERE p.nik_index = r.nik_index AND p.merged_into_id IS NULL)
       OR EXISTS (SELECT 1 FROM {rows} o WHERE o.nik_index = r.nik_index AND o.row <> r.row));

-- name: decided_new
DELETE FROM {verdicts} WHERE verdict = 'NEW';
