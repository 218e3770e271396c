"""What may be bought with food aid: commodities, and dated rules about them, each with its source (R305)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import CommodityStatus, FoodGroup
from rangkul.programmes.workflow import COMMODITY


class Commodity(models.Model):
    """Something that can be bought with food aid, e.g. eggs, and the food group it belongs to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    group = models.CharField(max_length=15, choices=FoodGroup.choices)

    class Meta:
        verbose_name_plural = "commodities"

    def __str__(self) -> str:
        return self.name


class CommodityRule(models.Model):
    """What one source says of a commodity since a day: a draft until the office puts it in force.

    Several sources may speak of one commodity and differ; on any day at most one is in force. `is_verified`: the text of
    the source was read, not only heard of. A rule in force keeps its own days when another follows it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commodity = models.ForeignKey(Commodity, on_delete=models.PROTECT, related_name="rules")
    status = models.CharField(max_length=13, choices=CommodityStatus.choices)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)
    basis = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    valid = DateRangeField()
    state = models.CharField(max_length=10, choices=COMMODITY.choices(), default=COMMODITY.initial)
    drafted_by = models.UUIDField(null=True)
    changed_by = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()
    published_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(basis="") & ~Q(source=""), name="programmes_commodity_has_basis"),
            models.CheckConstraint(
                condition=~Q(status="BOLEH_CATATAN") | ~Q(note=""), name="programmes_commodity_note_said"
            ),
            ExclusionConstraint(
                name="programmes_commodity_one_in_force",
                expressions=[("commodity", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(state="IN_FORCE"),
            ),
        ]
        indexes = [models.Index(fields=["commodity", "state"], name="programmes_commodity_rules")]

    def __str__(self) -> str:
        return f"{self.commodity_id} {self.status}"
