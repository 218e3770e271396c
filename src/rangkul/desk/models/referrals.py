"""Tables of referrals: a case sent to somebody else who can help, what was said about it, and the link to answer by."""

from django.db import models

from rangkul.desk.enums import REFUSALS, ReferralSide, ReferralState
from rangkul.desk.models.cases import Case
from rangkul.kernel.ids import new_id


class Referral(models.Model):
    """A case sent to an agency of the directory or to a role of the office in an area (`to_role`, `to_area_code`).

    `letter_id` is its covering letter (none to a role inside), `document_id` that letter once it has a number.
    `ticket`, `concerned_name` and `area_code` repeat the case's: a receiver elsewhere reads the referral, not the case.
    `is_with_desk`: the desk has to do something next (a question, a rejection, a result, or silence beyond the day).
    `refusal` is why the receiver rejects, where it says so. `is_accompanied` when the desk goes along (Dispendukcapil, R408). Numbers that came as a result are sealed until an
    official has put them into the registry (`identity_recorded_at`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.UUIDField(unique=True, null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey("institutions.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey("institutions.Service", on_delete=models.PROTECT, null=True, related_name="+")
    to_role = models.CharField(max_length=30, blank=True)
    to_area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    to_label = models.CharField(max_length=250, blank=True)
    ticket = models.CharField(max_length=24, blank=True)
    concerned_name = models.CharField(max_length=200, blank=True)
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    reason = models.TextField()
    service_wanted = models.CharField(max_length=200, blank=True)
    is_accompanied = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    answer = models.TextField(blank=True)
    refusal = models.CharField(
        max_length=12, choices=[(each.value, each.label) for each in REFUSALS], blank=True, default="", db_default=""
    )
    answer_due_on = models.DateField()
    letter_id = models.UUIDField(null=True, unique=True)
    document_id = models.UUIDField(null=True)
    is_with_desk = models.BooleanField(default=False)
    reminders = models.PositiveSmallIntegerField(default=0)
    result_kk_cipher = models.BinaryField(null=True)
    result_nik_cipher = models.BinaryField(null=True)
    identity_recorded_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, to_role="")
                | (models.Q(agency__isnull=True) & ~models.Q(to_role="") & ~models.Q(to_area_code="")),
                name="desk_referral_one_receiver",
            )
        ]
        indexes = [
            models.Index(fields=["state", "answer_due_on"], name="desk_referral_due"),
            models.Index(fields=["area_code", "state", "answer_due_on"], name="desk_referral_area"),
            models.Index(fields=["to_role", "to_area_code"], name="desk_referral_to"),
            models.Index(fields=["answer_due_on"], name="desk_referral_back", condition=models.Q(is_with_desk=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_label}"


class ReferralNote(models.Model):
    """One line of what the desk and the receiver told each other: which step, by whom, with which words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="notes")
    form_key = models.UUIDField(unique=True, null=True)
    verb = models.CharField(max_length=12)
    side = models.CharField(max_length=10, choices=ReferralSide.choices)
    by_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["referral", "at"], name="desk_referral_said")]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.verb}"


class ReferralLink(models.Model):
    """The address by which an agency without an account answers one referral; at most one is in force.

    The address is the signed id, so nothing secret is stored; `code_index` is the blind index of the code told in the
    letter. A link that was revoked or renewed stays as a row: who opened what when is part of the trail.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="links")
    code_index = models.BinaryField()
    expires_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_name = models.CharField(max_length=200, blank=True)
    revoke_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(revoked_at__isnull=True), name="desk_one_link_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} until {self.expires_at:%Y-%m-%d}"
