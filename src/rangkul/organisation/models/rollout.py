"""Tables of the rollout: the programme that brings posts to the villages, and how many it promises until when."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.models.offices import Office


class RolloutPlan(models.Model):
    """The programme under which this office opens posts: whose it is, since when it runs here, on what basis (R103)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="rollout")
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    started_on = models.DateField()
    basis = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class RolloutTarget(models.Model):
    """How many villages shall have a post in operation on a day, all together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(RolloutPlan, on_delete=models.PROTECT, related_name="targets")
    due_on = models.DateField()
    villages = models.PositiveIntegerField()
    basis = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "due_on"], name="organisation_one_target_a_day")]

    def __str__(self) -> str:
        return f"{self.villages} ({self.due_on.isoformat()})"
