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
from rangkul.registry.vocabulary import CONDITION_FACTS, FAMILY

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

BITS = {
    name: 1 << place for place, name in enumerate((*_ANY_OF_FAMILY, "menerima_pbi", "menerima_kip", *CONDITION_FACTS))
}
"""Yes/no facts travel as bits of one number: a row of a million has a dozen columns to write and read, not thirty."""


def _bits(column: str, kinds: Mapping[str, str]) -> str:
    """SQL for the bit of a row: {fact: value of the column that makes it true}; nothing for other values."""
    cases = " ".join(f"WHEN '{value}' THEN {BITS[fact]}" for fact, value in kinds.items())
    return f"CASE {column} {cases} ELSE 0 END"


_PROGRAMMES = {
    "menerima_pkh": "PKH",
    "menerima_bpnt": "BPNT",
    "menerima_blt_dd": "BLT_DD",
    "menerima_kks": "KKS",
    "menerima_pbi": "PBI_JK",
    "menerima_kip": "KIP",
}
_IN_FORCE = "{key} IS NOT NULL AND period @> %(as_of)s::date {only}"
# A decile travels with the day its status began, so that the latest wins and, on the same day, the lower decile:
# rank = days since 1900 * 100 + (10 - decile).
_ABOUT = f"""
LEFT JOIN (
    SELECT key, bit_or(bits) AS bits, max(rank) AS desil_rank
    FROM (
        SELECT {{key}} AS key, {BITS["punya_id_dtks"]} AS bits, NULL::int AS rank
            FROM registry_identity WHERE kind = 'ID_DTKS' AND {_IN_FORCE}
        UNION ALL SELECT {{key}}, CASE WHEN source = 'DTSEN' AND is_listed THEN {BITS["terdaftar_dtsen"]} ELSE 0 END,
            (coalesce(lower(period), DATE '1900-01-01') - DATE '1900-01-01') * 100 + (10 - decile)
            FROM registry_welfarestatus WHERE {_IN_FORCE}
        UNION ALL SELECT {{key}}, {_bits("programme", _PROGRAMMES)}, NULL
            FROM registry_outsidemembership WHERE {_IN_FORCE}
        UNION ALL SELECT {{key}}, {_bits("kind", {**CONDITION_FACTS, "rawan_pangan": "RAWAN_PANGAN"})}, NULL
            FROM registry_condition WHERE {_IN_FORCE}
    ) known GROUP BY key
) a ON a.key = s.id
"""  # noqa: S608 - every part is a constant of this module
_LIVING_FAMILY = "(s.formed_on IS NULL OR s.formed_on <= %(as_of)s) AND (s.ended_on IS NULL OR s.ended_on > %(as_of)s)"
_FAMILIES = f"""
SELECT s.id, s.area_code AS kode_wilayah, nullif(s.livelihood, '') AS mata_pencaharian,
    coalesce(a.bits, 0) AS bits, a.desil_rank
FROM registry_family s {_ABOUT.format(key="family_id", only="{only}")}
WHERE {_LIVING_FAMILY} AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module
_MEMBERS = f"""
SELECT s.id, f.id AS family_id, s.area_code,
    CASE WHEN s.birth_date <= %(as_of)s THEN date_part('year', age(%(as_of)s::date, s.birth_date))::int END AS umur,
    nullif(s.sex, '') AS jenis_kelamin, CASE WHEN f.id IS NOT NULL THEN m.relation END AS hubungan,
    nullif(s.marital_status, '') AS status_kawin, d.jenis_disabilitas, d.tingkat_disabilitas,
    s.nik_status AS status_nik, coalesce(a.bits, 0) AS bits, a.desil_rank
FROM registry_person s
LEFT JOIN registry_membership m ON m.person_id = s.id AND m.period @> %(as_of)s::date
LEFT JOIN registry_family f ON f.id = m.family_id AND {_LIVING_FAMILY.replace("s.", "f.")}
{_ABOUT.format(key="person_id", only="{only}")}
LEFT JOIN (
    SELECT DISTINCT ON (person_id) person_id, nullif(disability_type, '') AS jenis_disabilitas,
        nullif(severity, '') AS tingkat_disabilitas
    FROM registry_condition WHERE kind = 'DISABILITAS' AND {_IN_FORCE.format(key="person_id", only="{only}")}
    ORDER BY person_id, lower(period) DESC NULLS LAST, id DESC
) d ON d.person_id = s.id
WHERE s.merged_into_id IS NULL AND (s.died_on IS NULL OR s.died_on > %(as_of)s) AND {{whom}}
"""  # noqa: S608 - every part is a constant of this module

_MEMBER_NAMES = tuple(fact.name for fact in FAMILY.members)
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
_NUMBERS = ("umur", "desil_rank", "bits")


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


def _read(statement: str, only: str, whom: str, **given: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(only=f"AND {only}", whom=whom), given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _family_facts(family: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    everybody = [family, *members]
    return {
        "desil": _decile(row["desil_rank"] for row in everybody),
        **{name: any(row["bits"] & BITS[name] for row in everybody) for name in _ANY_OF_FAMILY},
        "mata_pencaharian": family["mata_pencaharian"],
        "jumlah_anggota": len(members),
        "kode_wilayah": family["kode_wilayah"],
    }


def _decile(ranks: Iterable[int | None]) -> int | None:
    latest = max((rank for rank in ranks if rank is not None), default=None)
    return None if latest is None else 10 - latest % 100


def _member_facts(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {name: bool(row["bits"] & BITS[name]) if name in BITS else row[name] for name in _MEMBER_NAMES}
    return facts | {"_id": row["id"]}


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
    options = arrow_csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True)
    return arrow_csv.read_csv(buffer, convert_options=options)


def _fill(base: duckdb.DuckDBPyConnection, families: pa.Table, members: pa.Table) -> None:
    base.register("read_families", families)
    base.register("read_members", members)
    own = ", ".join(f"bits & {BITS[name]} <> 0 AS {name}" if name in BITS else name for name in _MEMBER_NAMES)
    any_of = ", ".join(f"(f.bits | coalesce(m.bits, 0)) & {BITS[name]} <> 0 AS {name}" for name in _ANY_OF_FAMILY)
    base.execute(
        f"""
        CREATE TEMP TABLE raw AS SELECT * REPLACE (id::UUID AS id, family_id::UUID AS family_id) FROM read_members;
        CREATE TABLE members AS SELECT id, family_id, area_code, {own} FROM raw;
        CREATE TABLE all_families AS
            WITH m AS (
                SELECT family_id, count(*) AS jumlah_anggota, max(desil_rank) AS desil_rank, bit_or(bits) AS bits
                FROM raw WHERE family_id IS NOT NULL GROUP BY 1
            )
            SELECT f.id, f.kode_wilayah AS area_code, f.kode_wilayah, f.mata_pencaharian,
                10 - greatest(f.desil_rank, m.desil_rank) % 100 AS desil,
                coalesce(m.jumlah_anggota, 0) AS jumlah_anggota, {any_of}
            FROM (SELECT * REPLACE (id::UUID AS id) FROM read_families) f LEFT JOIN m ON m.family_id = f.id;
        DROP TABLE raw;
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
