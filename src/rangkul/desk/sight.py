"""Which cases, complaints and referrals a reader of the bell may still open."""

from collections.abc import Collection, Iterable
from uuid import UUID

from rangkul.desk import policies
from rangkul.platform.outbox.sight import register_sight
from rangkul.platform.policy.actor import Actor


def register() -> None:
    """Called once when the app starts."""
    register_sight("case", _cases)
    register_sight("complaint", _complaints)
    register_sight("referral", _referrals)


def _cases(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return policies.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)


def _complaints(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return policies.complaints_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)


def _referrals(actor: Actor, ids: Collection[UUID]) -> Iterable[UUID]:
    return policies.referrals_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
