"""Who may see the directory of agencies and institutions, and who keeps it."""

from django.db.models import Q, QuerySet

from rangkul.institutions.models import Agency, Institution
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW = "institutions.directory.view"
CHANGE = "institutions.directory.change"


def can_view(actor: Actor) -> bool:
    """Whether the actor may open the directory."""
    return actor.may(VIEW)


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the actor may open the directory."""
    actor.check_may(VIEW)


def check_can_change(actor: Actor) -> None:
    """Raise `Denied` unless the program itself, or a role with the right, loads the directory."""
    if not actor.is_system and not actor.may(CHANGE):
        raise Denied(permission=CHANGE, message="Peran Anda tidak dapat mengubah direktori lembaga.")


def can_register(actor: Actor, area: str) -> bool:
    """Whether the actor may register an institution of an area: their own, one inside it, or one above it (R214)."""
    return actor.is_system or (actor.may(CHANGE) and (actor.covers(area) or area in above(actor)))


def check_can_register(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor keeps the directory there."""
    check_can_change(actor)
    if not can_register(actor, area):
        raise Denied(permission=CHANGE, message="Lembaga ini berada di luar wilayah tugas Anda.")


def agencies_visible_to(actor: Actor) -> QuerySet[Agency]:
    """Active agencies that serve the actor's areas: those inside them and those of an area above."""
    if not can_view(actor):
        return Agency.objects.none()
    return Agency.objects.filter(Q(area_code__in=above(actor)) | inside_areas(actor), is_active=True)


def visible_to(actor: Actor) -> QuerySet[Institution]:
    """Active institutions that serve the actor's areas: those inside them and those of an area above."""
    if not can_view(actor):
        return Institution.objects.none()
    serves = Q(serves_area__in=[*above(actor), *map(str, actor.areas)]) | inside_areas(actor, "serves_area")
    return Institution.objects.filter(Q(area_code__in=above(actor)) | inside_areas(actor) | serves, is_active=True)


def above(actor: Actor) -> list[str]:
    """Codes of the areas above the actor's own."""
    return [str(code) for area in actor.areas for code in area.ancestors]
