"""The overlap policy: which two programmes may not be received together, by whom, from when, on what ground."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import OverlapLevel, OverlapRule
from rangkul.programmes.models.catalogue import Programme


class OverlapPolicy(models.Model):
    """What holds for a pair of programmes at one level during `valid` (half-open dates, open at both ends if unknown).

    The pair is stored once, `first` being the one with the smaller id, so that the matrix is symmetrical by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=OverlapLevel.choices)
    rule = models.CharField(max_length=11, choices=OverlapRule.choices)
    basis = models.TextField()
    valid = DateRangeField()
    changed_by = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "overlap policies"
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="programmes_overlap_pair_once"),
            models.CheckConstraint(condition=~Q(basis=""), name="programmes_overlap_has_basis"),
            ExclusionConstraint(
                name="programmes_overlap_one_at_a_time",
                expressions=[
                    ("first", RangeOperators.EQUAL),
                    ("second", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} x {self.second_id} {self.level}: {self.rule}"
