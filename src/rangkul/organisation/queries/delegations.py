"""Reading delegations: which duties somebody carries for others on a day."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rangkul.organisation.models import Delegation
from rangkul.organisation.policies.delegations import delegations_visible_to
from rangkul.platform.policy.actor import Actor


def delegations_to(receiver_id: UUID | None, *, on: date) -> list[Delegation]:
    """Duties that this official carries for others on a day; the caller checks that the giver still holds them."""
    if receiver_id is None:
        return []
    found = Delegation.objects.filter(receiver_id=receiver_id, period__contains=on, revoked_at__isnull=True)
    return list(found.order_by("given_at", "id"))


def list_delegations(actor: Actor, *, limit: int = 50) -> QuerySet[Delegation]:
    """Delegations the actor gave or received (the keeper of the office: all), the newest first."""
    return delegations_visible_to(actor).order_by("-given_at", "-id")[:limit]
