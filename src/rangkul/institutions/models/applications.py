"""Tables of institutions that ask to be registered (R217)."""

from django.db import models

from rangkul.institutions.enums import InstitutionKind, Paper
from rangkul.institutions.models.institutions import Institution
from rangkul.institutions.workflow import APPLICATION
from rangkul.kernel.ids import new_id


class Application(models.Model):
    """A group that wants to become a registered institution; `papers` are the codes of what was handed in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InstitutionKind.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    leader_name = models.CharField(max_length=200)
    phone = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=12, choices=APPLICATION.choices(), default=APPLICATION.initial)
    papers = models.JSONField(default=list)
    applied_on = models.DateField()
    state_since = models.DateField()
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    recorded_by = models.UUIDField(null=True)
    recommended_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "state_since"], name="institutions_application_board")]

    def __str__(self) -> str:
        return self.name

    @property
    def missing(self) -> list[str]:
        """Labels of the papers that are still missing."""
        return [str(each.label) for each in Paper if each.value not in self.papers]


class ApplicationStep(models.Model):
    """One step of an application: which, on what day, by whom, and what was found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    on = models.DateField()
    note = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["application", "at"], name="institutions_application_step")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.verb}"
