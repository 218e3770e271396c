"""The columnar snapshot: facts of every family and person as of a day, for rules over everybody and for reasons.

One pair of statements reads the facts, whether of everybody in an area (COPY into DuckDB) or of one family: what a rule
sees is the same by construction. A snapshot holds row ids, areas and facts, no names and no numbers of identity.
"""

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from rangkul.registry.fact_rows import (
    FAMILIES,
    LONG_NUMBERS,
    NUMBERS,
    PERSONS,
    TEXTS,
    family_columns,
    family_facts,
    member_columns,
    member_facts,
    place_by_age,
)
from rangkul.registry.origins import Origins, origins_of
from rangkul.registry.vocabulary import FAMILY

_INSIDE = "{0}.area_code >= %(lower)s AND {0}.area_code < %(upper)s"
_CONNECTED = f"""{{0}} IN (
    SELECT id FROM registry_family x WHERE {_INSIDE.format("x")}
    UNION ALL SELECT y.family_id FROM registry_membership y JOIN registry_person z ON z.id = y.person_id
    WHERE y.period @> %(as_of)s::date AND {_INSIDE.format("z")}
)"""  # noqa: S608 - every part is a constant of this module


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """What a rule sees of one subject on a day: `facts` by name, and for a family its `members` (with `_id`).

    `origins` tells by name where a fact comes from and since when, for those that a row tells; those of a member stand
    under its `_origins`.
    """

    facts: dict[str, Any]
    members: tuple[dict[str, Any], ...] = ()
    origins: Origins = field(default_factory=dict)


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
    """Facts of one family and its present members; None when there is no such family on that day. Three queries.

    Members come in the order head, spouse, others by id; each holds its id as `_id` and its `keluarga.…` facts are not
    repeated. The caller has shown that the actor may see the family.
    """
    families = _read(FAMILIES, "family_id = %(family)s", "s.id = %(family)s", family=family_id, as_of=as_of)
    if not families:
        return None
    members = _read(
        PERSONS,
        "person_id IN (SELECT person_id FROM registry_membership WHERE family_id = %(family)s)",
        "f.id = %(family)s",
        family=family_id,
        as_of=as_of,
    )
    members.sort(key=lambda row: ({"HEAD": 0, "SPOUSE": 1}.get(row["hubungan"], 2), str(row["id"])))
    places = place_by_age(members)
    members = [{**row, "urutan_termuda": places[row["id"]]} for row in members]
    told = origins_of(family_id, [row["id"] for row in members], as_of)
    return SubjectFacts(
        family_facts(families[0], members), tuple(_member(row, told[row["id"]]) for row in members), told[family_id]
    )


def facts_of_person(person_id: UUID, as_of: date) -> SubjectFacts | None:
    """Facts of one person with `keluarga.…`; None when dead, merged away or unknown. Up to four queries."""
    rows = _read(PERSONS, "person_id = %(person)s", "s.id = %(person)s", person=person_id, as_of=as_of)
    if not rows:
        return None
    family = facts_of_family(rows[0]["family_id"], as_of) if rows[0]["family_id"] else None
    if family:
        member = next(each for each in family.members if each["_id"] == rows[0]["id"])
    else:
        member = _member(rows[0], origins_of(None, [person_id], as_of)[person_id])
    return SubjectFacts(person_facts(member, family), origins=person_origins(member, family))


def person_facts(member: Mapping[str, Any], family: SubjectFacts | None) -> dict[str, Any]:
    """A member's facts with those of the family under `keluarga.…`; all unknown without a family."""
    own = {name: value for name, value in member.items() if not name.startswith("_")}
    names = [fact.name for fact in FAMILY.facts if fact.name != "anggota"]
    return own | {f"keluarga.{name}": family.facts[name] if family else None for name in names}


def person_origins(member: Mapping[str, Any], family: SubjectFacts | None) -> Origins:
    """The origins of a member's facts with those of the family under `keluarga.…`."""
    of_family = family.origins if family else {}
    return {**member["_origins"], **{f"keluarga.{name}": origin for name, origin in of_family.items()}}


def build_snapshot(*, area: str, as_of: date) -> Snapshot:
    """Read everybody in the area (a dotted code with all below it, "" for all) into an in-memory DuckDB.

    Families of the area with all their members, and its persons with their families, wherever the others live.
    Runs in the present transaction and sees what its role may see: jobs run as owner.
    """
    taken_at = clock.now()
    given = {"as_of": as_of, "lower": area, "upper": f"{area}/"}
    # A district is nearly all there is: reading everybody is cheaper than asking who belongs together.
    is_small = AreaCode.parse(area).level > AreaLevel.REGENCY if area else False
    families = _copy_out(FAMILIES.format(only="", whom=_CONNECTED.format("s.id") if is_small else "true"), given)
    whom = f"(({_INSIDE.format('s')}) OR {_CONNECTED.format('f.id')})" if is_small else "true"
    members = _copy_out(PERSONS.format(only="", whom=whom), given)
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


def _member(row: Mapping[str, Any], origins: Origins) -> dict[str, Any]:
    return member_facts(row) | {"_id": row["id"], "_origins": origins}


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
    kinds: dict[str, pa.DataType] = dict.fromkeys(TEXTS, pa.string()) | dict.fromkeys(NUMBERS, pa.int32())
    kinds |= dict.fromkeys(LONG_NUMBERS, pa.int64())
    options = arrow_csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=True)
    return arrow_csv.read_csv(buffer, convert_options=options)


def _fill(base: duckdb.DuckDBPyConnection, families: pa.Table, members: pa.Table) -> None:
    base.register("read_families", families)
    base.register("read_members", members)
    # The facts are views that unpack the packed numbers: a rule that names six facts does not pay for ninety.
    base.execute(
        f"""
        CREATE TABLE packed_members AS
            SELECT * REPLACE (id::UUID AS id, family_id::UUID AS family_id) FROM read_members;
        CREATE VIEW members AS SELECT id, family_id, area_code, {member_columns()} FROM packed_members;
        CREATE TABLE packed_families AS
            WITH sums AS (
                SELECT family_id, count(*) AS jumlah_anggota, max(desil_rank) AS desil_rank,
                    bit_or(bits) AS bits, bit_or(marks) AS marks
                FROM packed_members WHERE family_id IS NOT NULL GROUP BY 1
            )
            SELECT f.*, sums AS m
            FROM (SELECT * REPLACE (id::UUID AS id) FROM read_families) f LEFT JOIN sums ON sums.family_id = f.id;
        CREATE VIEW all_families AS SELECT f.id, f.kode_wilayah AS area_code, {family_columns()} FROM packed_families f;
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
