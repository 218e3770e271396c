"""From the list of those who get nothing to a proposal: each goes through the checks of any other line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.add_line import OPEN_FOR_LINES, add_line
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.enums import CandidateKind
from rangkul.programmes.errors import UnableToPropose
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.policies import proposals as proposal_policies
from rangkul.programmes.policies import removal as policies

MOST = 100


@dataclass(frozen=True, slots=True)
class Proposed:
    """The batches that grew, the new lines, and (name, why not) of those who could not be proposed."""

    batches: list[ProposalBatch] = field(default_factory=list)
    lines: list[ProposalLine] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


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
    done, batches = Proposed(), {}
    for candidate in chosen.order_by("area_code", "id"):
        proposal_policies.check_can_create_batch(by, candidate.area_code)
        try:
            with transaction.atomic():
                batch = batches.get(candidate.area_code) or _batch_for(
                    component_id, fiscal_year, candidate.area_code, by=by, at=at
                )
                line = add_line(
                    batch_id=batch.pk, kind=candidate.subject_kind, subject_id=candidate.subject_id, by=by, at=at
                )
        except (Refused, UnableToPropose) as problem:
            done.refused.append((candidate.subject_name, problem.message))
            continue
        batches[candidate.area_code] = batch
        done.lines.append(line)
    if not done.lines:
        reasons = [f"{name}: {why}" for name, why in done.refused[:5]]
        raise UnableToPropose(" ".join([_("Tidak ada calon yang dapat diusulkan."), *reasons]))
    done.batches.extend(batches.values())
    return done


def _batch_for(component_id: UUID, fiscal_year: int, area: str, *, by: Actor, at: datetime) -> ProposalBatch:
    found = ProposalBatch.objects.filter(
        component_id=component_id, fiscal_year=fiscal_year, area_code=area, state__in=OPEN_FOR_LINES
    ).order_by("-id")
    return found.first() or create_batch(component_id=component_id, fiscal_year=fiscal_year, area=area, by=by, at=at)
