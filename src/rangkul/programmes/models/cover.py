"""Persons proposed to BPJS Kesehatan for cover that the region pays (PBPU pemda), and what BPJS answered (R225)."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import CoverState

OPEN = (CoverState.PROPOSED, CoverState.ACCEPTED, CoverState.ACTIVE)
"""States in which a person is not proposed a second time."""


class CoverList(models.Model):
    """One list that goes to BPJS Kesehatan; who stands on it does not change any more, only what became of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=60, unique=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    note = models.CharField(max_length=300, blank=True)
    created_by = models.UUIDField(null=True)
    created_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area_code", "created_at"], name="programmes_cover_list")]

    def __str__(self) -> str:
        return self.number


class CoverLine(models.Model):
    """One person of a list; `reason` is BPJS's own wording of a refusal, `answered_on` the day of its answer.

    `ends_on` is the last day of an active cover, None while none was told. Who is refused, whose cover ended or who is
    covered by PBI-JK may be proposed anew on another list.

    `sent_at` of the list is the first time that its file was taken out.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(CoverList, on_delete=models.PROTECT, related_name="lines")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    state = models.CharField(max_length=10, choices=CoverState.choices, default=CoverState.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state__in=OPEN), name="programmes_cover_person_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CoverState.REFUSED) | ~models.Q(reason=""),
                name="programmes_cover_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CoverState.PROPOSED) | models.Q(answered_on__isnull=False),
                name="programmes_cover_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(state__in=[CoverState.ACTIVE, CoverState.ENDED, CoverState.COVERED]),
                name="programmes_cover_ends_when_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} {self.person_id}"
