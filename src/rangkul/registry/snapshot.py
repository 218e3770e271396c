"""The columnar snapshot: facts of every family and person as of a day, for rules over everybody and for reasons.

One pair of statements reads the facts, whether of everybody in an area (COPY into DuckDB) or of one family: what a rule
sees is the same by construction. A snapshot holds row ids, areas and facts, no names and no numbers of identity.
"""

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa
from django.db import connection
from pyarrow import csv as arrow_csv

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.vocabulary import FactType

_ANY_OF_FAMILY = (
    "punya_id_dtks",
    "terdaftar_dtsen",
    "rawan_pangan",
    "menerima_pkh",
    "menerima_bpnt",
    "menerima_blt_dd",
    "menerima_kks",
)
"""Facts that hold for a family when they hold for the family itself or for one of its members."""

# A decile travels with the day its status began, so that the latest wins and, on the same day, the lower decile:
# rank = days since 1900 * 100 + (10 - decile).
_ABOUT = """
LEFT JOIN (
    SELECT {key}, bool_or(kind = 'ID_DTKS') AS punya_id_dtks
    FROM registry_identity WHERE {key} IS NOT NULL AND period @> %(as_of)s::date {only} GROUP BY {key}
) i ON i.{key} = s.id
LEFT JOIN (
    SELECT {key}, bool_or(source = 'DTSEN' AND is_listed) AS terdaftar_dtsen,
        max((coalesce(lower(period), DATE '1900-01-01') - DATE '1900-01-01') * 100 + (10 - decile)) AS desil_rank
    FROM registry_welfarestatus WHERE {key} IS NOT NULL AND period @> %(as_of)s::date {only} GROUP BY {key}
) w ON w.{key} = s.id
LEFT JOIN (
    SELECT {key}, bool_or(programme = 'PKH') AS menerima_pkh, bool_or(programme = 'BPNT') AS menerima_bpnt,
        bool_or(programme = 'BLT_DD') AS menerima_blt_dd, bool_or(programme = 'KKS') AS menerima_kks,
        bool_or(programme = 'PBI_JK') AS menerima_pbi, bool_or(programme = 'KIP') AS menerima_kip
    FROM registry_outsidemembership WHERE {key} IS NOT NULL AND period @> %(as_of)s::date {only} GROUP BY {key}
) o ON o.{key} = s.id
LEFT JOIN (
    SELECT {key}, bool_or(kind = 'RAWAN_PANGAN') AS rawan_pangan, bool_or(kind = 'DISABILITAS') AS disabilitas,
        bool_or(kind = 'BUTUH_ALAT_BANTU') AS butuh_alat_bantu, bool_or(kind = 'KUSTA') AS kusta,
        bool_or(kind = 'HAMIL') AS hamil, bool_or(kind = 'LANSIA_TERLANTAR') AS lansia_terlantar,
        bool_or(kind = 'ANAK_TERLANTAR') AS anak_terlantar,
        (array_agg(nullif(disability_type, '') ORDER BY lower(period) DESC NULLS LAST, id DESC)
            FILTER (WHERE kind = 'DISABILITAS'))[1] AS jenis_disabilitas,
        (array_agg(nullif(severity, '') ORDER BY lower(period) DESC NULLS LAST, id DESC)
            FILTER (WHERE kind = 'DISABILITAS'))[1] AS tingkat_disabilitas
    FROM registry_condition WHERE {key} IS NOT NULL AND period @> %(as_of)s::date {only} GROUP BY {key}
) c ON c.{key} = s.id
"""
_SHARED = """
    coalesce(i.punya_id_dtks, false) AS punya_id_dtks, coalesce(w.terdaftar_dtsen, false) AS terdaftar_dtsen,
    coalesce(c.rawan_pangan, false) AS rawan_pangan, coalesce(o.menerima_pkh, false) AS menerima_pkh,
    coalesce(o.menerima_bpnt, false) AS menerima_bpnt, coalesce(o.menerima_blt_dd, false) AS menerima_blt_dd,
    coalesce(o.menerima_kks, false) AS menerima_kks, w.desil_rank
"""
_LIVING_FAMILY = "(s.formed_on IS NULL OR s.formed_on <= %(as_of)s) AND (s.ended_on IS NULL OR s.ended_on > %(as_of)s)"
_FAMILIES = f"""
SELECT s.id, s.area_code AS kode_wilayah, nullif(s.livelihood, '') AS mata_pencaharian, {_SHARED}
FROM registry_family s {_ABOUT.format(key="family_id", only="{only}")}
WHERE {_LIVING_FAMILY} AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module
_MEMBERS = f"""
SELECT s.id, f.id AS family_id, s.area_code,
    CASE WHEN s.birth_date <= %(as_of)s THEN date_part('year', age(%(as_of)s::date, s.birth_date))::int END AS umur,
    nullif(s.sex, '') AS jenis_kelamin, CASE WHEN f.id IS NOT NULL THEN m.relation END AS hubungan,
    nullif(s.marital_status, '') AS status_kawin, coalesce(c.disabilitas, false) AS disabilitas, c.jenis_disabilitas,
    c.tingkat_disabilitas, coalesce(c.butuh_alat_bantu, false) AS butuh_alat_bantu, coalesce(c.kusta, false) AS kusta,
    coalesce(c.hamil, false) AS hamil, coalesce(c.lansia_terlantar, false) AS lansia_terlantar,
    coalesce(c.anak_terlantar, false) AS anak_terlantar, coalesce(o.menerima_pbi, false) AS menerima_pbi,
    coalesce(o.menerima_kip, false) AS menerima_kip, s.nik_status AS status_nik, {_SHARED}
