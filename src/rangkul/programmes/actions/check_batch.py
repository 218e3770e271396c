"""The kecamatan has checked a village's batch and passes it on to the office."""

from datetime import datetime
from uuid import UUID

from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, office_day, take_batch
from rangkul.programmes.models import ProposalBatch
from rangkul.programmes.queries.catalogue import terms_in_force


@action("programmes.proposal.check")
def check_batch(
    *, batch_id: UUID, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> ProposalBatch:
    """SUBMITTED → CHECKED, by somebody who neither created nor submitted it (R017, four eyes).

    Raises Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="check", by=by, revision=revision)
    terms = terms_in_force(batch.component, office_day(at))
    move(batch, "check", by=by, at=at, terms=terms, reason=note)
    return batch
