"""Tables of letters: a draft for a case that is initialled, signed, numbered and issued, or cancelled."""

from django.db import models

from rangkul.desk.models.cases import Case
from rangkul.desk.workflow import LETTER
from rangkul.kernel.ids import new_id


class Letter(models.Model):
    """A letter for a case. `content_cipher` holds the answers of the form and the facts frozen with them,
    `paper_cipher` exactly what was signed; both sealed. `signer` is the block of whoever signed, and stays.

    The number lives in the issued document (`document_id`), which the register book shows for good.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    area_code = models.CharField(max_length=13, db_collation="C")
    about_name = models.CharField(max_length=200, blank=True)
    recipient = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=LETTER.choices(), default=LETTER.initial)
    content_cipher = models.BinaryField()
    paper_cipher = models.BinaryField(null=True)
    facts_on = models.DateField()
    drafted_by = models.UUIDField(null=True)
    drafted_by_name = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    returned_reason = models.CharField(max_length=300, blank=True)
    initialled_by = models.UUIDField(null=True)
    initialled_by_name = models.CharField(max_length=200, blank=True)
    initialled_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    signed_by_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    signer = models.JSONField(default=dict)
    document_id = models.UUIDField(null=True, unique=True)
    number = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField(null=True)
    issued_by_name = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_name = models.CharField(max_length=200, blank=True)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="ISSUED")
                | models.Q(document_id__isnull=False, paper_cipher__isnull=False, issued_on__isnull=False),
                name="desk_letter_issued_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="CANCELLED")
                | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancelled_reason="")),
                name="desk_letter_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(initialled_by__isnull=True) | ~models.Q(initialled_by=models.F("drafted_by")),
                name="desk_letter_other_initials",
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True)
                | (~models.Q(signed_by=models.F("drafted_by")) & ~models.Q(signed_by=models.F("initialled_by"))),
                name="desk_letter_other_signs",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="desk_letter_case"),
            models.Index(fields=["state", "area_code", "-id"], name="desk_letter_list"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} ({self.state})"