FROM registry_person s
LEFT JOIN registry_membership m ON m.person_id = s.id AND m.period @> %(as_of)s::date
LEFT JOIN registry_family f ON f.id = m.family_id AND {_LIVING_FAMILY.replace("s.", "f.")}
{_ABOUT.format(key="person_id", only="{only}")}
WHERE s.merged_into_id IS NULL AND (s.died_on IS NULL OR s.died_on > %(as_of)s) AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module

_INSIDE = "{0}.area_code >= %(lower)s AND {0}.area_code < %(upper)s"
_CONNECTED = f"""{{0}} IN (
    SELECT id FROM registry_family x WHERE {_INSIDE.format("x")}
    UNION ALL SELECT y.family_id FROM registry_membership y JOIN registry_person z ON z.id = y.person_id
    WHERE y.period @> %(as_of)s::date AND {_INSIDE.format("z")}
)"""  # noqa: S608 - every part is a constant of this module

_TEXTS = (
    *("id", "family_id", "area_code", "kode_wilayah", "mata_pencaharian", "jenis_kelamin", "hubungan", "status_kawin"),
    *("jenis_disabilitas", "tingkat_disabilitas", "status_nik"),
)
_NUMBERS = ("umur", "desil_rank")


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """What a rule sees of one subject on a day: `facts` by name, and for a family its `members` (with `_id`)."""

    facts: dict[str, Any]
    members: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Relations in DuckDB keyed by `id`: `families`, their `members` (by `family_id`), `persons` (with `keluarga_…`).

    `families` and `persons` are those who live in `area`; `members` holds everybody who counts for a family.
    """

    connection: duckdb.DuckDBPyConnection
    area: str
    as_of: date
    taken_at: datetime

    def close(self) -> None:
        """Give the memory back."""
        self.connection.close()


def facts_of_family(family_id: UUID, as_of: date) -> SubjectFacts | None:
    """Facts of one family and its present members; None when there is no such family on that day. Two queries.

    Members come in the order head, spouse, others by id; each holds its id as `_id` and its `keluarga.…` facts are not
    repeated. The caller has shown that the actor may see the family.
    """
    families = _read(_FAMILIES, "family_id = %(family)s", "s.id = %(family)s", family=family_id, as_of=as_of)
    if not families:
        return None
    members = _read(
        _MEMBERS,
        "person_id IN (SELECT person_id FROM registry_membership WHERE family_id = %(family)s)",
        "f.id = %(family)s",
        family=family_id,
        as_of=as_of,
    )
    members.sort(key=lambda row: ({"HEAD": 0, "SPOUSE": 1}.get(row["hubungan"], 2), str(row["id"])))
    return SubjectFacts(_family_facts(families[0], members), tuple(map(_member_facts, members)))


def facts_of_person(person_id: UUID, as_of: date) -> SubjectFacts | None:
    """Facts of one person with `keluarga.…`; None when dead, merged away or unknown. Up to three queries."""
    rows = _read(_MEMBERS, "person_id = %(person)s", "s.id = %(person)s", person=person_id, as_of=as_of)
    if not rows:
        return None
    family = facts_of_family(rows[0]["family_id"], as_of) if rows[0]["family_id"] else None
    return SubjectFacts(person_facts(_member_facts(rows[0]), family))


def person_facts(member: Mapping[str, Any], family: SubjectFacts | None) -> dict[str, Any]:
    """A member's facts with those of the family under `keluarga.…`; all unknown without a family."""
    own = {name: value for name, value in member.items() if not name.startswith("_")}
    names = [fact.name for fact in FAMILY.facts if fact.name != "anggota"]
    return own | {f"keluarga.{name}": family.facts[name] if family else None for name in names}


