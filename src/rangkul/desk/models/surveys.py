"""Tables of the satisfaction survey: answers that belong to nobody, and which tickets were asked already."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SurveyAnswer(models.Model):
    """The nine marks (1 to 4) of one anonymous answer, with the post and the month, and nothing that leads to a ticket.

    The id is random, not ordered by time, and the day is not kept: both could be laid beside the list of closed tickets.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area_code = models.CharField(max_length=13, db_collation="C")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    marks = ArrayField(models.PositiveSmallIntegerField())
    suggestion_cipher = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["month", "area_code"], name="desk_survey_month")]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"


class SurveyTurn(models.Model):
    """That the ticket behind a keyed digest was asked: no time, no place, no way back to the ticket without the key."""

    key = models.CharField(max_length=32, primary_key=True, db_collation="C")

    def __str__(self) -> str:
        return "asked"
