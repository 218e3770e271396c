"""Reading institutions and partner agencies."""

from collections.abc import Iterable
from uuid import UUID

from rangkul.institutions.models import Agency, Institution


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of institutions by id, in one query; unknown ids are left out."""
    return dict(Institution.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def get_agency(agency_id: UUID) -> Agency:
    """The agency. Raises `Agency.DoesNotExist`."""
    return Agency.objects.get(pk=agency_id)
