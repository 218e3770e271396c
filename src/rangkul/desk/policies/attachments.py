"""Who may open what citizens attached: those who may read the words of the case or complaint."""

from django.db.models import Q, QuerySet

from rangkul.desk.models import Attachment
from rangkul.desk.policies.cases import can_read_story, visible_to
from rangkul.desk.policies.complaints import can_read_complaint, complaints_visible_to
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

_PERMISSION = "desk.attachment.open"


def attachments_visible_to(actor: Actor) -> QuerySet[Attachment]:
    """Attachments of the cases and complaints that the actor may see (that they are there, not yet what they show)."""
    return Attachment.objects.filter(Q(case__in=visible_to(actor)) | Q(complaint__in=complaints_visible_to(actor)))


def can_open_attachment(actor: Actor, attachment: Attachment) -> bool:
    """Whether the actor may read the words of what it belongs to."""
    if attachment.case is not None:
        return can_read_story(actor, attachment.case)
    return attachment.complaint is not None and can_read_complaint(actor, attachment.complaint)


def check_can_open_attachment(actor: Actor, attachment: Attachment) -> None:
    """Raise `Denied` unless `can_open_attachment`."""
    if not can_open_attachment(actor, attachment):
        raise Denied(permission=_PERMISSION, message="Lampiran ini hanya dibuka oleh petugas yang melayani.")
