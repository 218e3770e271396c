"""Realisation against quota: for each component in its own unit, for the whole and by area, as of today (R005, R016)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from rangkul.delivery import queries as delivery_queries
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries
from rangkul.reference import queries as reference_queries

REGENCY, DISTRICT, VILLAGE = 2, 3, 4


@dataclass(frozen=True, slots=True)
class ComponentFigure:
    """One component in a year.

    `quota` (None when none was set), `enrolled` and `served` count the component's `unit`; `handovers` counts
    deliveries, `quantity` the item in `item_unit`, `value` and `budget` whole rupiah.
    """

    component_id: UUID
    code: str
    programme: str
    name: str
    division: str
    fund_source: str
    unit: str
    quota: int | None
    enrolled: int
    served: int
    handovers: int
    quantity: Decimal
    item: str
    item_unit: str
    value: int
    budget: int | None

    @property
    def is_over(self) -> bool:
        """More enrolled than the quota: must never be, and is shown if it ever is."""
        return self.quota is not None and self.enrolled > self.quota


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """The sum over components of one unit; different units are never added (R010)."""

    unit: str
    quota: int
    enrolled: int
    served: int


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One area of one component, in the component's unit."""

    code: str
    name: str
    enrolled: int
    served: int
    handovers: int


def realisation(actor: Actor, *, on: date) -> list[ComponentFigure]:
    """Every own component's realisation in the fiscal year of `on`, inside the actor's areas, in catalogue order.

    A bounded number of queries whatever the size. Raises `Denied`.
    """
    actor.check_may("insight.realisation.view")
    enrolled: dict[UUID, int] = {}
    for (component, _area), count in programmes_queries.active_counts(actor).items():
        enrolled[component] = enrolled.get(component, 0) + count
    delivered: dict[UUID, list[delivery_queries.Realisation]] = {}
    for row in delivery_queries.realisation(actor, fiscal_year=on.year):
        delivered.setdefault(row.component_id, []).append(row)
    figures = []
    for entry in programmes_queries.list_programmes(actor, on=on, is_own=True):
        for each in entry.components:
            if each.component.is_sensitive and not actor.may("registry.person.view_health"):
                continue
            rows = delivered.get(each.component.pk, [])
            figures.append(
                ComponentFigure(
                    component_id=each.component.pk,
                    code=each.component.code,
                    programme=entry.programme.name,
                    name=each.component.name,
                    division=entry.programme.division.name if entry.programme.division else "",
                    fund_source=str(entry.programme.get_fund_source_display()),
                    unit=str(each.component.get_unit_display()),
                    quota=each.quota.amount if each.quota else None,
                    enrolled=enrolled.get(each.component.pk, 0),
                    served=sum(row.served for row in rows),
                    handovers=sum(row.handovers for row in rows),
                    quantity=sum((row.quantity for row in rows), Decimal(0)),
                    item=each.component.item,
                    item_unit=each.component.item_unit,
                    value=sum(row.value for row in rows),
                    budget=each.quota.budget if each.quota else None,
                )
            )
    return figures


def totals_by_unit(figures: list[ComponentFigure]) -> list[UnitTotal]:
    """Sums per unit of the components that have a quota, in the order the units first appear."""
    sums: dict[str, list[int]] = {}
    for figure in figures:
        row = sums.setdefault(figure.unit, [0, 0, 0])
        row[0] += figure.quota or 0
        row[1] += figure.enrolled
        row[2] += figure.served
    return [UnitTotal(unit, quota, enrolled, served) for unit, (quota, enrolled, served) in sums.items()]


def by_area(actor: Actor, component_id: UUID, *, on: date, within: str = "") -> list[AreaFigure]:
    """One component by area: kecamatan of the regency, or villages when `within` is a kecamatan. Raises `Denied`."""
    actor.check_may("insight.realisation.view")
    level = VILLAGE if within and AreaCode.parse(within).level >= DISTRICT else DISTRICT
    counts = {
        area: count
        for (component, area), count in programmes_queries.active_counts(actor, level=level).items()
        if component == component_id and area.startswith(within)
    }
    rows = {
        row.area_code: row
        for row in delivery_queries.realisation(actor, fiscal_year=on.year, level=level, component_id=component_id)
        if row.area_code.startswith(within)
    }
    codes = sorted(counts | rows)
    names = reference_queries.labels_of(set(codes))
    return [
        AreaFigure(
            code=code,
            name=names[code],
            enrolled=counts.get(code, 0),
            served=rows[code].served if code in rows else 0,
            handovers=rows[code].handovers if code in rows else 0,
        )
        for code in codes
    ]
