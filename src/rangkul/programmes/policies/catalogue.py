"""Who may read and change the catalogue; it names no person, so every component is visible to whoever may read it."""

from django.db.models import QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Component

VIEW = "programmes.catalogue.view"
CHANGE = "programmes.catalogue.change"
VIEW_HEALTH = "registry.person.view_health"


def visible_to(actor: Actor) -> QuerySet[Component]:
    """Every component for roles that may read the catalogue, none for others."""
    return Component.objects.all() if can_view(actor) else Component.objects.none()


def can_view(actor: Actor) -> bool:
    """Whether the actor may read the catalogue."""
    return actor.is_system or actor.may(VIEW)


def check_can_view(actor: Actor) -> None:
    """Raise `Denied` unless the actor may read the catalogue."""
    if not can_view(actor):
        actor.check_may(VIEW)


def can_change(actor: Actor) -> bool:
    """Whether the actor may load the catalogue and set quotas."""
    return actor.is_system or actor.may(CHANGE)


def check_can_change(actor: Actor) -> None:
    """Raise `Denied` unless the actor may load the catalogue and set quotas."""
    if not can_change(actor):
        actor.check_may(CHANGE)


def can_see_recipients(actor: Actor, component: Component) -> bool:
    """Whether the actor may see who meets a component: being in a sensitive one tells of somebody's health (R008)."""
    return not component.is_sensitive or can_view_health(actor)


def can_view_health(actor: Actor) -> bool:
    """Whether reasons that speak of health may be shown to the actor."""
    return actor.is_system or actor.may(VIEW_HEALTH)
