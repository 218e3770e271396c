"""Which outside programmes serve a family on a day, its members' own among them."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.registry.models import Membership, OutsideMembership


def outside_programmes_of(family_id: UUID, *, on: date) -> frozenset[str]:
    """Codes (`OutsideProgramme`) in force of the family or one of its members; system use, unscoped but for row-level security."""
    members = Membership.objects.filter(family_id=family_id, period__contains=on).values("person_id")
    about = Q(family_id=family_id) | Q(person_id__in=members)
    found = OutsideMembership.objects.filter(about, period__contains=on)
    return frozenset(found.values_list("programme", flat=True))
