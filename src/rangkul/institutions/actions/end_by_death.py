"""A resident died, as the registry says: the stay ends that day and the bed is free; taken back, the stay runs on."""

from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.institutions.actions.admit_resident import note_resident
from rangkul.institutions.actions.discharge_resident import end
from rangkul.institutions.enums import LeftReason
from rangkul.institutions.models import Residency
from rangkul.institutions.policies import check_can_discharge
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries


def end_stays_of_dead(person_id: UUID, died_on: date, by: Actor, at: datetime) -> None:
    """End the running stay of whoever died; inside the action that records the death. Nobody has to be asked."""
    records = registry_queries.records_of([person_id])
    rows = Residency.objects.select_for_update(of=("self",)).select_related("institution")
    for row in rows.filter(person_id__in=records, period__endswith__isnull=True):
        _end(row, died_on, by, at)


def reopen_stays(person_id: UUID, died_on: date, by: Actor, at: datetime) -> None:
    """The stay that the death ended runs on, unless the person was taken in elsewhere since."""
    records = registry_queries.records_of([person_id])
    rows = Residency.objects.select_for_update(of=("self",)).select_related("institution")
    stays = list(rows.filter(person_id__in=records).order_by("-period", "-id"))
    if not stays:
        return
    row = stays[0]
    ended = row.left_reason == LeftReason.DIED and row.period.upper == _first_night(row, died_on)
    if not ended or row.left_note_cipher is not None:
        return
    row.period, row.left_reason, row.left_by_name = DateRange(row.period.lower, None), "", ""
    row.revision += 1
    row.save()
    note_resident("institutions.resident.reopen", row, by=by, at=at)


@action("institutions.resident.sweep")
def end_stay_of_dead(*, residency_id: UUID, died_on: date, by: Actor, at: datetime) -> Residency:
    """End one stay whose person is dead by an import or by somebody who does not see the institution. Raises Denied."""
    row = Residency.objects.select_for_update(of=("self",)).select_related("institution").get(pk=residency_id)
    check_can_discharge(by, row)
    return _end(row, died_on, by, at) if row.period.upper is None else row


def _end(row: Residency, died_on: date, by: Actor, at: datetime) -> Residency:
    on = _first_night(row, died_on)
    end(row, on, LeftReason.DIED, "", "", by)
    note_resident("institutions.resident.discharge", row, by=by, at=at, left=LeftReason.DIED, on=on)
    return row


def _first_night(row: Residency, died_on: date) -> date:
    """A stay has a day at least: whoever died on the day of admission is in the book for that day."""
    first: date = row.period.lower
    return max(died_on, first + timedelta(days=1))
