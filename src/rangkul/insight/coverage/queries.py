"""Reading coverage: combinations, gaps and breakdowns as counts, and the list behind each figure, inside one's areas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.insight.coverage import aids, policies
from rangkul.insight.coverage.cover import TABLES, Cover, get_cover, inside
from rangkul.insight.coverage.measures import (
    AGE_KEY,
    AGES,
    DISABILITY,
    FAMILY,
    PERSON,
    SEXES,
    UNKNOWN,
    CoveredComponent,
    Measure,
    age_condition,
    find_measure,
    gap_of,
    holding,
)
from rangkul.insight.coverage.protection import Figure, protect, protect_one
from rangkul.kernel.area_code import AreaLevel
from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import SubjectLabel

PAGE_SIZE = 50
_WIDTH = {0: 2, 1: 5, 2: 8, 3: 13, 4: 13}
BY_AREA, BY_SEX, BY_AGE, BY_DISABILITY = "wilayah", "jk", "umur", "disabilitas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A cell: a measure in an area, narrowed to groups; empty fields do not narrow.

    For families, sex and age are those of the head, disability that of any member.
    """

    measure: Measure
    area: str = ""
    sex: str = ""
    age: str = ""
    disability: str = ""

    @property
    def unit(self) -> str:
        return self.measure.unit

    @property
    def is_sensitive(self) -> bool:
        """Whether being in the cell tells of somebody's health."""
        return self.measure.is_sensitive or bool(self.disability)


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


@dataclass(frozen=True, slots=True)
class ProgrammeGap:
    """One component: who meets its rule, who receives it, who meets it and does not receive, in its unit.

    None where it may not be told; of a programme whose recipients are not known here, only `met` is told.
    """

    component: CoveredComponent
    met: int | None
    receiving: int | None
    gap: int | None
    opens: bool


@dataclass(frozen=True, slots=True)
class CellRow:
    """One line of a list: `area_code` and what was known on the day of the cover."""

    id: UUID
    area_label: str
    label: SubjectLabel
    aid: str
    decile: int | None
    age: int | None
    entitled_to: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CellPage:
    """A page of a list; `total` counts the whole, `after` leads on ("" at the end)."""

    rows: tuple[CellRow, ...]
    total: int
    after: str = ""


def wanted_from(
    cover: Cover, *, code: str, unit: str, area: str = "", sex: str = "", age: str = "", disability: str = ""
) -> Wanted | None:
    """The cell that an address names; None for a measure that is not. Unknown groups narrow nothing."""
    measure = find_measure(code, unit, cover.components)
    if measure is None:
        return None
    return Wanted(
        measure=measure,
        area=area,
        sex=sex if sex in (*dict(SEXES), UNKNOWN) else "",
        age=age if age_condition(age) else "",
        disability=disability if disability in dict(DISABILITY) else "",
    )


def count_combinations(actor: Actor, cover: Cover, wanted: Wanted) -> list[Combination]:
    """How many of the unit receive each combination that occurs, the largest first. One question."""
    _check(actor, wanted)
    where, given = _where(actor, wanted, base_only=True)
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
    _check(actor, wanted)
    where, given = _where(actor, wanted, base_only=True)
    sums = ", ".join(f"count(*) FILTER (aid & {each.bit} <> 0)" for each in aids.AIDS)
    row = cover.ask(f"SELECT {sums} FROM {TABLES[wanted.unit]} WHERE {where}", given)[0]  # noqa: S608
    return {each.code: count for each, count in zip(aids.AIDS, row, strict=True)}


def count_cell(actor: Actor, cover: Cover, wanted: Wanted) -> Figure:
    """The figure of a cell with its base; parts that may not be told are None."""
    _check(actor, wanted)
    where, given = _where(actor, wanted, base_only=True)
    statement = (
        f"SELECT count(*), count(*) FILTER ({wanted.measure.condition}) FROM {TABLES[wanted.unit]} WHERE {where}"  # noqa: S608
    )
    base, count = cover.ask(statement, given)[0]
    figure = Figure(key="", label=str(wanted.measure.label), base=base, count=count)
    return figure if _may_tell(actor, wanted) else protect_one(figure, hides_base=_hides_base(wanted))


def count_by(actor: Actor, cover: Cover, wanted: Wanted, by: str) -> list[Figure]:
    """The cell by area (one level below), sex, age or disability; lines without a base are left out. Two questions."""
    return count_table(actor, cover, wanted, [wanted.measure], by)[wanted.measure.code]


