"""What is known of an institution by dates: registration, accreditation, management, beds, and what became of it."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.institutions.enums import BedSex, ChangeKind, Grade, InstitutionKind, Serves
from rangkul.institutions.models.institutions import Institution
from rangkul.kernel.ids import new_id


class Registration(models.Model):
    """That an institution is registered (tanda daftar) during `period`; an open end is valid until revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="registrations")
    number = models.CharField(max_length=100)
    issued_by = models.CharField(max_length=200, blank=True)
    deed_number = models.CharField(max_length=100, blank=True)
    deed_on = models.DateField(null=True)
    notary = models.CharField(max_length=200, blank=True)
    period = DateRangeField()
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="institutions_one_registration_at_a_time",
                expressions=[("institution", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date | None:
        """The last day in force, None without one."""
        upper: date | None = self.period.upper
        return upper - timedelta(days=1) if upper is not None else None


class Accreditation(models.Model):
    """The class that an accrediting body gave an institution for `period` (Permensos 17/2012)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="accreditations")
    grade = models.CharField(max_length=1, choices=Grade.choices)
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    period = DateRangeField()
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="institutions_one_grade_at_a_time",
                expressions=[("institution", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.grade}"

    @property
    def last_day(self) -> date | None:
        """The last day in force, None without one."""
        upper: date | None = self.period.upper
        return upper - timedelta(days=1) if upper is not None else None


class BoardMember(models.Model):
    """Somebody who manages an institution (pengurus), in a position for a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="board")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=100)
    phone = models.CharField(max_length=50, blank=True)
    period = DateRangeField()

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"


class BedGroup(models.Model):
    """Beds of one kind in an institution (a ward, a house) during `period`; `sex` blank takes in everybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="bed_groups")
    name = models.CharField(max_length=100)
    serves = models.CharField(max_length=12, choices=Serves.choices, default=Serves.ANYBODY)
    sex = models.CharField(max_length=1, choices=BedSex.choices, blank=True)
    beds = models.PositiveSmallIntegerField()
    period = DateRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(beds__gt=0), name="institutions_some_beds"),
            ExclusionConstraint(
                name="institutions_bed_group_once",
                expressions=[
                    ("institution", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionChange(models.Model):
    """What became of an institution on a day: other name or kind, merged into, split into, closed (R212, R213).

    `successor` is the institution that goes on; `decree` and `file_id` are the papers of the study or the decision.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="changes")
    successor = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="origins")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    on = models.DateField()
    old_name = models.CharField(max_length=200)
    new_name = models.CharField(max_length=200, blank=True)
    old_kind = models.CharField(max_length=20, choices=InstitutionKind.choices)
    new_kind = models.CharField(max_length=20, choices=InstitutionKind.choices, blank=True)
    decree = models.CharField(max_length=100, blank=True)
    reason = models.TextField()
    file_id = models.UUIDField(null=True)
    residents_moved = models.PositiveIntegerField(default=0)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["institution", "on"], name="institutions_change_on")]

    def __str__(self) -> str:
        return f"{self.old_name} {self.kind} {self.on}"
