"""Tables of e-warongs: the appointed outlet, the villages it serves, its pauses, and what families buy there (R306)."""

from django.db import models
from django.db.models import Q

from rangkul.delivery.enums import KnownAid, LineVerdict, OperatorKind
from rangkul.delivery.workflow import EWARONG
from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import FoodGroup


class Ewarong(models.Model):
    """An outlet where food aid is spent, appointed by a decree for a time. `valid_until` is its last day.

    The operator is a person of the registry or a KUBE by its name; `operator_name` is frozen as it was written.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    operator_kind = models.CharField(max_length=6, choices=OperatorKind.choices)
    operator_person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    operator_name = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, db_collation="C")
    state = models.CharField(max_length=10, choices=EWARONG.choices(), default=EWARONG.initial)
    decree_number = models.CharField(max_length=80, blank=True)
    decree_on = models.DateField(null=True)
    decree_file_id = models.UUIDField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    created_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("APPOINTED", "SUSPENDED"))
                | (~Q(decree_number="") & Q(decree_on__isnull=False, valid_from__isnull=False)),
                name="delivery_ewarong_has_decree",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="delivery_ewarong_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="delivery_ewarong_end_said",
            ),
            models.UniqueConstraint(
                fields=["name", "area_code"], condition=~Q(state="ENDED"), name="delivery_ewarong_name_once"
            ),
        ]
        indexes = [models.Index(fields=["area_code", "name"], name="delivery_ewarong_list")]

    def __str__(self) -> str:
        return self.name


class EwarongCover(models.Model):
    """A village whose families may buy at the e-warong."""

    ewarong = models.ForeignKey(Ewarong, on_delete=models.CASCADE, related_name="covered")
    area_code = models.CharField(max_length=13, db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ewarong", "area_code"], name="delivery_ewarong_cover_once")]
        indexes = [models.Index(fields=["area_code"], name="delivery_ewarong_covered")]

    def __str__(self) -> str:
        return self.area_code


class EwarongPause(models.Model):
    """A time in which the e-warong was suspended: from `since_on` until before `until_on` (None: still)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ewarong = models.ForeignKey(Ewarong, on_delete=models.PROTECT, related_name="pauses")
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ewarong"], condition=Q(until_on__isnull=True), name="delivery_ewarong_one_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ewarong_id} {self.since_on}"


class Purchase(models.Model):
    """What a family bought with food aid on a day. `area_code` is the family's village on that day, `total` whole rupiah.

    `known_aid` is what the registry said of the family then. `forbidden` counts lines against the rule of the day; the
    office looks at them (`reviewed_at`). A mistake is voided with a reason, never deleted. `key` is the form's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ewarong = models.ForeignKey(Ewarong, on_delete=models.PROTECT, related_name="purchases")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    buyer_name = models.CharField(max_length=200)
    known_aid = models.CharField(max_length=9, choices=KnownAid.choices, default=KnownAid.NONE)
    bought_on = models.DateField()
    total = models.BigIntegerField()
    forbidden = models.PositiveSmallIntegerField(default=0)
    key = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    review_note = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=200, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="delivery_purchase_void_said"
            )
        ]
        indexes = [
            models.Index(fields=["ewarong", "-bought_on"], name="delivery_purchase_list"),
            models.Index(fields=["family", "-bought_on"], name="delivery_purchase_family"),
            models.Index(fields=["area_code", "bought_on"], name="delivery_purchase_area"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer_name} {self.bought_on}"


class PurchaseLine(models.Model):
    """One commodity of a purchase, with what the rule of that day said of it. `price` and `amount` are whole rupiah."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="lines")
    commodity = models.ForeignKey("programmes.Commodity", on_delete=models.PROTECT, related_name="+")
    rule_id = models.UUIDField(null=True)
    verdict = models.CharField(max_length=13, choices=LineVerdict.choices)
    group = models.CharField(max_length=15, choices=FoodGroup.choices)
    quantity = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.CharField(max_length=20)
    price = models.BigIntegerField()
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.purchase_id} {self.commodity_id}"
