"""Whom a complaint is told to: officials who may answer it, and the complainant when they agreed to it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.roles import BY_CODE
from rangkul.desk.models import Complaint
from rangkul.desk.policies import may_reach
from rangkul.desk.telling import email_of, phone_of
from rangkul.kernel import clock
from rangkul.platform.outbox.actions import put_message
from rangkul.platform.outbox.messages import Recipient

RECEIVED, OBJECTED, ANSWERED = "desk.complaint.received", "desk.complaint.objected", "desk.complaint.answered"


def tell_officials(complaint: Complaint, template: str, *, permission: str, at: datetime) -> None:
    """A message in the bell of everybody who holds `permission` there and from whom the complaint is not kept."""
    today = clock.local_date(at, settings.TIME_ZONE)
    told: set[UUID] = set()
    for each in accounts_queries.list_officers_on_duty(permission, within=complaint.area_code, on=today):
        is_kept_from = each.user_id in complaint.hidden_from or not may_reach(BY_CODE[each.role], complaint)
        if is_kept_from or not each.covers(complaint.area_code) or each.user_id in told:
            continue
        told.add(each.user_id)
        put_message(
            template=template,
            to=Recipient(user_id=each.user_id),
            values={"ticket": complaint.ticket},
            about=("complaint", complaint.pk),
            key=f"{template}:{complaint.pk}",
            at=at,
        )


def tell_complainant(complaint: Complaint, *, number: int, at: datetime) -> None:
    """The ticket by SMS, WhatsApp or e-mail, where the office has switched that on and the citizen agreed; nothing of the answer."""
    if not complaint.may_be_told:
        return
    put_message(
        template=ANSWERED,
        to=Recipient(phone=phone_of(complaint), email=email_of(complaint), has_consent=True),
        values={"ticket": complaint.ticket},
        about=("complaint", complaint.pk),
        key=f"{ANSWERED}:{complaint.pk}:{number}",
        at=at,
    )
