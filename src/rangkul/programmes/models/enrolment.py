"""Decisions and what follows from them: decrees (SK) and enrolments."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import EnrolmentState, ExitReason
from rangkul.programmes.models.catalogue import Component
from rangkul.programmes.models.proposal import ProposalBatch, ProposalLine
from rangkul.programmes.models.subject import AboutSubject, one_subject


class Decree(models.Model):
    """The SK that a decision is made by: number, date, who signed in which office, and the PDF."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=100, unique=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="decrees")
    batch = models.OneToOneField(ProposalBatch, on_delete=models.PROTECT, related_name="decree")
    fiscal_year = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=13, db_collation="C")
    signed_on = models.DateField()
    signatory_name = models.CharField(max_length=200)
    signatory_position = models.CharField(max_length=200)
    signatory_nip = models.CharField(max_length=30, blank=True)
    document_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class Enrolment(AboutSubject):
    """That a subject is served by a component from a day on, by which decree; ended with reason and evidence.

    `reserved` is the budget taken for it in whole rupiah, for `reserved_deliveries` deliveries of the fiscal year.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="enrolments")
    fiscal_year = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=13, db_collation="C")
    state = models.CharField(max_length=8, choices=EnrolmentState.choices, default=EnrolmentState.ACTIVE)
    decree = models.ForeignKey(Decree, on_delete=models.PROTECT, related_name="enrolments")
    line = models.OneToOneField(ProposalLine, on_delete=models.PROTECT, related_name="enrolment")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    exit_reason = models.CharField(max_length=20, choices=ExitReason.choices, blank=True)
    exit_note = models.TextField(blank=True)
    exit_evidence = models.CharField(max_length=300, blank=True)
    reserved = models.BigIntegerField(default=0)
    reserved_deliveries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_subject("programmes_enrolment_subject"),
            *(
                models.UniqueConstraint(
                    fields=["component", subject],
                    condition=models.Q(state="ACTIVE"),
                    name=f"programmes_active_{subject}_once",
                )
                for subject in ("person", "family", "institution")
            ),
            models.CheckConstraint(
                condition=models.Q(state="ACTIVE") | (~models.Q(exit_reason="") & models.Q(valid_to__isnull=False)),
                name="programmes_exit_has_reason_and_date",
            ),
        ]
        indexes = [models.Index(fields=["component", "state", "area_code"], name="programmes_enrolment_list")]

    def __str__(self) -> str:
        return f"{self.component_id} {self.subject_id}"
