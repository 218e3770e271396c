"""From the desk to the village's list: somebody whose case was heard goes into the open draft."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.add_line import place_line
from rangkul.programmes.actions.batch_desk import lock_words, office_day
from rangkul.programmes.actions.create_batch import open_draft
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.policies import proposals as policies
from rangkul.programmes.queries.subjects import find_subject, kind_of


@action("programmes.proposal.propose_from_case")
def propose_from_case(
    *,
    case_id: UUID,
    component_id: UUID,
    kind: str,
    subject_id: UUID,
    by: Actor,
    at: datetime,
    override_reason: str = "",
    overlap_reason: str = "",
) -> ProposalLine:
    """Add the subject to the open draft of their village for this component and year, opening one when there is none.

    The village operator still decides in the musyawarah whether the line stays. Raises Denied outside the actor's area,
    and whatever `add_line` raises (R018, OverrideNeeded, AlreadyProposed …).
    """
    subject = find_subject(by, kind_of(kind), subject_id)
    if subject is None:
        raise Refused(
            field="Penerima",
            value="",
            expected="data yang ada di wilayah tugas Anda",
            remedy="cocokkan kasus dengan registri dulu",
        )
    policies.check_can_propose_from_case(by, subject.area_code)
    year = office_day(at).year
    # Two cases of one village at the same moment share one draft.
    lock_words("programmes.draft", component_id, subject.area_code, year)
    drafts = ProposalBatch.objects.select_for_update(of=("self",)).select_related("component__programme")
    batch = (
        drafts.filter(component_id=component_id, fiscal_year=year, area_code=subject.area_code, state="DRAFT")
        .order_by("-id")
        .first()
    )
    if batch is None:
        batch = open_draft(component_id=component_id, fiscal_year=year, area=subject.area_code, by=by, at=at)
    return place_line(
        batch,
        kind=kind,
        subject_id=subject_id,
        override_reason=override_reason,
        overlap_reason=overlap_reason,
        case_id=case_id,
        by=by,
        at=at,
    )
