"""Who may read the trail: holders of `audit.trail.view`, inside their areas."""

from django.db.models import Q, QuerySet

from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW = "audit.trail.view"


def can_view_trail(actor: Actor) -> bool:
    """Whether the actor's role reads the trail."""
    return actor.may(VIEW)


def check_can_view_trail(actor: Actor) -> None:
    """Raise Denied unless the actor's role reads the trail."""
    actor.check_may(VIEW)


def visible_to(actor: Actor) -> QuerySet[Event]:
    """Events of the actor's areas, and those that belong to no area (settings, accounts, runs over everybody)."""
    if not can_view_trail(actor):
        return Event.objects.none()
    return Event.objects.filter(inside_areas(actor) | Q(area_code=""))


def can_view_event(actor: Actor, event: Event) -> bool:
    """Whether the actor may see this event in the trail."""
    return can_view_trail(actor) and (event.area_code == "" or actor.covers(event.area_code))


def accesses_visible_to(actor: Actor) -> QuerySet[AccessLog]:
    """Looks at sensitive data. They carry no area: the trail's readers of an office see all of its looks."""
    return AccessLog.objects.all() if can_view_trail(actor) else AccessLog.objects.none()
