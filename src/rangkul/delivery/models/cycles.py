"""Tables of cycles: the frozen list of entitlements, handovers with proof, days of meals, and the BAST."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rangkul.delivery.enums import EntitlementState, MissedReason, Proof, Receiver
from rangkul.delivery.workflow import CYCLE
from rangkul.kernel.ids import new_id


class Cycle(models.Model):
    """One delivery of a component's item to everybody enrolled in an area, e.g. rice for July 2022.

    `quantity` is per entitlement in `item_unit`; `tariff` the value of it in whole rupiah. With the item unit
    `components.PER_HEAD` both are for one resident on one day, and an entitlement grows with its days of meals (B09).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    component = models.ForeignKey("programmes.Component", on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    area_code = models.CharField(max_length=13, db_collation="C")
    item = models.CharField(max_length=100)
    item_unit = models.CharField(max_length=20)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    tariff = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=CYCLE.choices(), default=CYCLE.initial)
    created_by = models.UUIDField(null=True)
    frozen_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    frozen_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "area_code", "period_start"], name="delivery_one_cycle_a_period"
            )
        ]
        indexes = [models.Index(fields=["state", "-period_start"], name="delivery_cycle_state")]

    def __str__(self) -> str:
        return self.name


class Entitlement(models.Model):
    """One line of the frozen list: what an enrolment is due in a cycle. At most one per enrolment and cycle.

    Recipient's name and registry id are frozen as they stood, so the list reads the same for ever.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="entitlements")
    enrolment = models.ForeignKey("programmes.Enrolment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    recipient_name = models.CharField(max_length=200)
    registry_id = models.CharField(max_length=64, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    state = models.CharField(max_length=8, choices=EntitlementState.choices, default=EntitlementState.PENDING)
    missed_reason = models.CharField(max_length=20, choices=MissedReason.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "enrolment"], name="delivery_one_entitlement_a_cycle"),
            models.CheckConstraint(
                condition=~models.Q(state="MISSED") | ~models.Q(missed_reason=""), name="delivery_missed_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["cycle", "area_code", "recipient_name"], name="delivery_entitlement_list"),
            models.Index(fields=["family"], name="delivery_entitlement_family"),
            models.Index(fields=["person"], name="delivery_entitlement_person"),
        ]

    def __str__(self) -> str:
        return self.recipient_name

    @property
    def subject_kind(self) -> str:
        """ "person", "family" or "institution"."""
        return "person" if self.person_id else "family" if self.family_id else "institution"

    @property
    def subject_id(self) -> Any:
        return self.person_id or self.family_id or self.institution_id


class Handover(models.Model):
    """That an entitlement was handed over, to whom, with what proof. At most one stands per entitlement.

    `item_detail` is the kind and size of a thing that is handed over one by one (an assistive device), `overlap_reason`
    why it was handed over beside aid that goes together with a reason only. `key` is the form's idempotency key and
    `digest` of what it said: the same form sent again changes nothing. A mistake is voided with a reason, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="handovers")
    key = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    receiver = models.CharField(max_length=12, choices=Receiver.choices)
    receiver_name = models.CharField(max_length=200)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    proof_file_id = models.UUIDField(null=True)
    registry_id = models.CharField(max_length=64, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    item_detail = models.CharField(max_length=200, blank=True)
    overlap_reason = models.CharField(max_length=300, blank=True)
    handed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=200, blank=True)
    void_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=models.Q(voided_at__isnull=True), name="delivery_settled_once"
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""), name="delivery_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.handed_on}"


class Bast(models.Model):
    """The berita acara serah terima of a cycle in one village: a document over the handovers it counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="basts")
    area_code = models.CharField(max_length=13, db_collation="C")
    served = models.PositiveIntegerField()
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    document_id = models.UUIDField()
    issued_by_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cycle", "area_code"], name="delivery_bast_village")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.area_code}"


class MealDay(models.Model):
    """The meals of one day in an institution, head by head: at most one stands per entitlement and day.

    `served_ids` and `absent_ids` are stays of the institution's book as it was that day (ids only: names stand there),
    `signed_by` who answers for the signed list. A mistake is voided with a reason, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="meal_days")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    on = models.DateField()
    served_ids = ArrayField(models.UUIDField())
    absent_ids = ArrayField(models.UUIDField(), default=list)
    absent_reason = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    signed_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    voided_at = models.DateTimeField(null=True)
    voided_by_name = models.CharField(max_length=200, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "on"],
                condition=models.Q(voided_at__isnull=True),
                name="delivery_meals_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                name="delivery_meal_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.on}"
