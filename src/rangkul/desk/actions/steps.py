"""Steps that several actions of the desk share: locking, moving on, whom an event concerns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.desk import sla
from rangkul.desk.errors import CaseChanged
from rangkul.desk.models import Case, Complaint, Requirement
from rangkul.desk.queries.catalogue import find_service
from rangkul.desk.workflow import CASE
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor

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


CLOCKWORK = frozenset({"desk.case.escalate", "desk.case.recount"})
"""What only the clock of a case does: told on the case, not in the life of the person and her family."""


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


def restart_clock(case: Case, at: datetime) -> None:
    """A case that comes back from the citizen is due again; a running clock is left alone."""
    if case.paused_at is not None or case.clock_started_at is None:
        sla.resume(case, at)


def take_service(case: Case, code: str, at: datetime) -> None:
    """The case is about this service from now on ("" for none): its requirements become rows, its time the clock.

    The first service begins the clock anew; another one later changes the time but not its beginning.
    """
    if case.service_code == code:
        return
    is_first, case.service_code = not case.service_code, code
    if is_first and case.paused_at is None and not case.is_urgent:
        sla.start(case, at)
    else:
        sla.change_promise(case, at)
    ask_requirements(case)


def ask_requirements(case: Case) -> None:
    """Rows for what the case's service asks for, once."""
    service = find_service(case.service_code) if case.service_code else None
    if service is None or Requirement.objects.filter(case_id=case.pk, service_code=service.code).exists():
        return
    Requirement.objects.bulk_create(
        Requirement(case_id=case.pk, service_code=service.code, position=number, label=label[:300])
        for number, label in enumerate(service.requirements, start=1)
    )


def keep(case: Case, at: datetime) -> None:
    """Save what changed, with the next revision. The day told to the citizen follows the clock except while referred."""
    if case.state not in ("REFERRED", "CLOSED") and case.due_counted_at is not None:
        sla.tell_day(case)
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
        subjects=[("case", case.pk)] if name in CLOCKWORK else subjects_of(case),
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


def said_already() -> Refused:
    """The same note sent twice, from two tabs or by a double press."""
    return Refused(
        field="Catatan", value="", expected="catatan yang belum tersimpan",
        remedy="catatan yang sama baru saja Anda simpan; kembali ke halaman kasus",
    )  # fmt: skip


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
