"""Table of delegations: an official gives a duty to another for a time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.models.offices import Office


class Delegation(models.Model):
    """What one official decides for another on these days: letters and decisions then say "a.n." with `position`.

    `duty_id` is the giver's duty (of `accounts`): the right comes from it and ends with it. One holder at a time.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="delegations")
    duty_id = models.UUIDField()
    giver_id = models.UUIDField()
    giver_name = models.CharField(max_length=200)
    position = models.CharField(max_length=150)
    receiver_id = models.UUIDField()
    receiver_name = models.CharField(max_length=200)
    period = DateRangeField()
    number = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_delegate_at_a_time",
                expressions=[("duty_id", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=~models.Q(giver_id=models.F("receiver_id")), name="organisation_delegate_is_another"
            ),
        ]
        indexes = [models.Index(fields=["receiver_id"], name="organisation_delegate")]

    def __str__(self) -> str:
        return f"{self.giver_name} → {self.receiver_name}"
