"""Tables of verivali: campaigns, their frozen subjects, visits and the corrections that visits propose."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.verivali.enums import CorrectionState, Result, Sampling, SubjectKind, Verdict, VisitKind, VisitState
from rangkul.verivali.workflow import CAMPAIGN, SUBJECT


class Campaign(models.Model):
    """A plan to visit everybody of a cohort in an area, with one version of one questionnaire.

    `as_of` is the day the cohort is read for; `seed` makes the draw repeatable; `revisit_percent` of the subjects are
    drawn for a visit by a second enumerator. `digest` is that of the questionnaire at opening. `is_sensitive`: being in the
    cohort tells of somebody's health.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    questionnaire_code = models.CharField(max_length=40)
    questionnaire_version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=6, choices=SubjectKind.choices)
    cohort = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    is_sensitive = models.BooleanField(default=False)
    area_code = models.CharField(max_length=13, db_collation="C")
    as_of = models.DateField()
    due_on = models.DateField(null=True)
    sampling = models.CharField(max_length=16, choices=Sampling.choices, default=Sampling.ALL)
    sample_size = models.PositiveIntegerField(null=True)
    revisit_percent = models.PositiveSmallIntegerField(default=0)
    seed = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=CAMPAIGN.choices(), default=CAMPAIGN.initial)
    cancel_reason = models.TextField(blank=True)
    created_by = models.UUIDField(null=True)
    created_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sampling="ALL") | models.Q(sample_size__gte=1), name="verivali_sample_has_size"
            ),
            models.CheckConstraint(
                condition=models.Q(sampling__in=["ALL", "COUNT_VILLAGE", "COUNT_AREA"])
                | models.Q(sample_size__lte=100),
                name="verivali_percent_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(revisit_percent__lte=100), name="verivali_revisit_percent_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Subject(models.Model):
    """One person or family to visit, frozen when the campaign was opened, with where it lived then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="subjects")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    is_drawn = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=SUBJECT.choices(), default=SUBJECT.initial)
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=16, choices=Result.choices, blank=True)
    visit_count = models.PositiveSmallIntegerField(default=0)
    approved_at = models.DateTimeField(null=True)
    drop_reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(family__isnull=True), name="verivali_subject_is_one"
            ),
            models.UniqueConstraint(fields=["campaign", "person"], name="verivali_person_once"),
            models.UniqueConstraint(fields=["campaign", "family"], name="verivali_family_once"),
        ]
        indexes = [
            models.Index(fields=["campaign", "area_code", "state"], name="verivali_subject_board"),
            models.Index(fields=["assigned_to", "state"], name="verivali_subject_mine"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Visit(models.Model):
    """One visit to a subject. Answers lie by question ("301a", "<member id>/404"); sensitive ones are encrypted.

    `base_revision` is the revision of the registry's record that the enumerator saw. `applicable` and `answered` count
    required questions at submission; `agreed` of `compared` answers are those of the first visit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=VisitKind.choices)
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.DRAFT)
    enumerator = models.UUIDField()
    enumerator_name = models.CharField(max_length=200)
    visited_on = models.DateField(null=True)
    result = models.CharField(max_length=16, choices=Result.choices, blank=True)
    answers = models.JSONField(default=dict)
    answers_cipher = models.BinaryField(null=True)
    note_cipher = models.BinaryField(null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    base_revision = models.PositiveIntegerField()
    applicable = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    return_reason = models.TextField(blank=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="verivali_visit_number"),
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(state__in=["DRAFT", "RETURNED"]),
                name="verivali_one_visit_at_a_time",
            ),
            models.CheckConstraint(
                condition=~(models.Q(latitude__isnull=True) ^ models.Q(longitude__isnull=True)),
                name="verivali_point_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["enumerator", "state"], name="verivali_visit_enumerator")]

    def __str__(self) -> str:
        return f"{self.subject_id} #{self.number}"


class Correction(models.Model):
    """A pair konfirmasi/perbaikan: what the registry said of a field at the visit, and what is right.

    Values are encrypted: they may be names, birth dates or a NIK. `field` is one of the registry's, "died_on", or
    "condition:KIND".
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    verdict = models.CharField(max_length=1, choices=Verdict.choices)
    old_cipher = models.BinaryField(null=True)
    new_cipher = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=CorrectionState.choices)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "field"], name="verivali_correction_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.field}"
