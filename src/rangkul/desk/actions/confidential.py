"""Confidential notes: written encrypted, read only with the right and a purpose, every look in the access log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.models import Case, ConfidentialNote
from rangkul.desk.policies import check_can_confidential
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, note_access, record
from rangkul.platform.policy.actor import Actor

CONTEXT = "desk.confidential"


@dataclass(frozen=True, slots=True)
class OpenNote:
    """A confidential note, opened."""

    text: str
    by: str
    at: datetime


@action("desk.confidential.write")
def write_confidential(*, case_id: UUID, text: str, by: Actor, at: datetime) -> ConfidentialNote:
    """Write a confidential note; the trail says that there is one, not what it says, and the timeline says nothing."""
    case = steps.lock(case_id)
    check_can_confidential(by, "write", case)
    said = steps.said("Catatan", text, least=2)
    last = ConfidentialNote.objects.filter(case_id=case.pk, written_by=by.user_id).order_by("-id").first()
    if last is not None and crypto.unseal(bytes(last.text_cipher), context=CONTEXT) == said:
        raise steps.said_already()
    row = ConfidentialNote.objects.create(
        case=case,
        text_cipher=crypto.seal(said, context=CONTEXT),
        written_by=by.user_id,
        written_by_name=by.name,
        written_at=at,
    )
    _tell("desk.confidential.write", case, by, at)
    return row


@action("desk.confidential.read")
def read_confidential(*, case_id: UUID, purpose: str, by: Actor, at: datetime) -> list[OpenNote]:
    """The confidential notes of a case, the newest first, for a stated purpose; the look is logged before they are shown."""
    case = Case.objects.get(pk=case_id)
    check_can_confidential(by, "read", case)
    why = " ".join(purpose.split())
    if len(why) < 5:
        raise Refused(
            field="Keperluan", value=purpose, expected="untuk apa catatan dibaca", remedy="tulis dengan kata sendiri"
        )
    note_access(by=by.for_purpose(why), kind="case", subject_id=case.pk, fields=["catatan rahasia"], at=at)
    _tell("desk.confidential.read", case, by, at)
    rows = ConfidentialNote.objects.filter(case_id=case.pk).order_by("-written_at", "-id")
    return [
        OpenNote(crypto.unseal(bytes(each.text_cipher), context=CONTEXT), each.written_by_name, each.written_at)
        for each in rows
    ]


def _tell(name: str, case: Case, by: Actor, at: datetime) -> None:
    """In the trail for auditors, on nobody's timeline: that there is a secret is part of the secret."""
    record(name, by=by, at=at, on=case, area=case.area_code, data={"ticket": case.ticket})
