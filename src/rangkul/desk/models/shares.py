"""Tables of a case that divisions work on together: who else may read it until when, and what they say to each other."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rangkul.desk.models.cases import Case
from rangkul.kernel.ids import new_id


class Share(models.Model):
    """One official of another division may read one case, for a reason, until a day (R210).

    In force while `ended_at` is empty and `until_on` has not passed; never deleted, so it stays known who could read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares")
    user_id = models.UUIDField()
    user_name = models.CharField(max_length=200)
    role = models.CharField(max_length=30)
    reason = models.CharField(max_length=300)
    until_on = models.DateField()
    given_by = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="desk_share_has_reason"),
            models.CheckConstraint(
                condition=models.Q(given_by__isnull=True) | ~models.Q(given_by=models.F("user_id")),
                name="desk_share_is_for_another",
            ),
        ]
        indexes = [models.Index(fields=["user_id", "until_on"], name="desk_share_mine")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.user_name}"


class Remark(models.Model):
    """What somebody who may read a case says to the others who may; `told` are the names it called with "@"."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form_key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    text_cipher = models.BinaryField()
    told = ArrayField(models.CharField(max_length=200), default=list)
    written_by = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
