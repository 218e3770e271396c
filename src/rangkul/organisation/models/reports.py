"""Tables of reports of work: figures counted from the trail at the moment of sending, frozen."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import ReportKind
from rangkul.organisation.models.posts import Post
from rangkul.organisation.models.slrt import SlrtOfficer


class WorkReport(models.Model):
    """A sent report: `figures` {area: {code of work: count}} of the days `first_on` to `last_on`, nothing typed but the remark.

    A weekly report is one facilitator's, a daily one a post's; each is sent once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=ReportKind.choices)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="reports")
    officer = models.ForeignKey(SlrtOfficer, on_delete=models.PROTECT, null=True, related_name="reports")
    area_code = models.CharField(max_length=13, db_collation="C")
    first_on = models.DateField()
    last_on = models.DateField()
    figures = models.JSONField(default=dict)
    remark = models.CharField(max_length=1000, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "first_on"],
                condition=models.Q(kind="DAILY"),
                name="organisation_one_daily_report",
            ),
            models.UniqueConstraint(
                fields=["officer", "first_on"],
                condition=models.Q(kind="WEEKLY"),
                name="organisation_one_weekly_report",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="DAILY", post__isnull=False, officer__isnull=True)
                | models.Q(kind="WEEKLY", post__isnull=True, officer__isnull=False),
                name="organisation_report_is_of_one",
            ),
        ]
        indexes = [models.Index(fields=["kind", "first_on"], name="organisation_report_period")]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on.isoformat()}"
