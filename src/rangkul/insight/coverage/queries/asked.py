"""What is asked of coverage: a measure in an area, narrowed to groups, and the condition it is counted by."""

from dataclasses import dataclass
from datetime import date

from rangkul.insight.coverage import policies
from rangkul.insight.coverage.cover import Cover, get_cover, inside
from rangkul.insight.coverage.measures import (
    DISABILITY,
    KIND,
    KINDS,
    SEVERITIES,
    SEVERITY,
    SEXES,
    UNKNOWN,
    Measure,
    age_condition,
    find_measure,
)
from rangkul.platform.policy.actor import Actor

FINER = {KIND: "kinds", SEVERITY: "severities"}
"""Groups of disability and the column, a list, that holds them."""


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
        disability=disability if disability in dict((*DISABILITY, *SEVERITIES, *KINDS)) else "",
    )


def newest_cover(actor: Actor, *, on: date) -> Cover:
    """The cover that the pages show; its own day may be earlier. Raises Denied, NoSnapshotYet, TooSlow."""
    policies.check_can_view(actor)
    return get_cover(on=on)


def check(actor: Actor, wanted: Wanted) -> None:
    """Raise `Denied` unless the actor sees coverage there."""
    policies.check_can_view(actor)
    policies.check_covers(actor, wanted.area)


def check_open(actor: Actor, wanted: Wanted) -> None:
    """Raise `Denied` unless the actor may open the list of the cell."""
    check(actor, wanted)
    policies.check_can_open(actor, wanted.measure)
    if wanted.is_sensitive:
        policies.check_sees_health(actor)


def can_open_cell(actor: Actor, wanted: Wanted) -> bool:
    """Whether the actor may open the list of a cell."""
    return policies.can_open(actor, wanted.measure) and (not wanted.disability or policies.sees_health(actor))


def where_of(actor: Actor, wanted: Wanted, *, base_only: bool = False) -> tuple[str, list[object]]:
    """The condition of a cell, or of its base only, with its parameters."""
    where, given = groups_of(actor, wanted)
    where += f" AND ({wanted.measure.base})"
    if not base_only:
        where += f" AND ({wanted.measure.condition})"
    return where, given


def groups_of(actor: Actor, wanted: Wanted) -> tuple[str, list[object]]:
    """The condition of area, sex, age and disability."""
    where, given = inside(actor, wanted.area)
    if wanted.sex:
        where += " AND sex IS NULL" if wanted.sex == UNKNOWN else " AND sex = ?"
        given += [] if wanted.sex == UNKNOWN else [wanted.sex]
    if wanted.age:
        where += f" AND {age_condition(wanted.age)}"
    column, _dash, value = wanted.disability.partition("-")
    if column in FINER:
        where += f" AND list_contains({FINER[column]}, ?)"
        given.append(value)
    elif wanted.disability:
        where += " AND disabled" if wanted.disability == "ya" else " AND NOT disabled"
    return where, given
