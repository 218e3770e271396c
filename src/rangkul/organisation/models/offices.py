"""Tables of the office: its divisions and its officials."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import OfficeLevel


class Office(models.Model):
    """A social office: its name differs from place to place (Dinas Sosial, Disosnaker …), so it is data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    government = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=OfficeLevel.choices)
    area_code = models.CharField(max_length=13, db_collation="C", unique=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    village_label = models.CharField(max_length=30, default="Desa/Kelurahan")

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A bidang (or the secretariat) of the office; `basis` is the regulation it stands on.

    `former_names` are [{"name", "until", "basis"}], `until` the first day of the next name, the oldest first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="divisions")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    former_names = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="organisation_division_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day of the division, None while none is known."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    @property
    def names_before(self) -> list[tuple[str, date]]:
        """(former name, its last day), the newest first."""
        told = [(each["name"], date.fromisoformat(each["until"]) - timedelta(days=1)) for each in self.former_names]
        return told[::-1]


class Official(models.Model):
    """Who holds an office on which dates, and may sign: the signature block of a letter is looked up by its date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="officials")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="officials")
    position = models.CharField(max_length=150)
    is_head = models.BooleanField(default=False)
    is_signatory = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    rank = models.CharField(max_length=100, blank=True)
    nip = models.CharField(max_length=30, blank=True)
    user_id = models.UUIDField(null=True)
    term = DateRangeField()
    basis = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_holder_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    ("term", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"

    @property
    def last_day(self) -> date | None:
        """The last day in office, None while none is known."""
        return self.term.upper - timedelta(days=1) if self.term.upper else None
