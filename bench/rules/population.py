"""Invented families and members in the tables of the registry's snapshot, the same on every run, of any size.

Each value comes from a hash of the row's number and the column's name, so that ten times as many families are the
first ones and more. 311,662 families have about 1.16 million members. Nothing here resembles a real person.
"""

from datetime import UTC, datetime

import duckdb

from bench.rules.programmes import AS_OF
from rangkul.registry.snapshot import Snapshot
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.vocabulary import Fact, FactType

_SQL_TYPES = {
    FactType.BOOL: "BOOLEAN",
    FactType.INT: "INTEGER",
    FactType.NUMBER: "DOUBLE",
    FactType.TEXT: "VARCHAR",
    FactType.DATE: "DATE",
}
_VILLAGES = 250  # a district's villages: 25 kecamatan of ten


def _chance(column: str, row: str) -> str:
    """SQL for a number from 0 to below 1 that depends on the row and the column alone."""
    return f"(hash({row}, '{column}') % 1000003 / 1000003.0)"


def _yes(column: str, row: str, share: float) -> str:
    return f"{_chance(column, row)} < {share} AS {column}"


def _pick(column: str, row: str, values: list[str], known: float) -> str:
    """SQL for one of the values, or null for the share nobody recorded."""
    listed = ", ".join(f"'{value}'" for value in values)
    place = f"1 + (hash({row}, '{column}', 1) % {len(values)})::INT"
    return f"CASE WHEN {_chance(column, row)} < {known} THEN ([{listed}])[{place}] END AS {column}"


# One in a thousand families has lost its members; the others have 1 to 7, 3.7 on average.
_SIZE = f"""CASE WHEN {_chance("kosong", "n")} < 0.001 THEN 0
    ELSE ([1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 6, 7])[1 + (hash(n, 'ukuran') % 16)::INT] END"""

_FAMILIES = f"""
CREATE TABLE all_families AS
SELECT number_of(n, 0) AS id, wilayah AS area_code, wilayah AS kode_wilayah,
    {_pick("mata_pencaharian", "n", ["PERTANIAN", "PERTANIAN", "PETERNAKAN", "PERDAGANGAN_JASA", "PERIKANAN", "LAIN"], 0.93)},
    CASE WHEN {_chance("desil", "n")} < 0.94 THEN 1 + (hash(n, 'desil', 1) % 10)::INT END AS desil,
    ukuran::BIGINT AS jumlah_anggota,
    {_yes("punya_id_dtks", "n", 0.45)}, {_yes("terdaftar_dtsen", "n", 0.9)}, {_yes("rawan_pangan", "n", 0.08)},
    {_yes("menerima_pkh", "n", 0.12)}, {_yes("menerima_bpnt", "n", 0.2)}, {_yes("menerima_blt_dd", "n", 0.04)},
    {_yes("menerima_kks", "n", 0.22)}
FROM (SELECT n, {_SIZE} AS ukuran, area_of(n) AS wilayah FROM range($families) numbers(n))
"""

_MEMBERS = f"""
CREATE TABLE members AS
SELECT number_of(n, k) AS id, number_of(n, 0) AS family_id, area_of(n) AS area_code,
    CASE WHEN {_chance("umur_ada", "m")} < 0.99 THEN (CASE WHEN k = 1 THEN 20 ELSE 0 END
        + floor({_chance("umur", "m")} * CASE WHEN k <= 2 THEN 65 ELSE 32 END))::INT END AS umur,
    CASE WHEN {_chance("jenis_kelamin", "m")} < 0.01 THEN NULL
        WHEN hash(m, 'lp') % 100 < CASE WHEN k = 1 THEN 84 ELSE 40 END THEN 'L' ELSE 'P' END AS jenis_kelamin,
    ([ 'HEAD', 'SPOUSE', 'CHILD', 'CHILD', 'CHILD', 'PARENT', 'OTHER'])[k] AS hubungan,
    CASE WHEN {_chance("kawin", "m")} < 0.02 THEN NULL WHEN k <= 2 THEN 'MARRIED' ELSE 'SINGLE' END AS status_kawin,
    {_yes("disabilitas", "m", 0.03)},
    CASE WHEN {_chance("disabilitas", "m")} < 0.03 THEN (['FISIK', 'MENTAL', 'SENSORIK'])[1 + (hash(m, 'jd') % 3)::INT]
        END AS jenis_disabilitas,
    CASE WHEN {_chance("disabilitas", "m")} < 0.027 THEN (['RINGAN', 'SEDANG', 'BERAT'])[1 + (hash(m, 'td') % 3)::INT]
        END AS tingkat_disabilitas,
    'ADA_PADAN' AS status_nik,
    {_yes("butuh_alat_bantu", "m", 0.3)}, {_yes("kusta", "m", 0.0003)}, {_yes("hamil", "m", 0.012)},
    {_yes("lansia_terlantar", "m", 0.01)}, {_yes("anak_terlantar", "m", 0.01)}, {_yes("menerima_pbi", "m", 0.4)},
    {_yes("menerima_kip", "m", 0.1)}, {_yes("punya_id_dtks", "m", 0.4)}
FROM (SELECT n, k, n * 8 + k AS m
      FROM (SELECT n, {_SIZE} AS ukuran FROM range($families) numbers(n)), unnest(range(1, ukuran + 1)) each(k))
"""


def populate(
    families: int, *, districts: tuple[str, ...] = ("18.06",), first: int = 0, memory: str = "6GB"
) -> Snapshot:
    """A snapshot of so many families, the first one's number `first`, one block for each district, in a DuckDB of its own."""
    base = duckdb.connect(":memory:", config={"memory_limit": memory})
    share = -(-families // len(districts))
    listed = ", ".join(f"'{each}'" for each in districts)
    base.execute(
        f"""
        CREATE MACRO area_of(n) AS ([{listed}])[1 + (n - {first}) // {share}] || '.'
            || lpad((1 + n % {_VILLAGES} // 10)::VARCHAR, 2, '0') || '.' || (2001 + n % 10)::VARCHAR;
        CREATE MACRO number_of(n, k) AS ('00000000-0000-7000-8000-' || lpad((n * 8 + k)::VARCHAR, 12, '0'))::UUID;
        """
    )
    for statement in (_FAMILIES, _MEMBERS):
        base.execute(statement.replace("range($families)", f"range({first}, {first + families})"))
    _add_missing(base, "all_families", FAMILY.facts)
    _add_missing(base, "members", FAMILY.members)
    seen = ", ".join(f"f.{fact.column} AS keluarga_{fact.column}" for fact in FAMILY.facts if fact.name != "anggota")
    base.execute("CREATE VIEW families AS SELECT * FROM all_families")
    base.execute(
        f"CREATE VIEW persons AS SELECT m.*, {seen} FROM members m LEFT JOIN all_families f ON f.id = m.family_id"
    )
    return Snapshot(base, "", AS_OF, datetime(2026, 11, 1, tzinfo=UTC))


def _add_missing(base: duckdb.DuckDBPyConnection, table: str, facts: tuple[Fact, ...]) -> None:
    """Facts that the vocabulary has learnt since, and no rule here asks for: no, or unknown."""
    there = set(base.table(table).columns)
    for fact in facts:
        if fact.type is not FactType.MEMBERS and fact.column not in there:
            default = " DEFAULT false" if fact.type is FactType.BOOL and not fact.nullable else ""
            base.execute(f"ALTER TABLE {table} ADD COLUMN {fact.column} {_SQL_TYPES[fact.type]}{default}")


def count(taken: Snapshot, table: str) -> int:
    """How many rows a table of the snapshot has."""
    row = taken.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
