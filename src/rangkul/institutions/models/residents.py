"""Tables of people who live in an institution."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.institutions.enums import CameBy, LeftReason
from rangkul.institutions.models.homes import BedGroup
from rangkul.institutions.models.institutions import Institution
from rangkul.kernel.ids import new_id


class Residency(models.Model):
    """That a person lives in an institution during `period` (half-open dates): nobody is in two on one day.

    `area_code` is where the person comes from, `institution_area` where the institution stands: the wall lets through
    whoever works in either, and the institution's own user. Name, sex and birth date are those of the institution's
    book on the day of admission, because its user does not read the registry. Reasons are encrypted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="residencies")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    bed_group = models.ForeignKey(BedGroup, on_delete=models.PROTECT, null=True, related_name="residencies")
    period = DateRangeField()
    area_code = models.CharField(max_length=13, db_collation="C")
    institution_area = models.CharField(max_length=13, db_collation="C")
    name = models.CharField(max_length=200)
    sex = models.CharField(max_length=1, blank=True)
    birth_date = models.DateField(null=True)
    came_by = models.CharField(max_length=10, choices=CameBy.choices)
    referral_id = models.UUIDField(null=True)
    reason_cipher = models.BinaryField()
    overfill_reason = models.CharField(max_length=300, blank=True)
    left_reason = models.CharField(max_length=12, choices=LeftReason.choices, blank=True)
    destination = models.CharField(max_length=300, blank=True)
    left_note_cipher = models.BinaryField(null=True)
    moved_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    admitted_by_name = models.CharField(max_length=200)
    left_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "residencies"
        constraints = [
            ExclusionConstraint(
                name="institutions_one_home_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=models.Q(left_reason="", period__endswith__isnull=True)
                | (~models.Q(left_reason="") & models.Q(period__endswith__isnull=False)),
                name="institutions_left_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["institution", "name"], name="institutions_resident_list")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.institution_id}"
