"""Working on a case: taking it, giving it to a colleague, sending it back to the citizen, writing a note."""

from datetime import datetime
from uuid import UUID

from rangkul.desk import sla
from rangkul.desk.actions import steps
from rangkul.desk.enums import RequirementState
from rangkul.desk.models import Case, Requirement
from rangkul.desk.policies import check_can
from rangkul.desk.telling import tell_citizen
from rangkul.platform.audit.actions import action
from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.policy.actor import Actor


@action("desk.case.handle")
def handle_case(*, case_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> Case:
    """Start (or go on) handling a matched case; whoever starts has it on their own list."""
    case = steps.lock(case_id, revision=revision)
    check_can(by, "handle", case)
    steps.move(case, "handle")
    steps.restart_clock(case, at)
    case.assigned_to, case.assigned_to_name = by.user_id, by.name
    steps.keep(case, at)
    steps.note_event("desk.case.handle", case, by=by, at=at)
    return case


@action("desk.case.assign")
def assign_case(
    *, case_id: UUID, user_id: UUID, user_name: str, by: Actor, at: datetime, revision: int | None = None
) -> Case:
    """Give a case to a colleague. The state stays."""
    case = steps.lock(case_id, revision=revision)
    check_can(by, "assign", case)
    case.assigned_to, case.assigned_to_name = user_id, user_name[:200]
    steps.keep(case, at)
    steps.note_event("desk.case.assign", case, by=by, at=at, to=user_name)
    return case


@action("desk.case.return")
def return_case(*, case_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None) -> Case:
    """Send a case back to the citizen with what is missing; the clock stops until they come back.

    Without a `reason` the items that were found missing speak for themselves (`check_requirements`): the citizen reads
    each with why and what to bring. Raises `Refused` when neither is there, `CaseChanged` when somebody was faster.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "return", case)
    items = _missing_items(case)
    if reason.strip() or not items:
        missing = steps.said("Apa yang kurang", reason, remedy="sebut surat atau keterangan yang perlu dilengkapi")
    else:
        missing = f"Yang perlu dilengkapi: {'; '.join(items)}."
    steps.move(case, "return")
    case.return_reason, case.public_note = missing, missing[:300]
    sla.pause(case, at)
    steps.keep(case, at)
    steps.note_event("desk.case.return", case, by=by, at=at, reason=missing, items=len(items))
    tell_citizen(case, "desk.case.returned", key=f"case:{case.pk}:{case.revision}", at=at)
    return case


@action("desk.case.receive")
def receive_case(*, case_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> Case:
    """The citizen came back with what was asked for: the clock goes on, the case is where it was before the match or after."""
    case = steps.lock(case_id, revision=revision)
    check_can(by, "receive", case)
    steps.move(case, "receive_matched" if case.person_id else "receive")
    sla.resume(case, at)
    case.public_note = "Berkas Anda sudah kami terima kembali."
    steps.keep(case, at)
    steps.note_event("desk.case.receive", case, by=by, at=at)
    return case


def _missing_items(case: Case) -> list[str]:
    rows = Requirement.objects.filter(
        case_id=case.pk, service_code=case.service_code, state=RequirementState.MISSING
    ).order_by("position")
    return [each.label for each in rows]


@action("desk.case.note")
def note_on_case(*, case_id: UUID, text: str, by: Actor, at: datetime) -> Case:
    """Write a note that stands on the case's timeline. Raises `Refused` for the same words twice in a row."""
    case = steps.lock(case_id)
    check_can(by, "note", case)
    note = steps.said("Catatan", text, least=2)
    last = list_events_about([("case", case.pk)]).first()
    if last is not None and (last.name, last.actor_id, last.reason) == ("desk.case.note", by.user_id, note):
        raise steps.said_already()
    steps.note_event("desk.case.note", case, by=by, at=at, reason=note)
    return case
