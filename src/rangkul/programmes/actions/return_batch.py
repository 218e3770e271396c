"""Sending a batch back to the village, with a coded reason and what to mend."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, take_batch
from rangkul.programmes.enums import ReturnReason
from rangkul.programmes.models import ProposalBatch


@action("programmes.proposal.return")
def return_batch(
    *, batch_id: UUID, reason: str, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> ProposalBatch:
    """SUBMITTED, CHECKED or VERIFIED → RETURNED, by whoever would take the next step forward.

    `reason` is a `ReturnReason`; OTHER needs a note. Raises Refused, Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="return", by=by, revision=revision)
    text = clean(note)
    if reason not in ReturnReason.values or (reason == ReturnReason.OTHER and not text):
        raise Refused(
            field="Alasan pengembalian",
            value=reason if text else "",
            expected="salah satu alasan dalam daftar; “lainnya” disertai catatan",
            remedy="pilih alasannya dan tulis apa yang perlu diperbaiki desa",
        )
    batch.verified_by = None
    label = str(ReturnReason(reason).label)
    batch.return_reason = f"{label}: {text}" if text else label
    move(batch, "return", by=by, at=at, reason=batch.return_reason, data={"code": reason})
    return batch
