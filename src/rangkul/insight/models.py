"""Tables of this room: scenarios that somebody kept."""

from django.db import models

from rangkul.kernel.ids import new_id


class Scenario(models.Model):
    """What somebody would change, with the figures of that moment.

    `content` is `whatif.scenario.Scenario.as_json()`, `summary` the figures by component (`Outcome.as_summary()`), both
    without persons. `snapshot_at` and `as_of` say which snapshot they were made on. A scenario is never edited.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    owner_id = models.UUIDField()
    owner_name = models.CharField(max_length=200)
    division = models.ForeignKey("organisation.Division", on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    content = models.JSONField(default=dict)
    summary = models.JSONField(default=list)
    snapshot_at = models.DateTimeField()
    as_of = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "name"], name="insight_scenario_name_once")]
        indexes = [models.Index(fields=["area_code", "-created_at"], name="insight_scenario_list")]

    def __str__(self) -> str:
        return self.name
