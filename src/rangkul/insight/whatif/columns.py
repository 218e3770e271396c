"""The pieces of SQL that a run is made of: who may be reached, where the quota cuts, counting by every breakdown once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]
import pyarrow as pa

from rangkul.insight.everybody import EverybodySnapshot, find_coding, find_families
from rangkul.insight.whatif.asking import Asked, Together, parsed_value, together
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import Change
from rangkul.platform.policy.actor import Actor
from rangkul.rules.answering import answers
from rangkul.rules.coded import Plan, plan_columns
from rangkul.rules.compile import compile_columns
from rangkul.rules.prepared import filled, shape_of, slots_of

DIMENSIONS = ("area", "sex", "disabled", "cls")
TOTAL = "total"
_MOST_COMPILED = 200
"""Questions whose SQL a snapshot keeps; a few kilobytes each."""
_ANSWERED = "coded_answers"
SEXES = ("", "L", "P")
_SETS = {15: TOTAL, 7: "area", 11: "sex", 13: "disabled", 14: "cls"}
_DECILE = {"family": "desil", "person": "keluarga.desil"}
_HOLDS = {
    ("family", "DTKS"): "punya_id_dtks",
    ("family", "DTSEN"): "terdaftar_dtsen",
    ("person", "DTKS"): "punya_id_dtks",
    ("person", "DTSEN"): "coalesce(keluarga_terdaftar_dtsen, false)",
}

Cell = Mapping[str, Any]
Counted = dict[str, dict[Any, Cell]]
"""{dimension: {value: {measure: figure}}}; the whole is under TOTAL, key None."""


@dataclass(frozen=True, slots=True)
class Place:
    """A component in a query: its number makes the names of its columns (`m3` meets, `v3` amount, `k3_0` order)."""

    number: int
    terms: InForce = field(compare=False)

    @property
    def ranking(self) -> tuple[tuple[str, str], ...]:
        """The declared order; without one the lowest decile first."""
        return self.terms.ranking or ((_DECILE[self.terms.kind], "naik"),)

    @property
    def keys(self) -> list[str]:
        """SQL to order by, all ascending, unknown last; the decile is at hand, other values are asked (`k3_0`)."""
        decile = _DECILE[self.terms.kind]
        sign = {"naik": "", "turun": "-"}
        return [
            f"coalesce({sign[direction]}desil, 99)" if text == decile else f"k{self.number}_{step}"
            for step, (text, direction) in enumerate(self.ranking)
        ]

    @property
    def asked_keys(self) -> dict[str, tuple[str, str]]:
        """{column: (text, direction)} of the values that must be asked."""
        decile = _DECILE[self.terms.kind]
        steps = enumerate(self.ranking)
        return {f"k{self.number}_{step}": (text, way) for step, (text, way) in steps if text != decile}

    @property
    def columns(self) -> list[str]:
        """The columns that answering the rule gives."""
        amount = [f"v{self.number}"] if self.terms.amount_text else []
        return [f"m{self.number}", *amount, *self.asked_keys]


def everything_asked(kind: str, asked: Mapping[Place, Asked]) -> dict[str, Asked]:
    """The rules, amounts and values to order by, under the names of their columns."""
    everything: dict[str, Asked] = {}
    for place, each in asked.items():
        everything[f"m{place.number}"] = each
        if place.terms.amount_text:
            everything[f"v{place.number}"] = parsed_value(place.terms.amount_text, kind, each.parameters)
        for key, (text, _direction) in place.asked_keys.items():
            everything[key] = parsed_value(text, kind, each.parameters)
    return everything


def answers_in_sql(
    snapshot: EverybodySnapshot,
    cursor: duckdb.DuckDBPyConnection,
    actor: Actor,
    kind: str,
    asked: Mapping[Place, Asked],
) -> str:
    """One query with `n` and `Place.columns` of every rule; to be asked on the cursor, of the actor's areas.

    Rules about families that are coded are answered at once, for everybody, the others when the query is asked.
    """
    everything = everything_asked(kind, asked)
    found = coded_answers(snapshot, cursor, everything) if kind == "family" else None
    sources = []
    if found is not None:
        cursor.register(_ANSWERED, found)
        sources.append(_ANSWERED)
    left = {name: each for name, each in everything.items() if found is None or name not in found.column_names}
    if left or not sources:
        sources.append(f"({_compiled(snapshot, actor, kind, together(left))})")
    names = [_in_order(place, column) for place in asked for column in place.columns]
    return f"SELECT n, {', '.join(names)} FROM {' JOIN '.join(sources)}{' USING (n)' if len(sources) > 1 else ''}"  # noqa: S608


def coded_answers(
    snapshot: EverybodySnapshot, cursor: duckdb.DuckDBPyConnection, everything: Mapping[str, Asked]
) -> pa.Table | None:
    """`n` and the rules that coded families can answer (`rules.coded`), yes, no or unknown; None when there are none."""
    rules = {name: each for name, each in everything.items() if name.startswith("m")}
    question = together(rules)
    families = find_families(snapshot, question.member_facts, question.own_facts)
    if families is None:
        return None
    slots = slots_of(question.bound.keys() - question.shaping)
    kept: dict[Any, Plan] = snapshot.memory.setdefault("whatif_plans", {})
    key = (question.key, shape_of(slots, question.bound), id(families))
    plan = kept.get(key)
    if plan is None:
        if len(kept) >= _MOST_COMPILED:
            kept.clear()
        plan = kept[key] = plan_columns(
            {name: rule.root for name, rule in question.rules.items()},
            families,
            parameters=question.bound,
            as_of=snapshot.as_of,
            slots=slots,
            cursor=cursor,
        )
    if not plan.columns:
        return None
    told = answers(plan, families, slots=slots, bound=question.bound, cursor=cursor)
    size = len(families.keys)
    return pa.table({"n": families.keys} | {name: each.as_arrow(size) for name, each in told.items()})


def _compiled(snapshot: EverybodySnapshot, actor: Actor, kind: str, question: Together) -> str:
    """The question in SQL. Compiled once a snapshot: when a slider moves, other values are put into the same text."""
    slots = slots_of(question.bound.keys() - question.shaping)
    coding = find_coding(snapshot, question.member_facts) if kind == "family" else None
    kept: dict[Any, str] = snapshot.memory.setdefault("whatif_sql", {})
    key = (kind, actor.areas, actor.is_system, question.key, shape_of(slots, question.bound), coding)
    sql = kept.get(key)
    if sql is None:
        rules = question.rules
        members = coding.members(snapshot) if coding else snapshot.members()
        expression = compile_columns(
            {name: rule for name, rule in rules.items() if name.startswith("m")},
            values={name: rule for name, rule in rules.items() if not name.startswith("m")},
            subjects=snapshot.subjects(kind, actor),
            members=members if kind == "family" else None,
            subject_key="n",
            member_subject_key="family_n",
            parameters=question.bound,
            as_of=snapshot.as_of,
            slots=slots,
        )
        if len(kept) >= _MOST_COMPILED:
            kept.clear()
        sql = kept[key] = str(ibis.to_sql(expression, dialect="duckdb"))
    return filled(sql, slots, question.bound)


def _in_order(place: Place, column: str) -> str:
    """Keys become ascending numbers with the unknown at the end, so that one comparison fits all."""
    if column not in place.asked_keys:
        return column
    sign = "-" if place.asked_keys[column][1] == "turun" else ""
    return f"coalesce({sign}{column}, 'infinity'::DOUBLE) AS {column}"


def pool_in_sql(place: Place, source: str = "") -> str:
    """SQL that a row meets the rule (`source` is the prefix of the answers) and holds the registry id required."""
    required = place.terms.required_registry
    holds = f" AND {_HOLDS[place.terms.kind, required]}" if required else ""
    return f"(coalesce({source}m{place.number}, false){holds})"


def not_left_out_in_sql(change: Change, codes: Mapping[str, InForce], family: str) -> str:
    """SQL that the family in the column `family` is not served by the own components that a change leaves out."""
    ids = [str(codes[code].component_id) for code in change.without if code in codes]
    if not ids:
        return "true"
    listed = ", ".join(f"'{each}'" for each in ids)
    return (
        f"({family} IS NULL OR {family} NOT IN (SELECT family_n FROM served_families WHERE component_id IN ({listed})))"  # noqa: S608
    )


def cut_of(cursor: duckdb.DuckDBPyConnection, table: str, place: Place, quota: int | None, pool: str) -> str:
    """SQL that a row of the pool fits into the quota: up to the last that fits, in the declared order, then by id."""
    if quota is None:
        return "true"
    if quota <= 0:
        return "false"
    keys = [*place.keys, "n"]
    row = cursor.execute(
        f"SELECT {', '.join(keys)} FROM {table} WHERE {pool} ORDER BY {', '.join(keys)} LIMIT 1 OFFSET {quota - 1}"  # noqa: S608
    ).fetchone()
    if row is None:
        return "true"
    values = [f"'{value}'::DOUBLE" for value in row[:-1]]
    condition = f"n <= {row[-1]}"
    for key, value in reversed(list(zip(place.keys, values, strict=True))):
        condition = f"({key} < {value} OR ({key} = {value} AND {condition}))"
    return condition


def any_of(parts: Iterable[str]) -> str:
    """SQL for "at least one"; false when there is none."""
    joined = " OR ".join(parts)
    return f"({joined})" if joined else "false"


def cell_in_sql(area: str, sex: str, disabled: str) -> str:
    """SQL for one whole number that says area, sex and disability: cheap to keep, to join and to count by."""
    code = f"(CASE {sex} WHEN 'L' THEN 1 WHEN 'P' THEN 2 ELSE 0 END)"
    return f"(({area} * 3 + {code}) * 2 + coalesce({disabled}, false)::INTEGER)::INTEGER"


def group_in_sql(cell: str, decile: str, poor: int) -> str:
    """SQL for one whole number that says the cell and the class by decile: 1 target, 2 above, 0 unknown."""
    return f"{cell} * 3 + CASE WHEN {decile} IS NULL THEN 0 WHEN {decile} <= {poor} THEN 1 ELSE 2 END"


def count_all(
    cursor: duckdb.DuckDBPyConnection, source: str, measures: Mapping[str, str], areas: Sequence[str]
) -> Counted:
    """Count the rows of `source` (a query with `grp` of `group_in_sql`) once, and add up by every dimension.

    `measures` are {name: SQL of an aggregate that may be summed again}; `areas` gives the code of each `area_n`.
    """
    names = list(measures)
    inner = ", ".join(f"{measures[name]} AS {name}" for name in names)
    outer = ", ".join(f"coalesce(sum({name}), 0)" for name in names)
    dimensions = ", ".join(DIMENSIONS)
    sets = ", ".join(f"({dimension})" for dimension in DIMENSIONS)
    cursor.execute("SET perfect_ht_threshold = 14")  # cells are few: an array of them instead of a hash table
    rows = cursor.execute(
        f"WITH cube AS MATERIALIZED (SELECT grp, {inner} FROM ({source}) GROUP BY grp)"  # noqa: S608
        f" SELECT grouping({dimensions}), {dimensions}, {outer} FROM (SELECT grp // 18 AS area, (grp // 6) % 3 AS sex,"
        f" (grp // 3) % 2 AS disabled, grp % 3 AS cls, * EXCLUDE grp FROM cube) GROUP BY GROUPING SETS ((), {sets})"
    ).fetchall()
    counted: Counted = {dimension: {} for dimension in _SETS.values()}
    for row in rows:
        dimension = _SETS[row[0]]
        key = dict(zip(DIMENSIONS, row[1 : 1 + len(DIMENSIONS)], strict=True)).get(dimension)
        if dimension == "area":
            key = areas[key or 0]
        elif dimension == "sex":
            key = SEXES[key or 0]
        counted[dimension][key] = dict(zip(names, row[1 + len(DIMENSIONS) :], strict=True))
    return counted


def places_of(components: Sequence[InForce], kind: str) -> list[Place]:
    """The components of one kind, numbered by their place among all."""
    return [Place(number, each) for number, each in enumerate(components) if each.kind == kind]
