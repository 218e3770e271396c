"""Proposals: a village's batch for one component, line by line."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import LineState, RefusalReason
from rangkul.programmes.models.catalogue import Component
from rangkul.programmes.models.screening import Screening
from rangkul.programmes.models.subject import AboutSubject, one_subject
from rangkul.programmes.workflow import PROPOSAL


class ProposalBatch(models.Model):
    """A batch proposed by a village (or kelurahan) for one component and fiscal year, from its musyawarah.

    `ranking` is the declared order of the terms as it stood when the batch was submitted, `ranking_reason` why the
    musyawarah's order differs from it. `is_move_up`: prepared from the waiting list, never proposed by a village.
    """

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
    ranking = models.JSONField(default=list)
    ranking_reason = models.TextField(blank=True)
    is_move_up = models.BooleanField(default=False)
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
    """One proposed subject: the registry id in force at proposal, the frozen screening, and what became of it.

    `rank` is the order that counts (the musyawarah's); `computed_rank` the declared one, with its `rank_values` and the
    number of the value that set the line apart from the one before it in `rank_decided` ("id" when only the id did).
    `overlaps` is what was found at proposal or decision (`queries.overlaps.Overlap.to_json`), `overlap_reason` why it
    was let pass. `cost` is the budget of `deliveries` deliveries in whole rupiah, null when unknown. `waited_as` is the line of the waiting list that moved up into this one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(ProposalBatch, on_delete=models.PROTECT, related_name="lines")
    rank = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.PROPOSED)
    registry_id = models.CharField(max_length=64, blank=True)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="+")
    override_reason = models.TextField(blank=True)
    computed_rank = models.PositiveIntegerField(null=True)
    rank_values = models.JSONField(default=list)
    rank_decided = models.CharField(max_length=4, blank=True)
    overlaps = models.JSONField(default=list)
    overlap_reason = models.TextField(blank=True)
    cost = models.BigIntegerField(null=True)
    deliveries = models.PositiveSmallIntegerField(default=0)
    waited_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="moved_up_as")
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
        indexes = [
            models.Index(fields=["case_id"], name="programmes_line_case"),
            models.Index(fields=["batch"], name="programmes_line_waiting", condition=models.Q(state="WAITING")),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.subject_id}"
