"""Tables of powers to sign: who signs for which office holder, in which capacity, from when until when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import Capacity
from rangkul.organisation.models.offices import Office, Official


class SigningMandate(models.Model):
    """An official's power to sign in place of another office: `position` is the office stood in for, `basis` the decree.

    An office has at most one Plt. or Plh. on a day; several may sign on behalf of its holder.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="mandates")
    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="mandates")
    position = models.CharField(max_length=150)
    capacity = models.CharField(max_length=3, choices=Capacity.choices)
    basis = models.CharField(max_length=200)
    term = DateRangeField()
    granted_by = models.UUIDField(null=True)
    granted_by_name = models.CharField(max_length=200)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_acting_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    ("term", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(capacity__in=["PLT", "PLH"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.position}"