def count_table(
    actor: Actor, cover: Cover, wanted: Wanted, measures: Sequence[Measure], by: str
) -> dict[str, list[Figure]]:
    """{measure's code: its lines} for several measures of the cell's unit, in its area and groups. Two questions."""
    _check(actor, wanted)
    where, given = _groups(actor, wanted)
    columns = ", ".join(
        f"count(*) FILTER ({each.base}), count(*) FILTER (({each.base}) AND ({each.condition}))" for each in measures
    )
    key = _key_of(actor, wanted, by)
    statement = f"SELECT {key} AS k, {columns} FROM {TABLES[wanted.unit]} WHERE {where} GROUP BY 1"  # noqa: S608
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
        is_told = can_open_cell(actor, cell) and (by != BY_DISABILITY or _sees_health(actor))
        tables[measure.code] = (
            figures if is_told else protect(figures, hides_base=_hides_base(cell) or by == BY_DISABILITY)
        )
    return tables


def programme_gaps(actor: Actor, cover: Cover, *, area: str = "") -> list[ProgrammeGap]:
    """Every component whose rule was asked: met, receiving and the gap between. Two questions."""
    policies.check_can_view(actor)
    policies.check_covers(actor, area)
    where, given = inside(actor, area)
    gaps = []
    for unit in (FAMILY, PERSON):
        chosen = [each for each in cover.components if each.unit == unit]
        if not chosen:
            continue
        parts = []
        for each in chosen:
            bit = 1 << each.place
            parts += [
                f"count(*) FILTER (met & {bit} <> 0)",
                f"count(*) FILTER (has & {bit} <> 0)",
                f"count(*) FILTER (met & {bit} <> 0 AND has & {bit} = 0)",
            ]
        row = cover.ask(f"SELECT {', '.join(parts)} FROM {TABLES[unit]} WHERE {where}", given)[0]  # noqa: S608
        for place, each in enumerate(chosen):
            gaps.append(_gap(actor, each, *row[place * 3 : place * 3 + 3]))
    return gaps


def _gap(actor: Actor, component: CoveredComponent, met: int, receiving: int, gap: int) -> ProgrammeGap:
    if not component.is_known:
        told = Figure(key="", label="", base=met, count=0)
        hides = component.is_sensitive and not _sees_health(actor)
        return ProgrammeGap(component, protect_one(told, hides_base=True).base if hides else met, None, None, False)
    opens = policies.can_open(actor, gap_of(component))
    if opens:
        return ProgrammeGap(component, met, receiving, gap, opens)
    told = protect_one(Figure(key="", label="", base=met, count=gap), hides_base=True)
    shown = protect_one(Figure(key="", label="", base=receiving, count=0), hides_base=True)
    return ProgrammeGap(component, told.base, shown.base, told.count, opens)


def list_cell(
    actor: Actor, cover: Cover, wanted: Wanted, *, after: str = "", limit: int = PAGE_SIZE, is_noted: bool = True
) -> CellPage:
    """A page of the list behind a figure, by area, with names; where it tells of health each look is logged.

    Whoever moved out of the actor's areas since the cover was made is left out. Raises Denied.
    """
    _check_open(actor, wanted)
    where, given = _where(actor, wanted)
    table = TABLES[wanted.unit]
    total = cover.ask(f"SELECT count(*) FROM {table} WHERE {where}", given)[0][0]  # noqa: S608
    area_key, _mark, id_key = after.partition("~")
    if id_key and _is_id(id_key):
        where += " AND (area_code, id) > (?, ?::UUID)"
        given = [*given, area_key, id_key]
    statement = f"SELECT id, area_code, aid, decile, age, met FROM {table} WHERE {where} ORDER BY area_code, id LIMIT {int(limit) + 1}"  # noqa: S608
    rows = cover.ask(statement, given)
    more, rows = len(rows) > limit, rows[:limit]
    seen = _named(actor, wanted.unit, [row[0] for row in rows])
    if wanted.is_sensitive and is_noted:
        note_accesses(by=actor, kind=wanted.unit, subject_ids=seen, fields=[wanted.measure.code])
    places = registry_queries.area_labels({row[1] for row in rows})
    return CellPage(
        tuple(_row(cover, wanted, row, places, seen[row[0]]) for row in rows if row[0] in seen),
        total,
        f"{rows[-1][1]}~{rows[-1][0]}" if more else "",
    )


