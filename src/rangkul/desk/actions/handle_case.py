"""Working on a case: taking it, giving it to a colleague, sending it back to the citizen, writing a note."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


@action("desk.case.handle")
def handle_case(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Start (or go on) handling a matched case; whoever starts has it on their own list."""
    case = steps.lock(case_id)
    check_can(by, "handle", case)
    steps.move(case, "handle")
    steps.restart_clock(case, at)
    case.assigned_to, case.assigned_to_name = by.user_id, by.name
    steps.keep(case, at)
    steps.note_event("desk.case.handle", case, by=by, at=at)
    return case


@action("desk.case.assign")
def assign_case(*, case_id: UUID, user_id: UUID, user_name: str, by: Actor, at: datetime) -> Case:
    """Give a case to a colleague. The state stays."""
    case = steps.lock(case_id)
    check_can(by, "assign", case)
    case.assigned_to, case.assigned_to_name = user_id, user_name[:200]
    steps.keep(case, at)
    steps.note_event("desk.case.assign", case, by=by, at=at, to=user_name)
    return case


@action("desk.case.return")
def return_case(*, case_id: UUID, reason: str, by: Actor, at: datetime) -> Case:
    """Send a case back to the citizen with what is missing; the clock stops until they come back."""
    case = steps.lock(case_id)
    check_can(by, "return", case)
    missing = steps.said("Apa yang kurang", reason, remedy="sebut surat atau keterangan yang perlu dilengkapi")
    steps.move(case, "return")
    case.return_reason, case.public_note, case.due_on = missing, missing[:300], None
    steps.keep(case, at)
    steps.note_event("desk.case.return", case, by=by, at=at, reason=missing)
    return case


@action("desk.case.note")
def note_on_case(*, case_id: UUID, text: str, by: Actor, at: datetime) -> Case:
    """Write a note that stands on the case's timeline."""
    case = steps.lock(case_id)
    check_can(by, "note", case)
    note = steps.said("Catatan", text, least=2)
    steps.note_event("desk.case.note", case, by=by, at=at, reason=note)
    return case
