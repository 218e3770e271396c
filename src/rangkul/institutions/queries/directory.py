"""Reading institutions and partner agencies."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from rangkul.institutions import policies
from rangkul.institutions.enums import AgencyKind
from rangkul.institutions.errors import NoSuchAgency, NoSuchInstitution
from rangkul.institutions.models import Agency, Institution
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of institutions by id, in one query; unknown ids are left out."""
    return dict(Institution.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def spoken_name(institution_id: UUID) -> str:
    """The name for timelines and letters: of a house whose name tells of health only that it is one."""
    found = Institution.objects.filter(pk=institution_id).values_list("name", "is_sensitive").first()
    if found is None:
        raise NoSuchInstitution(institution_id)
    name, is_sensitive = found
    return "lembaga sosial" if is_sensitive else str(name)


def get_agency(agency_id: UUID) -> Agency:
    """The agency with this id. Raises `NoSuchAgency`."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise NoSuchAgency(agency_id)
    return found


def list_agencies(actor: Actor, kind: str | None = None) -> QuerySet[Agency]:
    """Agencies that the actor may refer to (not the office itself), by kind and name; empty without the right to see the directory."""
    found = policies.agencies_visible_to(actor).exclude(kind=AgencyKind.OFFICE)
    return (found.filter(kind=kind) if kind else found).order_by("kind", "name", "id")


def list_institutions(actor: Actor, kind: str | None = None, area: str | None = None) -> QuerySet[Institution]:
    """Institutions that serve the actor's areas, optionally of one kind or inside one area, by name."""
    found = policies.visible_to(actor)
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(inside_area(area))
    return found.order_by("name", "id")
