"""Two officials on one case: the second is told, the case is marked, and somebody looks at it."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can, check_can_view
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


@action("desk.case.contest")
def note_parallel_edit(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Mark a case that two officials changed at once, after the second was turned away with `CaseChanged`.

    Nothing of the second's form is kept; the case stands among the conflicts until somebody has looked.
    """
    case = steps.lock(case_id)
    check_can_view(by, case)
    case.contested_at = at
    case.save(update_fields=["contested_at"])
    steps.note_event("desk.case.contest", case, by=by, at=at)
    return case


@action("desk.case.settle")
def settle_parallel_edit(*, case_id: UUID, by: Actor, at: datetime) -> Case:
    """Say that a contested case has been looked at and is right as it stands. Said twice it stays said."""
    case = steps.lock(case_id)
    check_can(by, "settle", case)
    case.contested_at = None
    case.save(update_fields=["contested_at"])
    steps.note_event("desk.case.settle", case, by=by, at=at)
    return case