def build_snapshot(*, area: str, as_of: date) -> Snapshot:
    """Read everybody in the area (a dotted code with all below it, "" for all) into an in-memory DuckDB.

    Families of the area with all their members, and its persons with their families, wherever the others live.
    Runs in the present transaction and sees what its role may see: jobs run as owner.
    """
    taken_at = clock.now()
    given = {"as_of": as_of, "lower": area, "upper": f"{area}/"}
    # A district is nearly all there is: reading everybody is cheaper than asking who belongs together.
    is_small = AreaCode.parse(area).level > AreaLevel.REGENCY if area else False
    families = _copy_out(_FAMILIES.format(only="", whom=_CONNECTED.format("s.id") if is_small else "true"), given)
    whom = f"(({_INSIDE.format('s')}) OR {_CONNECTED.format('f.id')})" if is_small else "true"
    members = _copy_out(_MEMBERS.format(only="", whom=whom), given)
    base = duckdb.connect(":memory:", config={"memory_limit": "1GB"})
    _fill(base, families, members)
    _name(base, area)
    return Snapshot(base, area, as_of, taken_at)


@contextmanager
def snapshot_of(*, area: str, as_of: date) -> Iterator[Snapshot]:
    """`build_snapshot`, closed at the end of the block."""
    taken = build_snapshot(area=area, as_of=as_of)
    try:
        yield taken
    finally:
        taken.close()


def keep_snapshot(taken: Snapshot, folder: Path) -> list[Path]:
    """Write families and members as Parquet files that only the owner may read; returns their paths."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    before = os.umask(0o077)
    try:
        paths = []
        for table in ("all_families", "members"):
            path = folder / f"{table}.parquet"
            taken.connection.table(table).write_parquet(str(path))
            path.chmod(0o600)
            paths.append(path)
    finally:
        os.umask(before)
    return paths


def data_changed_at() -> datetime | None:
    """When persons, families or the registry's trail last changed: a kept snapshot older than this is stale."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest((SELECT max(updated_at) FROM registry_person),"
            " (SELECT max(updated_at) FROM registry_family), (SELECT max(at) FROM audit_event WHERE name >= 'registry.' AND name < 'registry/'))"
        )
        row = cursor.fetchone()
    found: datetime | None = row[0] if row else None
    return found


