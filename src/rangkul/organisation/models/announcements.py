"""Table of what the office tells the public: press releases and announcements."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import AnnouncementKind, AnnouncementState
from rangkul.organisation.models.offices import Division, Office


class Announcement(models.Model):
    """A press release or announcement: written by somebody of a division, published by another or the head (R208).

    `changed_by` is whose hand was last on the words. `is_by_head` says that the head of office published it, who may
    publish their own; the database refuses everybody else's. A published text is never changed, only archived.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.UUIDField(unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="announcements")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=AnnouncementKind.choices)
    title = models.CharField(max_length=160)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    published_by = models.UUIDField(null=True)
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    is_by_head = models.BooleanField(default=False)
    archived_by_name = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True)
    archive_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="KONSEP") | models.Q(published_at__isnull=False, published_by__isnull=False),
                name="organisation_announced_by",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by__isnull=True)
                | models.Q(is_by_head=True)
                | (~models.Q(published_by=models.F("written_by")) & ~models.Q(published_by=models.F("changed_by"))),
                name="organisation_announced_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at", "-id"], name="organisation_announced")]

    def __str__(self) -> str:
        return self.title
