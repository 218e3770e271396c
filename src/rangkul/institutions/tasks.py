"""Hourly work of institutions: stays of people who are dead in the registry, and beds held for people who did not come."""

from contextlib import suppress

from django.conf import settings
from django.db.models.functions import Coalesce

from rangkul.institutions.actions.end_by_death import end_stay_of_dead
from rangkul.institutions.actions.request_bed import expire_request
from rangkul.institutions.enums import RequestState
from rangkul.institutions.errors import UnableToChange
from rangkul.institutions.models import BedRequest, Residency
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.runner import every_hour

BY = system_actor("Catatan kematian di registri")
CALENDAR = system_actor("Batas waktu simpan tempat")


@every_hour("institutions.resident.sweep")
def end_stays_of_the_dead() -> int:
    """End every running stay of a person who is dead in the registry; how many there were."""
    rows = Residency.objects.filter(period__endswith__isnull=True)
    dead = rows.annotate(died=Coalesce("person__survivor__died_on", "person__died_on")).exclude(died=None)
    found = list(dead.order_by("id").values_list("pk", "died"))
    for pk, died_on in found:
        end_stay_of_dead(residency_id=pk, died_on=died_on, by=BY, at=clock.now())
    return len(found)


@every_hour("institutions.request.expire")
def let_held_beds_go() -> int:
    """End every accepted request whose days are over; how many there were."""
    now = clock.now()
    today = clock.local_date(now, settings.TIME_ZONE)
    over = BedRequest.objects.filter(state=RequestState.ACCEPTED, held__endswith__lte=today).order_by("id")
    count = 0
    for pk in list(over.values_list("pk", flat=True)):
        with suppress(UnableToChange):  # somebody admitted or answered in this second
            expire_request(request_id=pk, by=CALENDAR, at=now)
            count += 1
    return count
