"""Tables of SLRT above the villages: its manager, supervisors and facilitators, and how many there shall be."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import SlrtRole
from rangkul.organisation.models.offices import Office


class SlrtOfficer(models.Model):
    """Somebody of SLRT from a day until a day. `areas`: villages of a facilitator, areas of a supervisor.

    `supervisor` guides a facilitator; `user_id` is the account, when there is one; `valid_to` the first day without.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="slrt_officers")
    role = models.CharField(max_length=12, choices=SlrtRole.choices)
    name = models.CharField(max_length=200)
    user_id = models.UUIDField(null=True)
    supervisor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="facilitators")
    areas = ArrayField(models.CharField(max_length=13), default=list)
    decree_number = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_slrt_manager",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(role="MANAGER"),
            ),
            models.CheckConstraint(
                condition=Q(role="FACILITATOR") | Q(supervisor__isnull=True),
                name="organisation_facilitators_are_guided",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="organisation_slrt_days",
            ),
        ]
        indexes = [models.Index(fields=["office", "role"], name="organisation_slrt_role")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class Formation(models.Model):
    """How many people of a role SLRT shall have from a day on (Tanggamus 2016: 50, 3 and 1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="formations")
    role = models.CharField(max_length=12, choices=SlrtRole.choices)
    seats = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "role", "valid_from"], name="organisation_formation_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.seats}"
