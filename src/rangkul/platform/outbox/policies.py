"""Who watches the outbox, who sends again, who sets up channels; everybody reads their own messages only."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.outbox.models import Delivery, Message, PushSubscription, Reach
from rangkul.platform.policy.actor import Actor

VIEW = "platform.outbox.view"
RETRY = "platform.delivery.retry"
CHANGE = "platform.channel.change"
OWN = "platform.reach.change"


def visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries for roles that watch the outbox: masked addresses, a template's name, no person."""
    return Delivery.objects.all() if actor.may(VIEW) else Delivery.objects.none()


def can_view(actor: Actor, delivery: Delivery) -> bool:
    """Whether the delivery is among those `visible_to` the actor."""
    return actor.may(VIEW)


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """One's own messages, while one holds a duty."""
    if not is_on_duty(actor):
        return Message.objects.none()
    return Message.objects.filter(Q(user_id=actor.user_id))


def reaches_visible_to(actor: Actor) -> QuerySet[Reach]:
    """One's own ways of being reached."""
    return Reach.objects.filter(Q(user_id=actor.user_id)) if is_on_duty(actor) else Reach.objects.none()


def subscriptions_visible_to(actor: Actor) -> QuerySet[PushSubscription]:
    """One's own browsers."""
    return (
        PushSubscription.objects.filter(Q(user_id=actor.user_id))
        if is_on_duty(actor)
        else PushSubscription.objects.none()
    )


def is_on_duty(actor: Actor) -> bool:
    """Whether the actor is an official with a duty in force: only they have a bell."""
    return actor.user_id is not None and actor.duty_id is not None


def check_can_read_own(actor: Actor) -> None:
    """Raise `Denied` unless the actor is an official on duty."""
    if not is_on_duty(actor):
        raise Denied(permission=OWN, message="Pemberitahuan hanya untuk petugas yang sedang bertugas.")
