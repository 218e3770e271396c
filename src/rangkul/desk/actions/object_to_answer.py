"""What the complainant says to the answer: that it is well, or once that it is not."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.actions.answer_complaint import keep_complaint, lock_complaint
from rangkul.desk.complaint_news import OBJECTED, tell_officials
from rangkul.desk.enums import Reach
from rangkul.desk.errors import UnableToObject
from rangkul.desk.models import Complaint
from rangkul.desk.workflow import COMPLAINT
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

DAYS_TO_OBJECT = 14
"""Days in which the citizen may answer; without a word the matter rests."""
REVIEW_DAYS = 14
"""Working days until the second answer (as the first, SP4N; unverified)."""


@action("desk.complaint.accept")
def accept_answer(*, complaint_id: UUID, by: Actor, at: datetime) -> Complaint:
    """The complainant is satisfied. The caller has checked ticket and digits and opened the village's scope."""
    by.check_may("desk.complaint.accept")
    complaint = lock_complaint(complaint_id)
    complaint.state = COMPLAINT.move(complaint.state, "accept")
    complaint.closed_at = at
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.accept", complaint, by=by, at=at)
    return complaint


@action("desk.complaint.object")
def object_to_answer(*, complaint_id: UUID, text: str, by: Actor, at: datetime) -> Complaint:
    """The complainant is not satisfied: the complaint opens again, once, for a supervisor or above.

    Raises `UnableToObject` the second time or after `DAYS_TO_OBJECT` days, `Refused` without a reason.
    """
    by.check_may("desk.complaint.object")
    complaint = lock_complaint(complaint_id)
    why = steps.said("Alasan", text, remedy="tulis apa yang belum terjawab")
    if complaint.objected_at is not None or (complaint.answered_at and at > last_day_to_object(complaint.answered_at)):
        raise UnableToObject("Jawaban ini tidak dapat ditanggapi lagi. Sampaikan pengaduan baru bila ada hal baru.")
    complaint.state = COMPLAINT.move(complaint.state, "object")
    complaint.objected_at, complaint.objection_cipher = at, crypto.seal(why, context="desk.story")
    complaint.reach = max(complaint.reach, Reach.DISTRICT)
    complaint.assigned_to, complaint.assigned_to_name = None, ""
    today = clock.local_date(at, settings.TIME_ZONE)
    complaint.due_on = reference_queries.add_working_days(today, REVIEW_DAYS)
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.object", complaint, by=by, at=at)
    tell_officials(complaint, OBJECTED, permission="desk.complaint.review", at=at)
    return complaint


def last_day_to_object(answered_at: datetime) -> datetime:
    """Until when an answer may be objected to."""
    return answered_at + timedelta(days=DAYS_TO_OBJECT)
