"""Table of the open cases that are in conflict, kept by the database itself."""

from django.db import models

from rangkul.desk.models.cases import Case


class Conflict(models.Model):
    """An open case about whose person or family another one is open somewhere, or which two officials changed at once.

    Written by a trigger on cases only (migration 0010). The twin may lie outside a reader's areas: a query that shows
    the case as in conflict asks for a twin inside them.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="conflict")
    area_code = models.CharField(max_length=13, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["area_code"], name="desk_conflict_area")]

    def __str__(self) -> str:
        return str(self.pk)
