"""`whatif_vs_duckdb`: the product's own what-if with all twelve rules changed, against the same answer by hand.

The kept snapshot, its whole numbers for ids and the answers in force are there for both; each round moves every rule's
parameters. By hand: the verdicts, who is reached, gained and lost, added up by village, sex, disability and decile class.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import numpy
import pyarrow as pa

from bench.rules import by_hand, ours
from bench.rules.programmes import AS_OF, CODES, PARAMETERS, PROGRAMMES, Programme, parameters_of
from rangkul.insight.everybody import EverybodySnapshot, kept_snapshot, store, warm
from rangkul.insight.whatif.asking import asked_by
from rangkul.insight.whatif.columns import Place, answers_in_sql, coded_answers, everything_asked
from rangkul.insight.whatif.engine import run_scenario
from rangkul.insight.whatif.figures import Outcome
from rangkul.insight.whatif.in_force import InForce, InForceList
from rangkul.insight.whatif.scenario import Change, Scenario
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.snapshot import Snapshot

READER = system_actor("bench")
Figures = dict[str, tuple[int, ...]]

_CELLS = """
WITH cube AS MATERIALIZED (
    SELECT f.area_n, h.sex, coalesce(h.disabled, false) AS disabled,
        CASE WHEN f.desil IS NULL THEN 0 WHEN f.desil <= 4 THEN 1 ELSE 2 END AS cls, count(*) AS families, {counts}
    FROM by_hand v JOIN hand_before b USING (id) JOIN families f ON f.n = v.id LEFT JOIN heads h ON h.family_n = f.n
    GROUP BY ALL
)
SELECT area_n, sex, disabled, cls, sum(families), {sums}
FROM cube GROUP BY GROUPING SETS ((), (area_n), (sex), (disabled), (cls))
"""
_COUNTS = {
    "met": "count_if(v.{0})",
    "unknown": "count_if(v.{0} IS NULL)",
    "reached": "count_if(v.{0} AND f.punya_id_dtks)",
    "gained": "count_if(v.{0} AND f.punya_id_dtks AND b.{0} IS NOT TRUE)",
    "lost": "count_if(b.{0} AND f.punya_id_dtks AND v.{0} IS NOT TRUE)",
}


@contextmanager
def kept(taken: Snapshot, place: Path) -> Iterator[EverybodySnapshot]:
    """The snapshot kept and warm as the product keeps it, in a folder of its own, with nobody enrolled."""
    from django.conf import settings

    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, place
    # On a loud machine a question may take longer than a page would wait: here it is measured, not stopped.
    bounded, warm._bounded = warm._bounded, _unbounded
    try:
        folder = store._new_folder()
        taken.connection.execute("DROP TABLE IF EXISTS kept_areas; DROP TABLE IF EXISTS kept_families")
        store._keep_everybody(taken.connection, folder)
        taken.connection.execute(
            f"COPY (SELECT '' AS component_id, '' AS kind, '' AS subject_id WHERE false) TO '{folder}/served.parquet'"
        )
        row = taken.connection.execute(
            "SELECT (SELECT count(*) FROM families), (SELECT count(*) FROM members)"
        ).fetchone()
        assert row is not None
        now = datetime.now(UTC)
        store._point_to(store.Kept(folder.name, AS_OF, now, now, int(row[0]), int(row[1]), store.known_words()))
        yield kept_snapshot(as_of=AS_OF)
    finally:
        warm._bounded = bounded
        settings.MEDIA_ROOT = before


@contextmanager
def _unbounded(_cursor: duckdb.DuckDBPyConnection, _seconds: float) -> Iterator[None]:
    yield


def in_force() -> InForceList:
    """The twelve programmes as components with terms in force."""
    return InForceList(tuple(_in_force(number, each) for number, each in enumerate(PROGRAMMES, 1)))


def _in_force(number: int, programme: Programme) -> InForce:
    return InForce(
        component_id=UUID(int=number), code=programme.code, name=programme.code, programme=programme.code,
        division_id=None, kind="family", unit="FAMILY", is_own=True, terms_id=UUID(int=number), version=1,
        rule_text=programme.rule, parameters=parameters_of(programme), required_registry="DTKS",
        tariff=programme.tariff, amount_text="", ranking=(), deliveries=1, quota=None, quota_year=None, budget=None,
    )  # fmt: skip


def scenario(parameters: Mapping[str, object], codes: tuple[str, ...] = CODES) -> Scenario:
    """The parameters of these programmes changed."""
    changes = {
        each.code: Change({name: parameters[name] for name in parameters_of(each)})
        for each in PROGRAMMES
        if each.code in codes
    }
    return Scenario((), changes)


def answer(parameters: Mapping[str, object], codes: tuple[str, ...] = CODES, *, on: date = AS_OF) -> Outcome:
    """The product's answer."""
    outcome = run_scenario(READER, scenario(parameters, codes), on=on, in_force=in_force())
    errors = {each.terms.code: each.error for each in outcome.components if each.error}
    assert not errors, errors
    return outcome


