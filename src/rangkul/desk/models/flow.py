"""Tables of the way through the office: what is there, what was found, who decided, how long it may take."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rangkul.desk.enums.flow import DecisionLevel, RequirementState, Risk, TaskState, Verdict, Way
from rangkul.desk.models.cases import Case
from rangkul.kernel.ids import new_id


class Requirement(models.Model):
    """One thing that a case's service asks for, in the words of the day the service was chosen.

    Rows of a service that was chosen before stay; the case's own `service_code` says which rows count.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requirements")
    service_code = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=RequirementState.choices, default=RequirementState.UNCHECKED)
    reason = models.CharField(max_length=200, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=150, blank=True)
    checked_by_name = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "service_code", "position"], name="desk_requirement_once"),
            models.CheckConstraint(
                condition=~models.Q(state="KURANG") | ~models.Q(reason=""), name="desk_missing_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Assessment(models.Model):
    """What the back office found: need, situation, risk, recommendation. Never changed; a new version is written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    version = models.PositiveSmallIntegerField()
    need_cipher = models.BinaryField()
    situation_cipher = models.BinaryField()
    recommendation_cipher = models.BinaryField()
    risk = models.CharField(max_length=8, choices=Risk.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    assessed_by = models.UUIDField(null=True)
    assessed_by_name = models.CharField(max_length=200)
    assessed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="desk_assessment_version")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class Decision(models.Model):
    """Who decided what on an assessment, for whom ("a.n."), and who confirmed it where one may not decide alone.

    The database itself refuses that whoever assessed decides, and that one person is both first and second.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    assessed_by = models.UUIDField(null=True)
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=DecisionLevel.choices)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    reason_cipher = models.BinaryField(null=True)
    decided_by = models.UUIDField()
    decided_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    on_behalf_of = models.CharField(max_length=150, blank=True)
    giver_name = models.CharField(max_length=200, blank=True)
    delegation_id = models.UUIDField(null=True)
    needs_second = models.BooleanField(default=False)
    second_by = models.UUIDField(null=True)
    second_by_name = models.CharField(max_length=200, blank=True)
    second_on_behalf_of = models.CharField(max_length=150, blank=True)
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="desk_decision_number"),
            models.CheckConstraint(
                condition=models.Q(assessed_by__isnull=True) | ~models.Q(decided_by=models.F("assessed_by")),
                name="desk_decider_is_not_assessor",
            ),
            models.CheckConstraint(
                condition=models.Q(second_by__isnull=True)
                | (~models.Q(second_by=models.F("decided_by")) & ~models.Q(second_by=models.F("assessed_by")))
                | (~models.Q(second_by=models.F("decided_by")) & models.Q(assessed_by__isnull=True)),
                name="desk_second_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number} {self.verdict}"


class Task(models.Model):
    """Something to be done for a case by a day, by one of the team (R109)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    result = models.CharField(max_length=300, blank=True)
    created_by = models.UUIDField(null=True)
    created_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["assigned_to", "state", "due_on"], name="desk_task_mine")]

    def __str__(self) -> str:
        return self.title


class ConfidentialNote(models.Model):
    """A note that only those with the right to read it see, each look being logged; never shown on the timeline."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confidential_notes")
    text_cipher = models.BinaryField()
    written_by = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Pause(models.Model):
    """A time in which the case lay with the citizen and its clock stood still."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(began_at__lte=models.F("ended_at")), name="desk_pause_forward")
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d} … {self.ended_at:%Y-%m-%d}"


class Escalation(models.Model):
    """A case that somebody further up was told of, because its time runs out: once a level."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    level = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30)
    told = ArrayField(models.CharField(max_length=200), default=list)
    due_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "level"], name="desk_escalation_once")]

    def __str__(self) -> str:
        return f"{self.case_id} L{self.level}"


class Viewer(models.Model):
    """Who has a case open: shown to others on it for some minutes, nothing is locked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="viewers")
    user_id = models.UUIDField()
    name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user_id"], name="desk_viewer_once")]

    def __str__(self) -> str:
        return self.name
