"""From the list of those who get nothing to a proposal: each goes through the checks of any other line."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.propose_list import Proposed as Proposed
from rangkul.programmes.actions.propose_list import place_subjects
from rangkul.programmes.enums import CandidateKind
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.subjects import Subject

MOST = 100


@action("programmes.candidate.propose")
def propose_candidates(
    *, candidate_ids: Sequence[UUID], component_id: UUID, fiscal_year: int, by: Actor, at: datetime
) -> Proposed:
    """Put candidates into their village's open proposal of a component, opened when there is none.

    Whoever can't be proposed (unit, registry id, rule, served already) is told with the reason, the rest is kept.
    Raises UnableToPropose when nobody could be, Denied outside the actor's village, Refused for the year.
    """
    chosen = policies.candidates_visible_to(by).filter(
        pk__in=list(candidate_ids)[:MOST], run__kind=CandidateKind.PROPOSE
    )
    subjects = [Subject(each.subject_kind, each.subject_id, each.subject_name, each.area_code) for each in chosen]
    return place_subjects(subjects, component_id=component_id, fiscal_year=fiscal_year, by=by, at=at)
