"""Meals of institutions, day by day: the sheet of a month, what is still to be written down, who is on a day's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from rangkul.delivery.components import component_of
from rangkul.delivery.enums import EntitlementState
from rangkul.delivery.models import Entitlement, MealDay
from rangkul.delivery.policies import can_record_meals, meals_visible_to
from rangkul.institutions import queries as institutions_queries
from rangkul.institutions.queries import ResidentRow
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDay:
    """One day: what was written down (None: nothing yet), and how many stand in the book of residents now."""

    on: date
    meal: MealDay | None
    residents: int

    @property
    def served(self) -> int | None:
        """Heads served, None when nothing was written down."""
        return None if self.meal is None else len(self.meal.served_ids)

    @property
    def listed(self) -> int | None:
        """Heads on the list when it was written down."""
        return None if self.meal is None else len(self.meal.served_ids) + len(self.meal.absent_ids)

    @property
    def has_moved(self) -> bool:
        """Whether the book says another number today than when the day was written down."""
        return self.listed is not None and self.listed != self.residents


@dataclass(frozen=True, slots=True, kw_only=True)
class MealSheet:
    """The month of one institution until today; `portions` are head-days served, `value` whole rupiah, None unknown."""

    entitlement: Entitlement
    days: tuple[SheetDay, ...]
    voided: tuple[MealDay, ...]
    portions: int
    value: int | None
    may_record: bool

    @property
    def missing(self) -> tuple[date, ...]:
        """Days with residents and nothing written down, the newest first."""
        return tuple(each.on for each in self.days if each.meal is None and each.residents)


def meal_sheet(actor: Actor, entitlement_id: UUID, *, on: date) -> MealSheet:
    """The sheet of an institution's month as of a day. Raises `Denied` outside the actor's areas and own institution."""
    entitlement = meals_visible_to(actor).select_related("cycle").filter(pk=entitlement_id).first()
    if entitlement is None or entitlement.institution_id is None:
        raise Denied(permission="delivery.meal.view", message="Lembar makan ini tidak ada atau di luar tugas Anda.")
    cycle = entitlement.cycle
    last = min(on, cycle.period_end - timedelta(days=1))
    rows = list(entitlement.meal_days.order_by("on", "recorded_at"))
    standing = {each.on: each for each in rows if each.voided_at is None}
    living = institutions_queries.heads_between(actor, entitlement.institution_id, since=cycle.period_start, until=last)
    days = tuple(
        SheetDay(on=day, meal=standing.get(day), residents=living.get(day, 0))
        for day in (last - timedelta(days=back) for back in range((last - cycle.period_start).days + 1))
    )
    portions = sum(len(each.served_ids) for each in standing.values())
    is_open = cycle.state == "OPEN" and entitlement.state == EntitlementState.PENDING
    return MealSheet(
        entitlement=entitlement,
        days=days,
        voided=tuple(each for each in rows if each.voided_at is not None),
        portions=portions,
        value=None if cycle.tariff is None else int(cycle.tariff * cycle.quantity * Decimal(portions)),
        may_record=is_open and can_record_meals(actor, entitlement),
    )


def double_meals(
    actor: Actor, entitlement: Entitlement, residents: Sequence[ResidentRow], *, on: date
) -> list[tuple[str, list[str]]]:
    """[(resident, what else they get that day and on what ground it does not go together)], by the overlap policy.

    What lies outside the actor's areas is not found, so an institution's own user reads nothing of it.
    """
    component = component_of(entitlement.cycle)
    names = {each.person_id: each.name for each in residents}
    found = programmes_queries.overlaps_of(component, "person", list(names), on)
    own = {person: [each for each in overlaps if not each.holder] for person, overlaps in found.items()}
    return [
        (name, programmes_queries.sentences_for(actor, own[person]))
        for person, name in names.items()
        if own.get(person)
    ]


def get_meal_day(actor: Actor, meal_day_id: UUID) -> MealDay:
    """One day. Raises `Denied` outside the actor's areas and own institution."""
    row = MealDay.objects.filter(pk=meal_day_id, entitlement__in=meals_visible_to(actor)).first()
    if row is None:
        raise Denied(permission="delivery.meal.view", message="Catatan makan ini tidak ada atau di luar tugas Anda.")
    return row


def list_meal_sheets(actor: Actor, *, institution_id: UUID | None = None) -> list[Entitlement]:
    """Entitlements by head and day of the actor's institutions, the newest month first; of one institution if named."""
    found = meals_visible_to(actor).select_related("cycle")
    if institution_id is not None:
        found = found.filter(institution_id=institution_id)
    return list(found.order_by("-cycle__period_start", "recipient_name", "id")[:24])


def meals_to_write(actor: Actor, *, on: date) -> tuple[int, tuple[Entitlement, ...]]:
    """How many open sheets of the actor have nothing written down for the day, and the first few."""
    found = meals_visible_to(actor).filter(
        cycle__state="OPEN", cycle__period_start__lte=on, cycle__period_end__gt=on, state=EntitlementState.PENDING
    )
    written = MealDay.objects.filter(on=on, voided_at__isnull=True).values("entitlement")
    waiting = found.exclude(pk__in=written).select_related("cycle").order_by("recipient_name", "id")
    first = tuple(waiting[: SHOWN + 1])
    return (waiting.count() if len(first) > SHOWN else len(first)), first[:SHOWN]
