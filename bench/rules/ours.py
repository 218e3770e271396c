"""Our side of the what-if: the twelve rules compiled for everybody, and the answer that a slider's move asks for."""

from collections.abc import Mapping
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]

from bench.rules import by_hand
from bench.rules.programmes import AS_OF, CODES, PARAMETERS, PROGRAMMES
from rangkul.registry.snapshot import Snapshot
from rangkul.rules.compile import compile_columns
from rangkul.rules.tree import Rule

# What the page shows after a slider moved: reach, unknown and cost of each programme by kecamatan and decile.
SUMMARY = """
SELECT substr(f.area_code, 1, 8) AS kecamatan, f.desil, count(*) AS families, {sums}
FROM {table} v JOIN families f USING (id) GROUP BY ALL ORDER BY ALL
"""
_SUMS = ", ".join(
    f"count(*) FILTER (WHERE v.{each.code}) AS {each.code}, count(*) FILTER (WHERE v.{each.code} IS NULL)"
    f" AS {each.code}_unknown, count(*) FILTER (WHERE v.{each.code}) * {each.tariff} AS {each.code}_cost"
    for each in PROGRAMMES
)
Summary = list[tuple[Any, ...]]


def answer(
    taken: Snapshot, rules: Mapping[str, Rule], parameters: Mapping[str, object], *, table: str = "ours"
) -> Summary:
    """The what-if answer from checked rules: compiled, computed and summed up; the verdicts stay in a table."""
    engine = ibis.duckdb.from_connection(taken.connection)
    asked = compile_columns(
        rules,
        subjects=engine.table("families"),
        members=engine.table("members"),
        subject_key="id",
        member_subject_key="family_id",
        parameters=parameters,
        as_of=AS_OF,
    )
    statement = ibis.to_sql(asked, dialect="duckdb")
    taken.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {statement}")
    return summary(taken, table)


def answer_by_hand(taken: Snapshot, parameters: Mapping[str, object], *, table: str = "by_hand") -> Summary:
    """The same answer from the hand-written statement."""
    taken.connection.execute(by_hand.verdicts(table, parameters))
    return summary(taken, table)


def summary(taken: Snapshot, table: str) -> Summary:
    """Reach and cost from a table of verdicts."""
    return taken.connection.execute(SUMMARY.format(table=table, sums=_SUMS)).fetchall()


def moved(step: int) -> dict[str, object]:
    """The parameters after a slider moved: each step another cut-off, so that no answer can be remembered."""
    return PARAMETERS | {
        "desil_pkh": 3 + step % 4,
        "desil_sembako": 5 + step % 3,
        "desil_pbi": 6 + step % 3,
        "desil_blt": 2 + step % 2,
        "desil_lain": 7 + step % 2,
        "umur_lansia": 61 + step % 5,
        "umur_anak": 17 - step % 3,
        "umur_beban": 14 - step % 3,
    }


def check_equal(taken: Snapshot, one: str = "ours", other: str = "by_hand") -> None:
    """Raise AssertionError when a verdict of a family differs between two tables, unknown included."""
    for code in CODES:
        row = taken.connection.execute(
            f"SELECT count(*) FROM {one} a FULL JOIN {other} b USING (id) WHERE a.{code} IS DISTINCT FROM b.{code}"
        ).fetchone()
        assert row is not None
        assert row[0] == 0, f"{code}: {row[0]} families differ"


def met(taken: Snapshot, table: str = "ours") -> dict[str, int]:
    """How many families meet each rule."""
    sums = ", ".join(f"count(*) FILTER (WHERE {code})" for code in CODES)
    row = taken.connection.execute(f"SELECT {sums} FROM {table}").fetchone()
    assert row is not None
    return dict(zip(CODES, map(int, row), strict=True))


def summary_size(taken: Snapshot, table: str = "ours") -> int:
    """How many families a table of verdicts holds."""
    row = taken.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])
