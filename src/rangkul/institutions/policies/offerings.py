"""Who may see the services of the directory, and who keeps which."""

from django.db.models import QuerySet

from rangkul.institutions.models import Agency, Service
from rangkul.institutions.policies.directory import (
    CHANGE,
    agencies_visible_to,
    can_register,
    can_view,
    check_can_change,
)
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor


def services_visible_to(actor: Actor) -> QuerySet[Service]:
    """Services of the agencies that serve the actor's areas; retired ones too (the caller filters)."""
    if not can_view(actor):
        return Service.objects.none()
    return Service.objects.filter(agency__in=agencies_visible_to(actor))


def can_keep(actor: Actor, agency: Agency) -> bool:
    """Whether the actor may change this agency's entries: the right, and an area of theirs or one above it."""
    return actor.is_system or (actor.may(CHANGE) and can_register(actor, agency.area_code))


def check_can_keep(actor: Actor, agency: Agency) -> None:
    """Raise `Denied` unless `can_keep`."""
    check_can_change(actor)
    if not can_keep(actor, agency):
        raise Denied(permission=CHANGE, message="Lembaga ini berada di luar wilayah tugas Anda.")
