"""Who may give a duty to another for a time, take it back, and see which are in force."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Delegation
from rangkul.platform.policy.actor import Actor

GIVE = "organisation.delegation.give"
WATCH = "organisation.office.change"


def delegations_visible_to(actor: Actor) -> QuerySet[Delegation]:
    """Those the actor gave or received; whoever keeps the office sees all."""
    if actor.user_id is None or actor.duty_id is None:
        return Delegation.objects.none()
    if actor.may(WATCH) or actor.may("audit.trail.view"):
        return Delegation.objects.all()
    return Delegation.objects.filter(Q(giver_id=actor.user_id) | Q(receiver_id=actor.user_id))


def check_can_give(actor: Actor) -> None:
    """Raise `Denied` unless the actor holds a duty that may be delegated."""
    actor.check_may(GIVE)
    if actor.duty_id is None or actor.user_id is None:
        raise Denied(permission=GIVE, message="Anda belum punya tugas yang dapat didelegasikan.")


def can_give(actor: Actor) -> bool:
    """Whether `check_can_give` passes."""
    return actor.may(GIVE) and actor.duty_id is not None and actor.user_id is not None


def check_can_revoke(actor: Actor, delegation: Delegation) -> None:
    """Raise `Denied` unless the actor gave it, or keeps the office."""
    if not can_revoke(actor, delegation):
        raise Denied(permission=GIVE, message="Hanya pemberi delegasi yang dapat mencabutnya.")


def can_revoke(actor: Actor, delegation: Delegation) -> bool:
    """Whether `check_can_revoke` passes."""
    return actor.may(WATCH) or (actor.user_id is not None and actor.user_id == delegation.giver_id)
