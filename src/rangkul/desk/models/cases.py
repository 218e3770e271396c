"""Tables of cases: a need or complaint from the first words to an outcome."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Coalesce, Upper

from rangkul.desk.enums import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector, Unmet, Urgency
from rangkul.desk.enums.flow import ClockUnit, DecisionLevel
from rangkul.desk.workflow import CASE
from rangkul.kernel.ids import new_id

NEVER = date(9999, 12, 31)
"""Where a case without a due day stands in an order by due day: at the end."""


class Case(models.Model):
    """A need or complaint heard by the office, from the first words to an outcome.

    `ticket` is what the citizen holds ("SOP-261122-4F7K"); with the last four digits of the phone it opens the public
    status. Free text, phone and e-mail are encrypted; `may_be_told` is whether the citizen agreed to messages there. The
    person concerned may be unknown to any registry. `contested_at` is set when two officials changed the case at once
    and nobody has looked at it since.

    `unmet_reason` is said when a need is closed as not possible; older cases have none.

    What was heard on paper, in a village without signal, has the number of the `sheet` and the day (`heard_on`); it was
    registered when somebody copied it.

    The clock (`desk.sla`): `due_at` is when the promised time is over, `at_risk_at` when three quarters of it are;
    both are empty while the case lies with the citizen (`paused_at`) or has no clock. `due_on` is the day told to the
    citizen: of `due_at`, or of the answer that a referral waits for. `unknown_years` had no calendar when it was counted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ticket = models.CharField(max_length=24, unique=True)
    form_key = models.UUIDField(unique=True)
    channel = models.CharField(max_length=14, choices=Channel.choices)
    kind = models.CharField(max_length=12, choices=CaseKind.choices, default=CaseKind.NEED)
    sector = models.CharField(max_length=16, choices=Sector.choices, blank=True)
    category = models.CharField(max_length=4, blank=True)
    classified_at = models.DateTimeField(null=True)
    is_urgent = models.BooleanField(default=False)
    urgency = models.CharField(max_length=16, choices=Urgency.choices, blank=True)
    urgency_reason_cipher = models.BinaryField(null=True)
    is_anonymous = models.BooleanField(default=False)
    reporter_agency = models.CharField(max_length=200, blank=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    story_cipher = models.BinaryField()
    reporter_name = models.CharField(max_length=200, blank=True)
    relationship = models.CharField(max_length=14, choices=Relationship.choices, default=Relationship.SELF)
    phone_cipher = models.BinaryField(null=True)
    phone_tail_index = models.BinaryField(null=True)
    email_cipher = models.BinaryField(null=True)
    may_be_told = models.BooleanField(default=False)
    concerned_name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    match_result = models.CharField(max_length=10, choices=MatchResult.choices, default=MatchResult.PENDING)
    state = models.CharField(max_length=12, choices=CASE.choices(), default=CASE.initial)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    return_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    unmet_reason = models.CharField(max_length=12, choices=Unmet.choices, blank=True, default="", db_default="")
    outcome_note_cipher = models.BinaryField(null=True)
    public_note = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    service_code = models.CharField(max_length=8, blank=True)
    clock_unit = models.CharField(max_length=8, choices=ClockUnit.choices, default=ClockUnit.DAYS)
    clock_amount = models.PositiveIntegerField(null=True)
    clock_started_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    at_risk_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_counted_at = models.DateTimeField(null=True)
    unknown_years = ArrayField(models.PositiveSmallIntegerField(), default=list)
    escalation_level = models.PositiveSmallIntegerField(default=0)
    decision_level = models.CharField(max_length=10, choices=DecisionLevel.choices, default=DecisionLevel.POST)
    sheet = models.CharField(max_length=12, blank=True, default="", db_default="")
    heard_on = models.DateField(null=True)
    registered_by = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    contested_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="CLOSED") | (~models.Q(outcome="") & models.Q(closed_at__isnull=False)),
                name="desk_closed_has_outcome",
            ),
            models.UniqueConstraint(fields=["sheet"], condition=~models.Q(sheet=""), name="desk_sheet_once"),
            models.CheckConstraint(
                condition=models.Q(unmet_reason="") | models.Q(outcome=Outcome.NOT_POSSIBLE.value),
                name="desk_unmet_is_not_possible",
            ),
            models.CheckConstraint(
                condition=models.Q(is_anonymous=False)
                | models.Q(reporter_name="", phone_cipher__isnull=True, email_cipher__isnull=True),
                name="desk_anonymous_has_no_reporter",
            ),
            models.CheckConstraint(
                condition=models.Q(may_be_told=False)
                | models.Q(phone_cipher__isnull=False)
                | models.Q(email_cipher__isnull=False),
                name="desk_told_has_address",
            ),
            models.CheckConstraint(
                condition=models.Q(urgency="") | models.Q(is_urgent=True), name="desk_urgency_is_urgent"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "area_code", "due_on"], name="desk_case_list"),
            models.Index(fields=["assigned_to", "state"], name="desk_case_mine"),
            models.Index(fields=["person"], name="desk_case_person"),
            models.Index(fields=["family"], name="desk_case_family"),
            models.Index(fields=["due_at"], name="desk_case_due", condition=~models.Q(state="CLOSED")),
            models.Index(fields=["at_risk_at"], name="desk_case_at_risk", condition=~models.Q(state="CLOSED")),
            models.Index(
                models.F("is_urgent").desc(),
                Coalesce(models.F("due_on"), models.Value(NEVER), output_field=models.DateField()),
                models.F("id"),
                name="desk_open_by_due",
                condition=~models.Q(state="CLOSED"),
            ),
            models.Index(
                fields=["person", "area_code"],
                name="desk_open_of_person",
                condition=~models.Q(state="CLOSED") & models.Q(person__isnull=False),
            ),
            models.Index(
                fields=["family", "area_code"],
                name="desk_open_of_family",
                condition=~models.Q(state="CLOSED") & models.Q(family__isnull=False),
            ),
            models.Index(fields=["concerned_name", "id"], name="desk_case_by_name"),
            models.Index(fields=["registered_at", "id"], name="desk_case_by_entry"),
            models.Index(
                Coalesce(models.F("due_on"), models.Value(NEVER), output_field=models.DateField()),
                models.F("id"),
                name="desk_case_by_due",
            ),
            models.Index(
                fields=["area_code", "registered_at"],
                name="desk_case_unmet",
                condition=models.Q(outcome=Outcome.NOT_POSSIBLE.value),
            ),
            # A village's open cases in the order of the worklist, with all that the counts of its tabs ask.
            models.Index(
                models.F("area_code"),
                models.F("is_urgent").desc(),
                Coalesce(models.F("due_on"), models.Value(NEVER), output_field=models.DateField()),
                models.F("id"),
                name="desk_open_of_village",
                condition=~models.Q(state="CLOSED"),
                include=["due_on", "state", "assigned_to"],
            ),
            GinIndex(OpClass(Upper("concerned_name"), name="gin_trgm_ops"), name="desk_case_name_part"),
            GinIndex(OpClass(Upper("ticket"), name="gin_trgm_ops"), name="desk_case_ticket_part"),
        ]

    def __str__(self) -> str:
        return self.ticket
