"""Outcomes: what a recipient's economy was before the aid and what it is after (R012)."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import MeasureKind, ResourceAccess
from rangkul.programmes.models.enrolment import Enrolment

LIVELIHOODS = ("PERTANIAN", "PETERNAKAN", "PERDAGANGAN_JASA", "PERIKANAN", "LAIN")


class Outcome(models.Model):
    """One measurement of an enrolment: income in whole rupiah a month, access to resources, and the business.

    One BEFORE per enrolment, any number of AFTER. `business_kind` is one of the five livelihoods (R013), empty where no
    business runs. Rows are added, never changed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=6, choices=MeasureKind.choices)
    measured_on = models.DateField()
    monthly_income = models.BigIntegerField()
    access = models.CharField(max_length=4, choices=ResourceAccess.choices)
    is_running = models.BooleanField(default=False)
    business_kind = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(kind="BEFORE"), name="programmes_outcome_before_once"
            ),
            models.UniqueConstraint(fields=["enrolment", "kind", "measured_on"], name="programmes_outcome_day_once"),
            models.CheckConstraint(condition=models.Q(monthly_income__gte=0), name="programmes_outcome_income"),
            models.CheckConstraint(
                condition=models.Q(business_kind="", is_running=False) | models.Q(business_kind__in=LIVELIHOODS),
                name="programmes_outcome_business",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind} {self.measured_on}"
