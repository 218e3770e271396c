"""Tables of referrals: a case sent to somebody else who can help."""

from django.db import models

from rangkul.desk.enums import ReferralState
from rangkul.desk.models.cases import Case
from rangkul.kernel.ids import new_id


class Referral(models.Model):
    """A case sent to somebody else who can help; `is_accompanied` when the desk goes along (Dispendukcapil, R408)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey("institutions.Agency", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    service_wanted = models.CharField(max_length=200, blank=True)
    is_accompanied = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ReferralState.choices, default=ReferralState.SENT)
    answer = models.TextField(blank=True)
    answer_due_on = models.DateField()
    document_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "answer_due_on"], name="desk_referral_due")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.agency_id}"
