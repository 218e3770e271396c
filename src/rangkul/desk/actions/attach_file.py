"""A citizen adds a photo or a letter to their ticket."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.actions.answer_complaint import lock_complaint
from rangkul.desk.models import Attachment, Case, Complaint
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.files.kinds import MEGABYTE
from rangkul.platform.files.sealed import keep_sealed
from rangkul.platform.policy.actor import Actor

MOST_FILES = 5
LARGEST = 6 * MEGABYTE
"""Bytes of one file as it is sent: a photo of a telephone fits."""


@action("desk.case.attach")
def attach_to_case(*, case_id: UUID, content: bytes, name: str, by: Actor, at: datetime) -> Attachment:
    """Add a photo or letter to an open case; the same file again changes nothing.

    The caller has checked ticket and digits and opened the village's scope. Raises `Refused` (type, size, too many, closed).
    """
    by.check_may("desk.case.attach")
    case = steps.lock(case_id)
    return _attach(case, None, content, name, by, at)


@action("desk.complaint.attach")
def attach_to_complaint(*, complaint_id: UUID, content: bytes, name: str, by: Actor, at: datetime) -> Attachment:
    """Add a photo or letter to an open complaint, as `attach_to_case`."""
    by.check_may("desk.complaint.attach")
    return _attach(None, lock_complaint(complaint_id), content, name, by, at)


def _attach(
    case: Case | None, complaint: Complaint | None, content: bytes, name: str, by: Actor, at: datetime
) -> Attachment:
    owner = case or complaint
    assert owner is not None
    others = Attachment.objects.filter(case=case, complaint=complaint)
    if owner.state == "CLOSED":
        raise Refused(
            field="Tiket", value=owner.ticket, expected="tiket yang masih terbuka", remedy="sampaikan kebutuhan baru"
        )
    kept = keep_sealed(content, name=name, kind="ATTACHMENT", cap=LARGEST)
    found = others.filter(sha256=kept.sha256).first()
    if found is None and others.count() >= MOST_FILES:
        raise Refused(
            field="Lampiran", value=name, expected=f"paling banyak {MOST_FILES} berkas untuk satu tiket",
            remedy="bawa surat yang lain ke Puskesos",
        )  # fmt: skip
    attachment = found or Attachment.objects.create(
        case=case,
        complaint=complaint,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        sealed_sha256=kept.sealed_sha256,
        attached_by_name=by.name,
        attached_at=at,
    )
    facts: dict[str, Any] = {"type": kept.media_type, "size": kept.size, "again": found is not None}
    if case is not None:
        steps.note_event("desk.case.attach", case, by=by, at=at, **facts)
    if complaint is not None:
        steps.note_complaint("desk.complaint.attach", complaint, by=by, at=at, **facts)
    return attachment
