"""What citizens attached: the list for whoever sees the ticket, the file for whoever serves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from rangkul.desk import policies
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import Attachment
from rangkul.platform.audit.actions import note_access
from rangkul.platform.files.sealed import open_sealed
from rangkul.platform.policy.actor import Actor

_ANY = """SELECT EXISTS (SELECT FROM desk_attachment WHERE case_id = %s)
    OR EXISTS (SELECT FROM desk_attachment WHERE complaint_id = %s)"""


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """An attachment as a line; `may_open` says whether this actor may look inside."""

    id: UUID
    name: str
    media_type: str
    size: int
    attached_at: datetime
    may_open: bool


@dataclass(frozen=True, slots=True)
class OpenedAttachment:
    """An attachment with its plain bytes."""

    name: str
    media_type: str
    content: bytes


def list_attachments(actor: Actor, subject_id: UUID) -> list[AttachmentRow]:
    """Attachments of one case or complaint that the actor may see, the oldest first."""
    with connection.cursor() as cursor:  # most tickets have none: two look-ups by index before the policies are built
        cursor.execute(_ANY, [subject_id, subject_id])
        if not cursor.fetchone()[0]:
            return []
    found = policies.attachments_visible_to(actor).filter(Q(case_id=subject_id) | Q(complaint_id=subject_id))
    return [
        AttachmentRow(
            each.pk, each.name, each.media_type, each.size, each.attached_at, policies.can_open_attachment(actor, each)
        )
        for each in found.select_related("case", "complaint").order_by("attached_at", "id")
    ]


def open_attachment(actor: Actor, attachment_id: UUID, *, at: datetime) -> OpenedAttachment:
    """One attachment; the look is written down. Raises `NoSuchCase` (not there, not the actor's to know), `Denied`."""
    found: Attachment | None = (
        policies.attachments_visible_to(actor).select_related("case", "complaint").filter(pk=attachment_id).first()
    )
    if found is None:
        raise NoSuchCase(attachment_id)
    policies.check_can_open_attachment(actor, found)
    kind, subject = ("case", found.case_id) if found.case_id else ("complaint", found.complaint_id)
    assert subject is not None
    owner = found.case or found.complaint
    reader = actor if actor.purpose else actor.for_purpose(f"melayani tiket {owner.ticket if owner else ''}")
    note_access(by=reader, kind=kind, subject_id=subject, fields=["lampiran"], at=at)
    return OpenedAttachment(found.name, found.media_type, open_sealed(found.sealed_sha256))
