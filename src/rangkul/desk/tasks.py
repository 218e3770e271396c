"""Background work of the desk: reminding those who owe an answer, deadlines of cases, counting anew by a new calendar."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk import telling
from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions.escalate import escalate_due, recount_due
from rangkul.desk.enums import OPEN_STATES, ReferralState
from rangkul.desk.models import Referral
from rangkul.kernel import clock
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.tasks.runner import every_hour
from rangkul.platform.tasks.ticking import every_minutes
from rangkul.reference import queries as reference_queries

BEFORE_DAYS = 1
"""Working days before the day of the answer when the receiver is reminded."""
_REMINDED, _BROUGHT_BACK = 1, 2


@every_hour("desk.referral.remind")
def remind() -> int:
    """Once an hour: whoever owes an answer soon is reminded, what is beyond its day comes back to the desk."""
    return remind_referrals(by=system_actor("pengingat rujukan"), at=clock.now())


def remind_referrals(*, by: Actor, at: datetime) -> int:
    """Remind and bring back, each referral once for each; returns how many. Run again, it finds nothing left to do."""
    today = clock.local_date(at, settings.TIME_ZONE)
    soon = reference_queries.add_working_days(today, BEFORE_DAYS)
    waiting = Referral.objects.filter(state__in=OPEN_STATES).exclude(state=ReferralState.ASKED)
    late = waiting.filter(answer_due_on__lt=today, reminders__lt=_BROUGHT_BACK)
    near = waiting.filter(answer_due_on__gte=today, answer_due_on__lte=soon, reminders__lt=_REMINDED)
    found = [*late.values_list("pk", flat=True), *near.values_list("pk", flat=True)]
    for referral_id in found:
        remind_referral(referral_id=referral_id, by=by, at=at)
    return len(found)


@action("desk.referral.remind")
def remind_referral(*, referral_id: UUID, by: Actor, at: datetime) -> Referral:
    """Remind the receiver of one referral; beyond its day it also comes back to the desk's list and the desk is told."""
    referral, case = of_referral.lock(referral_id)
    is_late = referral.answer_due_on < clock.local_date(at, settings.TIME_ZONE)
    stage = _BROUGHT_BACK if is_late else _REMINDED
    if referral.state in OPEN_STATES and referral.reminders < stage:
        referral.reminders = stage
        referral.is_with_desk = referral.is_with_desk or is_late
        # No new revision: a page that somebody has open stays good.
        referral.save(update_fields=["reminders", "is_with_desk"])
        key = f"referral:{referral.pk}:remind:{stage}"
        telling.tell_receiver(referral, "desk.referral.due", key=key, at=at)
        if is_late:
            telling.tell_desk(case, referral, "desk.referral.overdue", key=f"{key}:desk", at=at)
    of_referral.note_event("desk.referral.remind", referral, case, by=by, at=at, late=is_late)
    return referral


@every_minutes(5)
def watch_deadlines(at: datetime) -> None:
    """First count anew what an old calendar gave, then tell the next ones up."""
    recount_due(at=at)
    escalate_due(at=at)