def columns(
    snapshot: EverybodySnapshot, cursor: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]
) -> tuple[pa.Table, dict[str, int]]:
    """The rules alone: twelve yes/no/unknown columns and `n` over the kept snapshot, and how many meet each."""
    rules = in_force().components
    asked = {
        Place(number, each): asked_by(each, Change({name: parameters[name] for name in each.parameters}))
        for number, each in enumerate(rules)
    }
    found = coded_answers(snapshot, cursor, everything_asked("family", asked))
    if found is None or len(found.column_names) <= len(asked):  # too few families to have anything in common
        found = cursor.execute(answers_in_sql(snapshot, cursor, READER, "family", asked)).to_arrow_table()
    counted = {place.terms.code: sum(part.true_count for part in found[f"m{place.number}"].chunks) for place in asked}
    return found, counted


def met_by_family(found: pa.Table) -> dict[str, Any]:
    """Which families meet each rule, in the order of their numbers."""
    met = {}
    for number, code in enumerate(CODES):
        met[code] = numpy.zeros(len(found), bool)
        met[code][found["n"].to_numpy()] = found[f"m{number}"].fill_null(False).to_numpy()
    return met


def prepare_by_hand(cursor: duckdb.DuckDBPyConnection) -> None:
    """What is in force, answered once, as the product keeps it."""
    cursor.execute(by_hand.verdicts("hand_before", PARAMETERS, key="n", family="family_n"))


def answer_by_hand(cursor: duckdb.DuckDBPyConnection, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """The hand-written answer: the whole (a row without area, sex, disability and class) and each breakdown."""
    cursor.execute(by_hand.verdicts("by_hand", parameters, key="n", family="family_n"))
    names = [(f"{code}_{what}", sql.format(code)) for code in CODES for what, sql in _COUNTS.items()]
    counts = ", ".join(f"{sql} AS {name}" for name, sql in names)
    sums = ", ".join(f"sum({name})" for name, _sql in names)
    return cursor.execute(_CELLS.format(counts=counts, sums=sums)).fetchall()


def figures_of(outcome: Outcome) -> Figures:
    """The totals of the product's answer in the order of `_COUNTS`."""
    return {
        each.terms.code: (each.after.met, each.after.unknown, each.after.reached, each.gained, each.lost)
        for each in outcome.components
    }


def figures_by_hand(rows: list[tuple[Any, ...]], families: int) -> Figures:
    """The same from the row of the whole, the one that counts everybody."""
    whole = next(row for row in rows if row[4] == families and row[:4] == (None, None, None, None))
    width = len(_COUNTS)
    return {code: tuple(map(int, whole[5 + n * width : 5 + (n + 1) * width])) for n, code in enumerate(CODES)}


def as_json(figures: Figures) -> str:
    """For a checksum."""
    return json.dumps(figures, sort_keys=True)


def moved(step: int) -> dict[str, object]:
    """Another cut-off for every rule on every step."""
    return ours.moved(step)
