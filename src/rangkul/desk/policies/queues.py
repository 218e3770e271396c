"""Who may see and call the queue of a post, and whose saved filters are whose."""

from django.db.models import QuerySet

from rangkul.desk.models import QueueDisplay, QueueTicket, SavedFilter
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_QUEUE = "desk.queue.view"


def queue_visible_to(actor: Actor) -> QuerySet[QueueTicket]:
    """Queue tickets of the posts in the actor's areas."""
    if not actor.may(VIEW_QUEUE):
        return QueueTicket.objects.none()
    return QueueTicket.objects.filter(inside_areas(actor))


def displays_visible_to(actor: Actor) -> QuerySet[QueueDisplay]:
    """Screens of the posts in the actor's areas."""
    if not actor.may(VIEW_QUEUE):
        return QueueDisplay.objects.none()
    return QueueDisplay.objects.filter(inside_areas(actor))


def can_queue(actor: Actor, verb: str, area: str) -> bool:
    """Whether the actor may "take", "call", "recall", "skip", "serve" or "display" at the post of an area."""
    return actor.may(f"desk.queue.{verb}") and actor.covers(area)


def check_can_queue(actor: Actor, verb: str, area: str) -> None:
    """Raise `Denied` unless `can_queue`."""
    permission = f"desk.queue.{verb}"
    actor.check_may(permission)
    if not actor.covers(area):
        raise Denied(permission=permission, message="Antrean ini milik pos di luar wilayah tugas Anda.")


def filters_visible_to(actor: Actor) -> QuerySet[SavedFilter]:
    """The actor's own saved filters, of whoever serves cases."""
    if actor.user_id is None or not actor.may("desk.case.view"):
        return SavedFilter.objects.none()
    return SavedFilter.objects.filter(user_id=actor.user_id)


def check_can_filter(actor: Actor) -> None:
    """Raise `Denied` unless the actor has a worklist and an account to keep filters under."""
    actor.check_may("desk.case.view")
    if actor.user_id is None:
        raise Denied(permission="desk.case.view", message="Saringan disimpan di akun Anda; masuk dulu.")