def _read(statement: str, only: str, whom: str, **given: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(only=f"AND {only}", whom=whom), given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _family_facts(family: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    everybody = [family, *members]
    return {
        "desil": _decile(row["desil_rank"] for row in everybody),
        **{name: any(row[name] for row in everybody) for name in _ANY_OF_FAMILY},
        "mata_pencaharian": family["mata_pencaharian"],
        "jumlah_anggota": len(members),
        "kode_wilayah": family["kode_wilayah"],
    }


def _decile(ranks: Iterable[int | None]) -> int | None:
    latest = max((rank for rank in ranks if rank is not None), default=None)
    return None if latest is None else 10 - latest % 100


def _member_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {fact.name: row[fact.name] for fact in FAMILY.members} | {"_id": row["id"]}


def _copy_out(statement: str, given: Mapping[str, object]) -> pa.Table:
    """The rows of a statement as Arrow columns, by way of COPY: the fastest road that is in the house."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        with cursor.cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv, HEADER)", given) as rows:
            for block in rows:
                buffer.write(block)
        cursor.execute("SET LOCAL work_mem TO DEFAULT")
    buffer.seek(0)
    kinds: dict[str, pa.DataType] = dict.fromkeys(_TEXTS, pa.string()) | dict.fromkeys(_NUMBERS, pa.int32())
    facts = (*FAMILY.members, *(fact for fact in FAMILY.facts if fact.type is FactType.BOOL))
    options = arrow_csv.ConvertOptions(
        column_types=kinds | {fact.name: pa.bool_() for fact in facts if fact.type is FactType.BOOL},
        true_values=["t"],
        false_values=["f"],
        null_values=[""],
        strings_can_be_null=True,
    )
    return arrow_csv.read_csv(buffer, convert_options=options)


def _fill(base: duckdb.DuckDBPyConnection, families: pa.Table, members: pa.Table) -> None:
    base.register("read_families", families)
    base.register("read_members", members)
    any_of = ", ".join(f"bool_or({name}) AS {name}" for name in _ANY_OF_FAMILY)
    joined = ", ".join(f"f.{name} OR coalesce(m.{name}, false) AS {name}" for name in _ANY_OF_FAMILY)
    own = ", ".join(fact.column for fact in FAMILY.members)
    base.execute(
        f"""
        CREATE TABLE members AS
            SELECT id::UUID AS id, family_id::UUID AS family_id, area_code, {own} FROM read_members;
        CREATE TABLE all_families AS
            WITH m AS (
                SELECT family_id::UUID AS family_id, count(*) AS jumlah_anggota, max(desil_rank) AS desil_rank, {any_of}
                FROM read_members WHERE family_id IS NOT NULL GROUP BY 1
            )
            SELECT f.id::UUID AS id, f.kode_wilayah AS area_code, f.kode_wilayah, f.mata_pencaharian,
                10 - greatest(f.desil_rank, m.desil_rank) % 100 AS desil,
                coalesce(m.jumlah_anggota, 0) AS jumlah_anggota, {joined}
            FROM read_families f LEFT JOIN m ON m.family_id = f.id::UUID;
        """  # noqa: S608 - names of our own vocabulary
    )
    base.unregister("read_families")
    base.unregister("read_members")


def _name(base: duckdb.DuckDBPyConnection, area: str) -> None:
    """The views that rules are asked over: whoever lives in the area."""
    inside = f"{{0}}.area_code >= '{area}' AND {{0}}.area_code < '{area}/'" if area else "true"
    seen = ", ".join(f"f.{fact.column} AS keluarga_{fact.column}" for fact in FAMILY.facts if fact.name != "anggota")
    base.execute(
        f"""
        CREATE VIEW families AS SELECT * FROM all_families f WHERE {inside.format("f")};
        CREATE VIEW persons AS
            SELECT m.*, {seen} FROM members m LEFT JOIN all_families f ON f.id = m.family_id WHERE {inside.format("m")};
        """  # noqa: S608 - names of our own vocabulary and a checked area code
    )
