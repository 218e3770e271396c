"""Change requests: what a village asks to be changed, frozen when it is submitted, until it is applied or refused."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.registry.enums import ChangeKind
from rangkul.registry.models.people import Family, Person
from rangkul.registry.workflow import CHANGE


class ChangeRequest(models.Model):
    """One event of life of a family or a person, asked for with documents, checked by somebody else, then applied.

    `proposed_cipher` seals the proposed values as JSON (they may hold a NIK, a card number, a telephone). `base` are the
    fields as they stood when the form was filled in, as shown texts. `digest` is the SHA-256 over kind, subject,
    proposal and base, set when the request is submitted: what is checked and applied is what was asked. `before` and
    `after` are the shown texts at the moment of applying. `area_code` is where the subject lives, `to_area` where a
    move leads.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=15, choices=ChangeKind.choices)
    state = models.CharField(max_length=9, choices=CHANGE.choices(), default=CHANGE.initial)
    area_code = models.CharField(max_length=13, db_collation="C")
    to_area = models.CharField(max_length=13, blank=True, db_collation="C")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="change_requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="change_requests")
    happened_on = models.DateField()
    proposed_cipher = models.BinaryField()
    base = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    decision_reason = models.TextField(blank=True)
    settled = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    submitted_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(family__isnull=False)
                | models.Q(person__isnull=False)
                | models.Q(kind=ChangeKind.MOVE_IN),
                name="registry_change_about_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["DRAFT", "WITHDRAWN"]) | ~models.Q(digest=""),
                name="registry_change_frozen_when_asked",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="APPLIED") | models.Q(applied_at__isnull=False, checked_at__isnull=False),
                name="registry_change_applied_after_check",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "area_code"], name="registry_change_list"),
            models.Index(fields=["family"], name="registry_change_family"),
            models.Index(fields=["person"], name="registry_change_person"),
        ]

    def __str__(self) -> str:
        return self.number
