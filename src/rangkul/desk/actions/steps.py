"""Steps that several actions of the desk share: locking, moving on, whom an event concerns."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.desk.errors import CaseChanged
from rangkul.desk.models import Case, Complaint
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

RESPONSE_DAYS = 5
"""Working days until the first answer when no service with its own SLA is chosen (SP4N, unverified)."""
TOLD_CHANGES = 5


def lock(case_id: UUID, *, revision: int | None = None) -> Case:
    """The case, locked until the transaction ends: of two officials the second sees what the first did.

    `revision` is what the page showed; raises `CaseChanged`, saying who changed what, when it is no longer the case's.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if revision is not None and revision != case.revision:
        raise CaseChanged(changes=changes_since(case, revision), revision=case.revision)
    return case


def changes_since(case: Case, revision: int) -> Sequence[tuple[str, datetime, str]]:
    """Who did what and when since that revision, the newest first: (name, moment, sentence)."""
    events = list_events_about([("case", case.pk)]).filter(data__revision__gt=revision)[:TOLD_CHANGES]
    return [(each.actor_name, each.at, sentence_of(each.name, each.data)) for each in events]


def subjects_of(case: Case) -> list[tuple[str, UUID]]:
    """On whose timelines an event of this case stands."""
    subjects: list[tuple[str, UUID]] = [("case", case.pk)]
    if case.person_id:
        subjects.append(("person", case.person_id))
    if case.family_id:
        subjects.append(("family", case.family_id))
    return subjects


def move(case: Case, verb: str) -> None:
    """Take transition `verb`; raises `UnableToMove` from a state the table does not allow."""
    case.state = CASE.move(case.state, verb)


def first_due_on(at: datetime, *, is_urgent: bool) -> date:
    """The day until which the citizen gets an answer: today when urgent, else in `RESPONSE_DAYS` working days."""
    today = clock.local_date(at, settings.TIME_ZONE)
    return today if is_urgent else reference_queries.add_working_days(today, RESPONSE_DAYS)


def restart_clock(case: Case, at: datetime) -> None:
    """A case that comes back from the citizen is due again; a running clock is left alone."""
    if case.due_on is None:
        case.due_on = first_due_on(at, is_urgent=case.is_urgent)


def keep(case: Case, at: datetime) -> None:
    """Save what changed, with the next revision."""
    case.revision += 1
    case.updated_at = at
    case.save()


def note_event(name: str, case: Case, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    """An audit event about the case, on the timelines of the case, the person and the family."""
    record(
        name,
        by=by,
        at=at,
        on=case,
        subjects=subjects_of(case),
        area=case.area_code,
        reason=reason,
        data={"ticket": case.ticket, "revision": case.revision, **data},
    )


def said(field: str, text: str, *, least: int = 5, remedy: str = "tulis dengan kata-kata sendiri") -> str:
    """The text cleaned; raises `Refused` when it says nothing."""
    tidy = clean(text)
    if len(tidy) < least:
        raise Refused(field=field, value=text, expected="keterangan yang dapat dimengerti", remedy=remedy)
    return tidy


def note_complaint(name: str, complaint: Complaint, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    """An audit event about a complaint. It stands on the complaint's own timeline only: a family's page must not tell
    that somebody complained of them."""
    record(
        name,
        by=by,
        at=at,
        on=complaint,
        subjects=[("complaint", complaint.pk)],
        area=complaint.area_code,
        reason=reason,
        data={"ticket": complaint.ticket, **data},
    )
