"""The village takes its batch back for good."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, take_batch
from rangkul.programmes.models import ProposalBatch


@action("programmes.proposal.withdraw")
def withdraw_batch(
    *, batch_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> ProposalBatch:
    """DRAFT or RETURNED → WITHDRAWN, with a reason; its people may be proposed again elsewhere.

    Raises Refused without a reason; Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="withdraw", by=by, revision=revision)
    text = clean(reason)
    if not text:
        raise Refused(field="Alasan", value="", expected="alasan penarikan", remedy="tulis mengapa usulan ini ditarik")
    move(batch, "withdraw", by=by, at=at, reason=text)
    return batch
