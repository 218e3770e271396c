"""Those of a list who have no PBI-JK yet: for health cover that the region may pay (R225)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import numbers, policies
from rangkul.registry.enums import OutsideProgramme
from rangkul.registry.models import OutsideMembership
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.away import is_away


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredPerson:
    """One person without PBI-JK; `masked_nik` is empty where no NIK is recorded."""

    id: UUID
    name: str
    masked_nik: str
    area_code: str
    area_label: str


def list_uncovered(actor: Actor, ids: Iterable[UUID], *, area: str, on: date) -> list[UncoveredPerson]:
    """Those of a list who live in the area, whom the actor may see and who have no PBI-JK on the day, by area and name.

    Two queries. Raises Denied for roles that see no persons.
    """
    policies.check_can_view_people(actor)
    covered = OutsideMembership.objects.filter(
        person_id=OuterRef("pk"), programme=OutsideProgramme.PBI_JK, period__contains=on
    )
    found: Any = policies.visible_to(actor).filter(inside_area(area), pk__in=list(ids)).exclude(died_on__lte=on)
    rows = list(found.exclude(is_away(on)).exclude(Exists(covered)).order_by("area_code", "name", "pk"))
    labels = area_labels(row.area_code for row in rows)
    return [
        UncoveredPerson(
            id=row.pk,
            name=row.name,
            masked_nik=numbers.masked(row.nik_cipher, numbers.NIK),
            area_code=row.area_code,
            area_label=labels.get(row.area_code, row.area_code),
        )
        for row in rows
    ]
