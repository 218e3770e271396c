"""Taking subjects out of a running campaign because nobody is to be visited there any more, each with its reason."""

from datetime import datetime
from uuid import UUID

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import policies
from rangkul.verivali.actions import steps
from rangkul.verivali.departed import departed_of, reasons_of, unknown_reason
from rangkul.verivali.errors import NobodyLeft
from rangkul.verivali.models import Campaign, Subject
from rangkul.verivali.versions import day_of
from rangkul.verivali.workflow import SUBJECT

MOST = 500


@action("verivali.campaign.drop_departed")
def drop_departed(*, campaign_id: UUID, by: Actor, at: datetime, area: str = "") -> int:
    """Take out everybody in the area, at most MOST, who is still to be visited but moved, died or is gone since.

    The reason is what the registry says of each. Returns how many. Raises Denied, UnableToVerify, NobodyLeft.
    """
    campaign = steps.lock_campaign(campaign_id)
    place = area or campaign.area_code
    policies.check_can_assign_in(by, place)
    steps.check_open(campaign)
    found = departed_of(campaign, on=day_of(at), area=place).select_related("campaign")
    gone = list(found.select_for_update(of=("self",)).order_by("pk")[:MOST])
    if not gone:
        raise NobodyLeft
    reasons = reasons_of(gone, on=day_of(at))
    for subject in gone:
        _take_out(subject, reasons.get(subject.pk) or unknown_reason())
    record(
        "verivali.campaign.drop_departed",
        by=by,
        at=at,
        on=campaign,
        subjects=[("campaign", campaign.pk), *(about for each in gone for about in steps.subjects_of(each))],
        area=place,
        data={"subjects": len(gone), "title": _title(campaign)},
    )
    return len(gone)


@action("verivali.subject.drop")
def drop_subject(*, subject_id: UUID, reason: str, by: Actor, at: datetime) -> Subject:
    """Take one subject out that is still to be visited. Raises Denied, Refused (no reason), UnableToVerify, UnableToMove."""
    subject = steps.lock_subject(subject_id)
    policies.check_can_assign_in(by, subject.area_code)
    steps.check_open(subject.campaign)
    _take_out(subject, steps.said("Alasan", reason)[:300])
    _noted("verivali.subject.drop", subject, by=by, at=at, reason=subject.drop_reason)
    return subject


@action("verivali.subject.restore")
def restore_subject(*, subject_id: UUID, by: Actor, at: datetime) -> Subject:
    """Somebody who was taken out is to be visited after all. Raises Denied, UnableToVerify, UnableToMove."""
    subject = steps.lock_subject(subject_id)
    policies.check_can_assign_in(by, subject.area_code)
    steps.check_open(subject.campaign)
    subject.state = SUBJECT.move(subject.state, "restore")
    subject.drop_reason = ""
    subject.save(update_fields=["state", "drop_reason"])
    _noted("verivali.subject.restore", subject, by=by, at=at, reason="")
    return subject


def _take_out(subject: Subject, reason: str) -> None:
    """A visit that was begun stays as it is: it cannot be sent any more, and goes on when the subject is put back."""
    subject.state = SUBJECT.move(subject.state, "drop")
    subject.drop_reason = reason
    subject.save(update_fields=["state", "drop_reason"])


def _title(campaign: Campaign) -> str:
    return "" if campaign.is_sensitive else campaign.title


def _noted(name: str, subject: Subject, *, by: Actor, at: datetime, reason: str) -> None:
    about = [("campaign", subject.campaign_id), *steps.subjects_of(subject)]
    record(name, by=by, at=at, on=subject, subjects=about, area=subject.area_code, reason=reason)
