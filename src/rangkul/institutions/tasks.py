"""Hourly work of institutions: stays of people whom an import, or an official elsewhere, has recorded as dead."""

from django.db.models.functions import Coalesce

from rangkul.institutions.actions.end_by_death import end_stay_of_dead
from rangkul.institutions.models import Residency
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.runner import every_hour

BY = system_actor("Catatan kematian di registri")


@every_hour("institutions.resident.sweep")
def end_stays_of_the_dead() -> int:
    """End every running stay of a person who is dead in the registry; how many there were."""
    rows = Residency.objects.filter(period__endswith__isnull=True)
    dead = rows.annotate(died=Coalesce("person__merged_into__died_on", "person__died_on")).exclude(died=None)
    found = list(dead.order_by("id").values_list("pk", "died"))
    for pk, died_on in found:
        end_stay_of_dead(residency_id=pk, died_on=died_on, by=BY, at=clock.now())
    return len(found)
