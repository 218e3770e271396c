"""The table of background jobs: what runs, how far it is, what came out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.ids import new_id


class JobState(models.TextChoices):
    WAITING = "WAITING", _("menunggu")
    RUNNING = "RUNNING", _("berjalan")
    DONE = "DONE", _("selesai")
    FAILED = "FAILED", _("gagal")
    CANCELLED = "CANCELLED", _("dibatalkan")


class Job(models.Model):
    """One piece of background work with its progress. `args` and `result` hold ids and counts, never personal data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=JobState.choices, default=JobState.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    args = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancel_requested = models.BooleanField(default=False)
    requested_by = models.UUIDField(null=True)
    requested_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["requested_by", "-created_at"], name="tasks_job_mine"),
            models.Index(fields=["state"], name="tasks_job_open", condition=models.Q(state__in=["WAITING", "RUNNING"])),
        ]

    def __str__(self) -> str:
        return self.title
