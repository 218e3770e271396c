"""Tables of complaints: what was complained of, who may see it, the answer and the one review; and the office's categories."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rangkul.desk.enums import Against, CaseKind, Channel, ComplaintOutcome, Reach
from rangkul.desk.workflow import COMPLAINT
from rangkul.kernel.ids import new_id


class Complaint(models.Model):
    """A complaint, question or suggestion of a citizen, from its words to an answer.

    Words, names and phone are encrypted. `key_index` is the blind index of ticket and four digits: the last of the phone,
    or those that the page gave to somebody without one. `reach` and `hidden_from` keep it from the official whom it is
    about. `person` and `family` are whom it turned out to concern (double aid, wrong target).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ticket = models.CharField(max_length=24, unique=True)
    form_key = models.UUIDField(unique=True)
    channel = models.CharField(max_length=14, choices=Channel.choices)
    kind = models.CharField(max_length=12, choices=CaseKind.choices, default=CaseKind.COMPLAINT)
    category = models.CharField(max_length=4)
    programme = models.CharField(max_length=100, blank=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    story_cipher = models.BinaryField()
    about_cipher = models.BinaryField(null=True)
    against = models.CharField(max_length=14, choices=Against.choices, default=Against.NOBODY)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.VILLAGE)
    hidden_from = ArrayField(models.UUIDField(), default=list, blank=True)
    is_anonymous = models.BooleanField(default=False)
    reporter_cipher = models.BinaryField(null=True)
    phone_cipher = models.BinaryField(null=True)
    key_index = models.BinaryField(null=True)
    email_cipher = models.BinaryField(null=True)
    may_be_told = models.BooleanField(default=False)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=COMPLAINT.choices(), default=COMPLAINT.initial)
    assigned_to = models.UUIDField(null=True)
    assigned_to_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, choices=ComplaintOutcome.choices, blank=True)
    answer_cipher = models.BinaryField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    is_in_time = models.BooleanField(null=True)
    objection_cipher = models.BinaryField(null=True)
    objected_at = models.DateTimeField(null=True)
    review_cipher = models.BinaryField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    registered_by = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["RECEIVED", "CHECKING"])
                | (~models.Q(outcome="") & models.Q(answer_cipher__isnull=False, answered_at__isnull=False)),
                name="desk_complaint_answered_with_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="CLOSED") | models.Q(closed_at__isnull=False),
                name="desk_complaint_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("answered_by")),
                name="desk_complaint_reviewed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "area_code", "due_on"], name="desk_complaint_list"),
            models.Index(fields=["category", "registered_at"], name="desk_complaint_figures"),
            models.Index(fields=["family"], name="desk_complaint_family"),
        ]

    def __str__(self) -> str:
        return self.ticket


class ComplaintCategory(models.Model):
    """A category as this office words it: a change to one of `data/complaints.yaml` (same code), or one of its own."""

    code = models.CharField(max_length=4, primary_key=True)
    label = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "complaint categories"
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1, days__lte=60), name="desk_category_days"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
