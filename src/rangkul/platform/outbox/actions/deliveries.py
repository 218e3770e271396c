"""What an official decides about deliveries that failed or are uncertain."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.outbox import policies
from rangkul.platform.outbox.enums import TROUBLED_STATES, Channel, DeliveryState
from rangkul.platform.outbox.models import Delivery
from rangkul.platform.outbox.putting import wake
from rangkul.platform.policy.actor import Actor
from rangkul.platform.workflow import UnableToMove

_FRESH = {"state": DeliveryState.WAITING, "tries": 0, "ended_at": None, "claimed_at": None}


@action("platform.delivery.retry")
def retry_delivery(*, delivery_id: UUID, by: Actor, at: datetime) -> Delivery:
    """Send a failed or uncertain delivery again; the uncertain one may then arrive twice.

    Raises `Denied`, `UnableToMove`, and `Refused` when its address is no longer kept.
    """
    by.check_may(policies.RETRY)
    delivery = _locked(delivery_id, by)
    _check_state(delivery, "Coba lagi", TROUBLED_STATES)
    if delivery.destination is None:
        raise Refused(field="Alamat", value=delivery.shown, expected="alamat yang masih disimpan",
                      remedy="alamat dihapus 30 hari sesudah kiriman berakhir; beri tahu warga dengan cara lain")  # fmt: skip
    was_uncertain = delivery.state == DeliveryState.UNCERTAIN
    for name, value in _FRESH.items():
        setattr(delivery, name, value)
    delivery.due_at = delivery.queued_at = at
    delivery.is_repeated = delivery.is_repeated or was_uncertain
    delivery.save()
    transaction.on_commit(wake, robust=True)
    record("platform.delivery.retry", by=by, at=at, on=delivery,
           data={"channel": str(Channel(delivery.channel).label), "count": 1, "uncertain": was_uncertain})  # fmt: skip
    return delivery


@action("platform.delivery.retry_dead")
def retry_dead(*, channel: str, by: Actor, at: datetime) -> int:
    """Send every failed delivery of a channel again, after its gateway was mended; returns how many. Raises `Denied`."""
    by.check_may(policies.RETRY)
    dead = policies.visible_to(by).filter(channel=channel, state=DeliveryState.DEAD, is_test=False)
    count = dead.filter(destination__isnull=False).update(**_FRESH, due_at=at, queued_at=at)
    transaction.on_commit(wake, robust=True)
    record("platform.delivery.retry_dead", by=by, at=at, kind="delivery",
           data={"channel": str(Channel(channel).label), "count": count})  # fmt: skip
    return count


@action("platform.delivery.settle")
def settle_delivery(*, delivery_id: UUID, has_arrived: bool, by: Actor, at: datetime) -> Delivery:
    """Say what became of an uncertain delivery: it arrived, or it is not to be sent. Raises `Denied`, `UnableToMove`."""
    by.check_may(policies.RETRY)
    delivery = _locked(delivery_id, by)
    _check_state(delivery, "Nyatakan selesai", (DeliveryState.UNCERTAIN,))
    delivery.state, delivery.ended_at = (DeliveryState.SENT if has_arrived else DeliveryState.DROPPED), at
    delivery.save(update_fields=["state", "ended_at"])
    record("platform.delivery.settle", by=by, at=at, on=delivery,
           data={"channel": str(Channel(delivery.channel).label), "arrived": has_arrived})  # fmt: skip
    return delivery


def _locked(delivery_id: UUID, by: Actor) -> Delivery:
    return policies.visible_to(by).select_for_update(of=("self",)).get(pk=delivery_id)


def _check_state(delivery: Delivery, step: str, expected: tuple[DeliveryState, ...]) -> None:
    if delivery.state not in expected:
        raise UnableToMove(
            workflow="platform.delivery",
            transition=step,
            state=str(DeliveryState(delivery.state).label),
            expected=tuple(str(each.label) for each in expected),
        )
