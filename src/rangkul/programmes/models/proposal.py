"""Proposals: a village's batch for one component, line by line."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import LineState, RefusalReason
from rangkul.programmes.models.catalogue import Component
from rangkul.programmes.models.screening import Screening
from rangkul.programmes.models.subject import AboutSubject, one_subject
from rangkul.programmes.workflow import PROPOSAL


class ProposalBatch(models.Model):
    """A batch proposed by a village (or kelurahan) for one component and fiscal year, from its musyawarah."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=60, unique=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="batches")
    fiscal_year = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=13, db_collation="C")
    state = models.CharField(max_length=12, choices=PROPOSAL.choices(), default=PROPOSAL.initial)
    musyawarah_on = models.DateField(null=True)
    musyawarah_place = models.CharField(max_length=200, blank=True)
    musyawarah_attendance = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    verified_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "proposal batches"
        indexes = [models.Index(fields=["state", "area_code"], name="programmes_batch_state")]

    def __str__(self) -> str:
        return self.number


class ProposalLine(AboutSubject):
    """One proposed subject: the registry id in force at proposal, the frozen screening, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ProposalBatch, on_delete=models.PROTECT, related_name="lines")
    rank = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PROPOSED)
    registry_id = models.CharField(max_length=64, blank=True)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.TextField(blank=True)
    refusal_reason = models.CharField(max_length=20, choices=RefusalReason.choices, blank=True)
    refusal_note = models.TextField(blank=True)
    case_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_subject("programmes_line_subject"),
            models.UniqueConstraint(fields=["batch", "person"], name="programmes_line_person_once"),
            models.UniqueConstraint(fields=["batch", "family"], name="programmes_line_family_once"),
            models.UniqueConstraint(fields=["batch", "institution"], name="programmes_line_institution_once"),
        ]
        indexes = [models.Index(fields=["case_id"], name="programmes_line_case")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.subject_id}"
