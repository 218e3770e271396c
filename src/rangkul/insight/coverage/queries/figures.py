"""Figures of coverage: combinations, cells and their breakdowns, inside the actor's areas; what is small is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rangkul.insight.coverage import aids, policies
from rangkul.insight.coverage.cover import TABLES, Cover
from rangkul.insight.coverage.measures import (
    AGE_KEY,
    AGES,
    DISABILITY,
    KIND,
    KINDS,
    SEVERITIES,
    SEVERITY,
    SEXES,
    UNKNOWN,
    Measure,
)
from rangkul.insight.coverage.protection import Figure, protect, protect_one
from rangkul.insight.coverage.queries.asked import FINER, Wanted, can_open_cell, check, groups_of, where_of
from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

_WIDTH = {0: 2, 1: 5, 2: 8, 3: 13, 4: 13}
BY_AREA, BY_SEX, BY_AGE, BY_DISABILITY = "wilayah", "jk", "umur", "disabilitas"
BY_SEVERITY, BY_KIND = SEVERITY, KIND
OF_HEALTH = (BY_DISABILITY, BY_SEVERITY, BY_KIND)


@dataclass(frozen=True, slots=True)
class Combination:
    """How many receive exactly these kinds of aid."""

    bits: int
    label: str
    count: int | None

    @property
    def held(self) -> tuple[bool, ...]:
        """Whether each kind of aid is among them, in the order of `AIDS`."""
        return tuple(bool(self.bits & each.bit) for each in aids.AIDS)


def count_combinations(actor: Actor, cover: Cover, wanted: Wanted) -> list[Combination]:
    """How many of the unit receive each combination that occurs, the largest first. One question."""
    check(actor, wanted)
    where, given = where_of(actor, wanted, base_only=True)
    rows = cover.ask(f"SELECT aid, count(*) FROM {TABLES[wanted.unit]} WHERE {where} GROUP BY 1", given)  # noqa: S608
    figures = [Figure(key=str(bits), label="", base=None, count=count) for bits, count in rows]
    if not _may_tell(actor, wanted):
        figures = protect([_with_base(each, rows) for each in figures], hides_base=False)
    found = [Combination(int(each.key), aids.combination_label(int(each.key)), each.count) for each in figures]
    return sorted(found, key=lambda each: (-(each.count or 0), each.bits))


def _with_base(figure: Figure, rows: Sequence[tuple[Any, ...]]) -> Figure:
    whole = sum(count for _bits, count in rows)
    return Figure(key=figure.key, label="", base=whole, count=figure.count)


def count_aids(actor: Actor, cover: Cover, wanted: Wanted) -> dict[str, int]:
    """{aid's code: how many of the unit receive it, whatever else}. One question."""
    check(actor, wanted)
    where, given = where_of(actor, wanted, base_only=True)
    sums = ", ".join(f"count(*) FILTER (aid & {each.bit} <> 0)" for each in aids.AIDS)
    row = cover.ask(f"SELECT {sums} FROM {TABLES[wanted.unit]} WHERE {where}", given)[0]  # noqa: S608
    return {each.code: count for each, count in zip(aids.AIDS, row, strict=True)}


def count_cell(actor: Actor, cover: Cover, wanted: Wanted) -> Figure:
    """The figure of a cell with its base; parts that may not be told are None."""
    check(actor, wanted)
    where, given = where_of(actor, wanted, base_only=True)
    statement = (
        f"SELECT count(*), count(*) FILTER ({wanted.measure.condition}) FROM {TABLES[wanted.unit]} WHERE {where}"  # noqa: S608
    )
    base, count = cover.ask(statement, given)[0]
    figure = Figure(key="", label=str(wanted.measure.label), base=base, count=count)
    return figure if _may_tell(actor, wanted) else protect_one(figure, hides_base=_hides_base(wanted))


def count_by(actor: Actor, cover: Cover, wanted: Wanted, by: str) -> list[Figure]:
    """The cell by area (one level below), sex, age, disability, its severity or its kind; lines without a base are left out. Two questions."""
    return count_table(actor, cover, wanted, [wanted.measure], by)[wanted.measure.code]


def count_table(
    actor: Actor, cover: Cover, wanted: Wanted, measures: Sequence[Measure], by: str
) -> dict[str, list[Figure]]:
    """{measure's code: its lines} for several measures of the cell's unit, in its area and groups. Two questions."""
    check(actor, wanted)
    where, given = groups_of(actor, wanted)
    columns = ", ".join(
        f"count(*) FILTER ({each.base}), count(*) FILTER (({each.base}) AND ({each.condition}))" for each in measures
    )
    key = _key_of(actor, wanted, by)
    source = TABLES[wanted.unit]
    if by in FINER:
        source = f"(SELECT *, unnest({FINER[by]}) AS finer FROM {source})"  # noqa: S608
    statement = f"SELECT {key} AS k, {columns} FROM {source} WHERE {where} GROUP BY 1"  # noqa: S608
    rows = {str(row[0]): row[1:] for row in cover.ask(statement, given)}
    labels = _labels(by, rows)
    tables = {}
    for place, measure in enumerate(measures):
        figures = [
            Figure(key=each, label=labels[each], base=rows[each][place * 2], count=rows[each][place * 2 + 1])
            for each in labels
            if each in rows and rows[each][place * 2]
        ]
        cell = replace(wanted, measure=measure)
        is_told = can_open_cell(actor, cell) and (by not in OF_HEALTH or policies.sees_health(actor))
        tables[measure.code] = figures if is_told else protect(figures, hides_base=_hides_base(cell) or by in OF_HEALTH)
    return tables


def _may_tell(actor: Actor, wanted: Wanted) -> bool:
    return can_open_cell(actor, wanted)


def _sees_health(actor: Actor) -> bool:
    return policies.sees_health(actor)


def _hides_base(wanted: Wanted) -> bool:
    """Whether the base itself tells of health: so many with disability, so many pregnant."""
    return wanted.is_sensitive


def _key_of(actor: Actor, wanted: Wanted, by: str) -> str:
    if by == BY_AREA:
        return f"left(area_code, {width_below(actor, wanted.area)})"
    if by in FINER:
        return f"'{by}-' || finer"
    return {
        BY_SEX: f"coalesce(sex, '{UNKNOWN}')",
        BY_AGE: AGE_KEY,
        BY_DISABILITY: "CASE WHEN disabled THEN 'ya' ELSE 'tidak' END",
    }[by]


def width_below(actor: Actor, area: str) -> int:
    """Length of the codes one level below an area; of the actor's own areas when there are several and none is chosen."""
    if area:
        return _WIDTH[area.count(".") + 1]
    levels = {own.level for own in actor.areas}
    if len(actor.areas) > 1:
        return _WIDTH[max(min(levels) - 1, 0)]
    return _WIDTH[min(levels, default=AreaLevel.PROVINCE)]


def _labels(by: str, rows: Mapping[str, Any]) -> dict[str, str]:
    """{key: label} in the order of the page."""
    if by == BY_AREA:
        labels = _short_labels(rows)
        return dict(sorted(labels.items(), key=lambda item: item[0]))
    listed: Iterable[tuple[str, Any]] = {
        BY_SEX: SEXES,
        BY_AGE: [(code, label) for code, _low, _high, label in AGES],
        BY_DISABILITY: DISABILITY,
        BY_SEVERITY: SEVERITIES,
        BY_KIND: KINDS,
    }[by]
    return {code: str(label) for code, label in listed} | {UNKNOWN: "–"}


def _short_labels(codes: Iterable[str]) -> dict[str, str]:
    names = reference_queries.labels_of(set(codes))
    return {code: name.split(", Kec. ")[0] for code, name in names.items()}
