"""Gaps by programme: who meets its rule, who receives it, who meets it and does not receive."""

from dataclasses import dataclass

from rangkul.insight.coverage import policies
from rangkul.insight.coverage.cover import TABLES, Cover, inside
from rangkul.insight.coverage.measures import FAMILY, PERSON, CoveredComponent, gap_of
from rangkul.insight.coverage.protection import Figure, protect_one
from rangkul.platform.policy.actor import Actor


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
        hides = component.is_sensitive and not policies.sees_health(actor)
        return ProgrammeGap(component, protect_one(told, hides_base=True).base if hides else met, None, None, False)
    opens = policies.can_open(actor, gap_of(component))
    if opens:
        return ProgrammeGap(component, met, receiving, gap, opens)
    told = protect_one(Figure(key="", label="", base=met, count=gap), hides_base=True)
    shown = protect_one(Figure(key="", label="", base=receiving, count=0), hides_base=True)
    return ProgrammeGap(component, told.base, shown.base, told.count, opens)
