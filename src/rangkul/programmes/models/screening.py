"""Screening: verdicts for everybody in a run, and full explanations for those who matter."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import Verdict
from rangkul.programmes.models.catalogue import Component, Terms
from rangkul.programmes.models.subject import AboutSubject, one_subject


class ScreeningRun(models.Model):
    """One pass of a component's rule over everybody in an area as of a date; counts are of the component's unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="runs")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="runs")
    area_code = models.CharField(max_length=13, db_collation="C")
    as_of = models.DateField()
    snapshot_at = models.DateTimeField()
    met = models.PositiveIntegerField(default=0)
    not_met = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    requested_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.component_id} {self.as_of}"


class ScreeningResult(models.Model):
    """One subject of a run that meets the rule or cannot be judged; who is not here does not meet it.

    Only ids and verdicts: the explanation is made when somebody asks. `has_registry_id`: the id that the terms require
    was in force on that day (true when none is required).
    """

    run = models.ForeignKey(ScreeningRun, on_delete=models.CASCADE, related_name="results", db_index=False)
    subject_id = models.UUIDField()
    area_code = models.CharField(max_length=13, db_collation="C")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    has_registry_id = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["run", "verdict", "area_code"], name="programmes_result_list")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.verdict}"


class ScreeningTally(models.Model):
    """How many of a run's unit in one village got which verdict."""

    run = models.ForeignKey(ScreeningRun, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    area_code = models.CharField(max_length=13, db_collation="C")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    amount = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "screening tallies"
        constraints = [
            models.UniqueConstraint(fields=["run", "area_code", "verdict"], name="programmes_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.verdict} {self.amount}"


class Screening(AboutSubject):
    """One subject screened by hand or for a proposal: frozen facts, explanation and rule version (B05)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="screenings")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="screenings")
    as_of = models.DateField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    facts = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [one_subject("programmes_screening_subject")]

    def __str__(self) -> str:
        return f"{self.component_id} {self.verdict}"
