"""Tables of requests for a bed, between the desk and an institution."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from rangkul.institutions.enums import RequestKind, RequestState
from rangkul.institutions.models.homes import BedGroup
from rangkul.institutions.models.institutions import Institution
from rangkul.institutions.models.residents import Residency
from rangkul.kernel.ids import new_id


class BedRequest(models.Model):
    """That a bed is asked for somebody: by the desk of an institution (with a referral), or by an institution.

    What the institution writes is text of its own, because it does not read the registry; whom it means the office
    finds there, and admits. `held` are the days for which the accepted one holds a bed. `area_code` is where the person comes from, else where the institution stands.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.ASKED)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="bed_requests")
    bed_group = models.ForeignKey(BedGroup, on_delete=models.PROTECT, null=True, related_name="+")
    referral_id = models.UUIDField(null=True)
    residency = models.ForeignKey(Residency, on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    institution_area = models.CharField(max_length=13, db_collation="C")
    name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    origin = models.CharField(max_length=300, blank=True)
    reason_cipher = models.BinaryField()
    answer = models.CharField(max_length=1000, blank=True)
    asked_by_name = models.CharField(max_length=200)
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    held = DateRangeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "referral_id"],
                condition=models.Q(state__in=["DIMINTA", "DISANGGUPI"], referral_id__isnull=False),
                name="institutions_asked_once",
            )
        ]
        indexes = [models.Index(fields=["institution", "state", "asked_at"], name="institutions_bed_request")]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.kind} {self.state}"

    @property
    def held_until(self) -> date | None:
        """The last day for which a bed is held, None when none is or was."""
        return self.held.upper - timedelta(days=1) if self.held is not None else None
