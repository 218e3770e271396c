"""Who may see how many needs were not met, and whose."""

from django.db.models import QuerySet

from rangkul.desk.enums import CaseKind
from rangkul.desk.models import Case, Referral
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_UNMET = "desk.unmet.view"


def needs_counted_for(actor: Actor) -> QuerySet[Case]:
    """Needs of the actor's areas, to be counted: a role that sees figures only must not be shown their rows."""
    if not actor.may(VIEW_UNMET):
        return Case.objects.none()
    return Case.objects.filter(inside_areas(actor), kind=CaseKind.NEED)


def referrals_counted_for(actor: Actor) -> QuerySet[Referral]:
    """Referrals of those needs, to be counted."""
    if not actor.may(VIEW_UNMET):
        return Referral.objects.none()
    return Referral.objects.filter(inside_areas(actor), case__kind=CaseKind.NEED)


def sees_needs(actor: Actor) -> bool:
    """Whether the actor may open the cases behind the figures; whoever may not is shown no small figure."""
    return actor.may("desk.case.view")
