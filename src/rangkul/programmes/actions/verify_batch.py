"""The programme's division has verified a batch and lays it before the one who decides."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, office_day, take_batch
from rangkul.programmes.enums import LineState
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.queries.catalogue import terms_in_force


@action("programmes.proposal.verify")
def verify_batch(
    *, batch_id: UUID, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> ProposalBatch:
    """CHECKED → VERIFIED, by an officer of the programme's own division (R004) who had no hand in it before.

    Raises Refused when no line is left to decide on; Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="verify", by=by, revision=revision)
    left = ProposalLine.objects.filter(batch=batch, state=LineState.PROPOSED).count()
    if not left:
        raise Refused(
            field="Daftar usulan",
            value="",
            expected="sedikitnya satu baris yang tidak ditolak",
            remedy="kembalikan usulan ke desa dengan alasan",
        )
    batch.verified_by = by.user_id
    terms = terms_in_force(batch.component, office_day(at))
    move(batch, "verify", by=by, at=at, terms=terms, reason=note, data={"lines": left})
    return batch
