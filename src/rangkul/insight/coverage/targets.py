"""Targets in a table of division, source of money and unit, with what was decided and served (R232)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rangkul.insight.coverage import aids, policies
from rangkul.insight.coverage.cover import TABLES, get_cover, inside
from rangkul.insight.coverage.measures import FAMILY, PERSON, UNIT_LABELS
from rangkul.insight.everybody import NoSnapshotYet
from rangkul.insight.queries import ComponentFigure, realisation
from rangkul.platform.policy.actor import Actor

_OUTSIDE_UNIT = {aids.KIS: PERSON, aids.KIP: PERSON, aids.KKS: FAMILY, aids.PKH: FAMILY, aids.FOOD: FAMILY}


@dataclass(frozen=True, slots=True)
class Target:
    """One cell: a division, a source of money, a unit. `quota` is the target of those components that have one.

    Figures are of the unit; `without_quota` counts components that have no target yet.
    """

    division: str
    fund_source: str
    unit: str
    quota: int
    enrolled: int
    served: int
    budget: int
    without_quota: int
    components: Sequence[ComponentFigure] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class OutsideReach:
    """How many a programme of another owner reaches here, as the registry knows: it has no target of this office."""

    code: str
    label: str
    meaning: str
    unit: str
    unit_label: str
    count: int


def targets_of(actor: Actor, *, on: date) -> list[Target]:
    """Every cell that has a component, by division, source and unit, in the fiscal year of `on`. Raises Denied."""
    policies.check_can_view(actor)
    grouped: dict[tuple[str, str, str], list[ComponentFigure]] = {}
    for figure in realisation(actor, on=on):
        grouped.setdefault((figure.division, figure.fund_source, figure.unit), []).append(figure)
    return [
        Target(
            division=division,
            fund_source=fund_source,
            unit=unit,
            quota=sum(each.quota or 0 for each in found),
            enrolled=sum(each.enrolled for each in found),
            served=sum(each.served for each in found),
            budget=sum(each.budget or 0 for each in found),
            without_quota=sum(each.quota is None for each in found),
            components=tuple(found),
        )
        for (division, fund_source, unit), found in sorted(grouped.items())
    ]


def outside_reach(actor: Actor, *, on: date) -> tuple[list[OutsideReach], date | None]:
    """Programmes paid by the state that others own, with the day of the figures; nothing without a snapshot."""
    policies.check_can_view(actor)
    try:
        cover = get_cover(on=on)
    except NoSnapshotYet:
        return [], None
    where, given = inside(actor)
    found = []
    for aid in aids.AIDS:
        unit = _OUTSIDE_UNIT.get(aid.bit)
        if unit is None:
            continue
        statement = f"SELECT count(*) FROM {TABLES[unit]} WHERE {where} AND aid & {aid.bit} <> 0"  # noqa: S608
        count = cover.ask(statement, given)[0][0]
        found.append(OutsideReach(aid.code, str(aid.label), str(aid.meaning), unit, str(UNIT_LABELS[unit]), count))
    return found, cover.as_of
