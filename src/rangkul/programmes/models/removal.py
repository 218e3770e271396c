"""Candidates to strike off and to propose, and the batches in which recipients are struck off by decision (R125)."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import Advice, CandidateKind, ExitReason, ProposeReason, RemovalState
from rangkul.programmes.models.catalogue import Component
from rangkul.programmes.models.enrolment import Enrolment
from rangkul.programmes.models.subject import AboutSubject, one_subject
from rangkul.programmes.workflow import REMOVAL

_REASONS = [*ExitReason.choices, *ProposeReason.choices]


class CandidateRun(models.Model):
    """One pass over everybody of an area as of a day; its list is frozen. `total` counts candidates.

    `parameters` are the limits it went by: {"usia_sekolah": years, "desil": highest decile that should get help,
    "desil_program": {outside programme: highest decile}}.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=CandidateKind.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    as_of = models.DateField()
    parameters = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    requested_by = models.UUIDField(null=True)
    requested_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.area_code} {self.as_of}"


class Candidate(models.Model):
    """One reason against (or for) one subject on one list, as the run saw it; rows are never changed.

    To strike off: `enrolment` or the outside membership `outside_id` of `outside_programme` is what it touches. The
    subject and the evidence are held by id without a foreign key, as results of a screening are: a frozen list never
    stands in the way of undoing an import. `cause_name` is who died when the subject is a family. `facts` holds the
    figures of the sentence (age, limit, decile); no number of identity.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(CandidateRun, on_delete=models.PROTECT, related_name="candidates", db_index=False)
    area_code = models.CharField(max_length=13, db_collation="C")
    subject_kind = models.CharField(max_length=12)
    subject_id = models.UUIDField()
    subject_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=24, choices=_REASONS)
    advice = models.CharField(max_length=16, choices=Advice.choices)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="candidates")
    outside_id = models.UUIDField(null=True)
    outside_programme = models.CharField(max_length=10, blank=True)
    outside_number = models.CharField(max_length=40, blank=True)
    cause_name = models.CharField(max_length=200, blank=True)
    evidence_source = models.CharField(max_length=12)
    evidence_kind = models.CharField(max_length=20)
    evidence_id = models.UUIDField(null=True)
    evidence_on = models.DateField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["run", "area_code", "id"], name="programmes_candidate_list"),
            models.Index(fields=["subject_id"], name="programmes_candidate_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=ProposeReason.values)
                | models.Q(enrolment__isnull=False, outside_id__isnull=True)
                | (models.Q(enrolment__isnull=True, outside_id__isnull=False) & ~models.Q(outside_programme="")),
                name="programmes_candidate_touches_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.subject_id}"


class RemovalBatch(models.Model):
    """A village's list of recipients to strike off one own component, or to recommend to one outside owner."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=60, unique=True)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, null=True, related_name="removal_batches")
    outside_programme = models.CharField(max_length=10, blank=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    state = models.CharField(max_length=12, choices=REMOVAL.choices(), default=REMOVAL.initial)
    musyawarah_on = models.DateField(null=True)
    musyawarah_place = models.CharField(max_length=200, blank=True)
    musyawarah_attendance = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "removal batches"
        indexes = [models.Index(fields=["state", "area_code"], name="programmes_removal_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(component__isnull=False, outside_programme="")
                | (models.Q(component__isnull=True) & ~models.Q(outside_programme="")),
                name="programmes_removal_one_list",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RemovalDecree(models.Model):
    """The SK (or, for an outside programme, the recommendation) that decides a removal batch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=100, unique=True)
    batch = models.OneToOneField(RemovalBatch, on_delete=models.PROTECT, related_name="decree")
    area_code = models.CharField(max_length=13, db_collation="C")
    signed_on = models.DateField()
    signatory_name = models.CharField(max_length=200)
    signatory_position = models.CharField(max_length=200)
    document_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class RemovalLine(AboutSubject):
    """One recipient in a removal batch: reason, evidence, from when, and what was decided.

    DICORET and NONAKTIF_DIUSULKAN stand only with reason, evidence, day and decree; KEPT only with why; REPLACED only
    with who manages the aid from now on (`successor`). `file_id` is the evidence on file, when one was handed in.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(RemovalBatch, on_delete=models.PROTECT, related_name="lines")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="lines")
    state = models.CharField(max_length=20, choices=RemovalState.choices, default=RemovalState.PROPOSED)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="removal_lines")
    outside_id = models.UUIDField(null=True)
    outside_number = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=20, choices=ExitReason.choices)
    advice = models.CharField(max_length=16, choices=Advice.choices)
    evidence = models.CharField(max_length=300, blank=True)
    file_id = models.UUIDField(null=True)
    effective_on = models.DateField(null=True)
    kept_reason = models.TextField(blank=True)
    successor = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decree = models.ForeignKey(RemovalDecree, on_delete=models.PROTECT, null=True, related_name="lines")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_subject("programmes_removal_subject"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["DICORET", "NONAKTIF_DIUSULKAN", "REINSTATED"])
                | (
                    ~models.Q(evidence="")
                    & models.Q(effective_on__isnull=False, decree__isnull=False, decided_at__isnull=False)
                    & models.Q(reason__in=ExitReason.values)
                ),
                name="programmes_struck_off_by_decision",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DICORET") | models.Q(enrolment__isnull=False),
                name="programmes_struck_off_is_own",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="KEPT") | ~models.Q(kept_reason=""), name="programmes_kept_with_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="REPLACED") | models.Q(successor__isnull=False, decree__isnull=False),
                name="programmes_replaced_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(state="PROPOSED"), name="programmes_removal_enrolment_once"
            ),
            models.UniqueConstraint(
                fields=["outside_id"], condition=models.Q(state="PROPOSED"), name="programmes_removal_outside_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.subject_id}"


class Reinstatement(models.Model):
    """The decision that takes a striking-off back: reason, evidence, from when, by which SK, by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.OneToOneField(RemovalLine, on_delete=models.PROTECT, related_name="reinstatement")
    number = models.CharField(max_length=100, unique=True)
    reason = models.TextField()
    evidence = models.CharField(max_length=300)
    effective_on = models.DateField()
    document_id = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(evidence=""), name="programmes_reinstated_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number
