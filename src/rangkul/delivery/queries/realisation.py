"""What was delivered against what was due: by component, unit and area; units are never added together (R010)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Left

from rangkul.delivery.components import PER_HEAD
from rangkul.delivery.policies import entitlements_visible_to
from rangkul.platform.policy.actor import Actor

_LENGTHS = {2: 5, 3: 8, 4: 13}
_WORTH = Case(
    When(cycle__item_unit=PER_HEAD, then=Cast(F("cycle__tariff") * F("quantity"), BigIntegerField())),
    default=F("cycle__tariff"),
    output_field=BigIntegerField(),
)
"""The value of one delivery; of meals, of every head on every day."""


@dataclass(frozen=True, slots=True)
class Realisation:
    """One component in one area and year.

    `recipients` and `served` count distinct enrolments in the component's unit; `handovers` counts deliveries;
    `quantity` is in the component's item unit, `value` in whole rupiah.
    """

    component_id: UUID
    area_code: str
    recipients: int
    served: int
    handovers: int
    quantity: Decimal
    value: int


def realisation(
    actor: Actor, *, fiscal_year: int, level: int = 2, component_id: UUID | None = None
) -> list[Realisation]:
    """Realisation of a year inside the actor's areas, grouped by area level (2 regency, 3 kecamatan, 4 village)."""
    rows = entitlements_visible_to(actor).filter(cycle__fiscal_year=fiscal_year)
    if component_id is not None:
        rows = rows.filter(cycle__component_id=component_id)
    settled = Q(state="SETTLED")
    grouped = (
        rows.annotate(area=Left("area_code", _LENGTHS[level]))
        .values("cycle__component_id", "area")
        .annotate(
            recipients=Count("enrolment", distinct=True),
            served=Count("enrolment", distinct=True, filter=settled),
            times=Count("id", filter=settled),
            total=Coalesce(Sum("quantity", filter=settled), Value(Decimal(0))),
            value=Coalesce(Sum(_WORTH, filter=settled), Value(0)),
        )
        .order_by("cycle__component_id", "area")
    )
    return [
        Realisation(
            component_id=row["cycle__component_id"],
            area_code=row["area"],
            recipients=row["recipients"],
            served=row["served"],
            handovers=row["times"],
            quantity=row["total"],
            value=row["value"],
        )
        for row in grouped
    ]
