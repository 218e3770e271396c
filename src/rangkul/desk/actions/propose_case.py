"""From the desk into the village's proposal."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import steps
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions as programmes_actions


@action("desk.case.propose")
def propose_case(
    *,
    case_id: UUID,
    component_id: UUID,
    kind: str,
    subject_id: UUID,
    by: Actor,
    at: datetime,
    override_reason: str = "",
    overlap_reason: str = "",
) -> Case:
    """Put the case's person or family into the village's open proposal for a component.

    Whatever the proposal refuses (no ID DTKS in force, already enrolled, a reason needed …) is raised as it is and
    nothing changes.
    """
    case = steps.lock(case_id)
    check_can(by, "propose", case)
    steps.move(case, "propose")
    line = programmes_actions.propose_from_case(
        case_id=case.pk,
        component_id=component_id,
        kind=kind,
        subject_id=subject_id,
        override_reason=override_reason,
        overlap_reason=overlap_reason,
        by=by,
        at=at,
    )
    case.public_note = "Diusulkan ke program bantuan. Hasilnya akan diberitahukan setelah diputuskan."
    steps.keep(case, at)
    steps.note_event("desk.case.propose", case, by=by, at=at, line=str(line.pk))
    return case