def ids_of_cell(actor: Actor, cover: Cover, wanted: Wanted, *, unit: str, limit: int) -> list[UUID]:
    """Ids behind a figure for an act, by area: those of the cell, or of their families when `unit` is the family.

    Raises Denied.
    """
    _check_open(actor, wanted)
    where, given = _where(actor, wanted)
    if unit == wanted.unit:
        statement = f"SELECT id FROM {TABLES[unit]} WHERE {where} ORDER BY area_code, id LIMIT {int(limit)}"  # noqa: S608
    else:
        statement = (
            f"SELECT family_id FROM {TABLES[PERSON]} WHERE {where} AND family_id IS NOT NULL"  # noqa: S608
            f" GROUP BY family_id ORDER BY min(area_code), family_id LIMIT {int(limit)}"
        )
    return [row[0] for row in cover.ask(statement, given)]


def newest_cover(actor: Actor, *, on: date) -> Cover:
    """The cover that the pages show; its own day may be earlier. Raises Denied, NoSnapshotYet, TooSlow."""
    policies.check_can_view(actor)
    return get_cover(on=on)


def _check(actor: Actor, wanted: Wanted) -> None:
    policies.check_can_view(actor)
    policies.check_covers(actor, wanted.area)


def _check_open(actor: Actor, wanted: Wanted) -> None:
    _check(actor, wanted)
    policies.check_can_open(actor, wanted.measure)
    if wanted.is_sensitive:
        policies.check_sees_health(actor)


def can_open_cell(actor: Actor, wanted: Wanted) -> bool:
    """Whether the actor may open the list of a cell."""
    return policies.can_open(actor, wanted.measure) and (not wanted.disability or _sees_health(actor))


def _may_tell(actor: Actor, wanted: Wanted) -> bool:
    return can_open_cell(actor, wanted)


def _sees_health(actor: Actor) -> bool:
    return policies.sees_health(actor)


def _hides_base(wanted: Wanted) -> bool:
    """Whether the base itself tells of health: so many with disability, so many pregnant."""
    return wanted.is_sensitive


def _where(actor: Actor, wanted: Wanted, *, base_only: bool = False) -> tuple[str, list[object]]:
    where, given = _groups(actor, wanted)
    where += f" AND ({wanted.measure.base})"
    if not base_only:
        where += f" AND ({wanted.measure.condition})"
    return where, given


def _groups(actor: Actor, wanted: Wanted) -> tuple[str, list[object]]:
    """The condition of area, sex, age and disability."""
    where, given = inside(actor, wanted.area)
    if wanted.sex:
        where += " AND sex IS NULL" if wanted.sex == UNKNOWN else " AND sex = ?"
        given += [] if wanted.sex == UNKNOWN else [wanted.sex]
    if wanted.age:
        where += f" AND {age_condition(wanted.age)}"
    if wanted.disability:
        where += " AND disabled" if wanted.disability == "ya" else " AND NOT disabled"
    return where, given


def _key_of(actor: Actor, wanted: Wanted, by: str) -> str:
    if by == BY_AREA:
        return f"left(area_code, {width_below(actor, wanted.area)})"
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
    }[by]
    return {code: str(label) for code, label in listed} | {UNKNOWN: "–"}


def _short_labels(codes: Iterable[str]) -> dict[str, str]:
    names = reference_queries.labels_of(set(codes))
    return {code: name.split(", Kec. ")[0] for code, name in names.items()}


def _named(actor: Actor, unit: str, ids: Sequence[UUID]) -> dict[UUID, SubjectLabel]:
    seen = registry_queries.listed_ids(actor, unit, ids)
    return {key: label for key, label in registry_queries.labels_for(unit, ids).items() if key in seen}


def _row(cover: Cover, wanted: Wanted, row: tuple[Any, ...], places: Mapping[str, str], label: SubjectLabel) -> CellRow:
    """The line; a component whose very name tells of health stands only in lists that were opened for a purpose."""
    subject_id, area, bits, decile, age, met = row
    entitled = tuple(
        each.name
        for each in cover.components
        if met & (1 << each.place) and (not each.is_sensitive or wanted.is_sensitive)
    )
    return CellRow(subject_id, places.get(area, area), label, aids.combination_label(bits), decile, age, entitled)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


__all__ = [
    "BY_AGE",
    "BY_AREA",
    "BY_DISABILITY",
    "BY_SEX",
    "PAGE_SIZE",
    "CellPage",
    "CellRow",
    "Combination",
    "Cover",
    "Figure",
    "ProgrammeGap",
    "Wanted",
    "can_open_cell",
    "count_aids",
    "count_by",
    "count_cell",
    "count_combinations",
    "count_table",
    "holding",
    "ids_of_cell",
    "list_cell",
    "newest_cover",
    "programme_gaps",
    "wanted_from",
    "width_below",
]  # fmt: skip
