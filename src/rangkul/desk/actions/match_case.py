"""Tying a case to the person it is about: the pivot of the whole workflow (domain A.3, step 4)."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.enums import MatchResult
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can
from rangkul.kernel import clock
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries


@action("desk.case.match")
def match_case(
    *, case_id: UUID, person_id: UUID, is_new: bool = False, by: Actor, at: datetime, revision: int | None = None
) -> Case:
    """Tie a case to a person of the registry and to the family they live in today, or are waiting to be put into.

    The result says whether they are listed: `LISTED` with an ID DTKS in force today, `KNOWN` without, `NEW` when they
    were registered at the desk just now (`is_new`). Matching again corrects a mistake. Raises `Denied` when the actor
    may not see that person, `UnableToMove` when the case has gone on.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "match", case)
    person = registry_queries.get_person(by, person_id)
    steps.move(case, "match")
    steps.restart_clock(case, at)
    today = clock.local_date(at, settings.TIME_ZONE)
    case.person_id = person.id
    case.family_id = registry_queries.family_of(person.id, on=today) or _asked_for(person.id, by)
    case.match_result = _result(case, is_new=is_new, at=at)
    case.concerned_name = person.name
    steps.keep(case, at)
    steps.note_event("desk.case.match", case, by=by, at=at, result=case.match_result)
    return case


def _asked_for(person_id: UUID, by: Actor) -> UUID | None:
    """The family somebody just registered is to belong to: its other open cases are shown beside this one."""
    waiting = registry_queries.find_waiting_join(by, person_id)
    return waiting.family_id if waiting else None


def _result(case: Case, *, is_new: bool, at: datetime) -> str:
    if is_new:
        return MatchResult.NEW
    today = clock.local_date(at, settings.TIME_ZONE)
    listed = registry_queries.registry_id_in_force("DTKS", person_id=case.person_id, on=today)
    return MatchResult.LISTED if listed else MatchResult.KNOWN
