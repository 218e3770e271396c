"""Who may see and manage accounts."""

from django.db.models import QuerySet

from rangkul.accounts.models import User
from rangkul.platform.policy.actor import Actor


def visible_to(actor: Actor) -> QuerySet[User]:
    """Administrators see the accounts of their office; everybody sees their own."""
    if actor.user_id is None:
        return User.objects.none()
    if actor.may("accounts.user.manage") and actor.office_id:
        return User.objects.filter(duties__office_id=actor.office_id).distinct()
    return User.objects.filter(pk=actor.user_id)
