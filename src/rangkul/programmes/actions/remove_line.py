"""Taking somebody out of a draft again: a slip of the hand leaves a trace, not a line."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.add_line import OPEN_FOR_LINES
from rangkul.programmes.actions.batch_desk import take_batch_for_lines, touch
from rangkul.programmes.enums import LineState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.events import told_of
from rangkul.programmes.models import ProposalBatch, ProposalLine


@action("programmes.proposal.remove_line")
def remove_line(
    *, line_id: UUID, by: Actor, at: datetime, reason: str = "", revision: int | None = None
) -> ProposalBatch:
    """Delete a line that was never decided on, while the batch is still with the village. Returns the batch.

    The trail keeps who was taken out and why; a line that the office refused stays (W08). Raises NoSuchProposal,
    Denied, Refused (the batch is on another desk), StaleProposal.
    """
    found = ProposalLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()
    if found is None:
        raise NoSuchProposal(line_id)
    batch = take_batch_for_lines(found, step="remove_line", states=OPEN_FOR_LINES, by=by, revision=revision)
    line = ProposalLine.objects.filter(pk=line_id, batch=batch, state=LineState.PROPOSED).first()
    if line is None:
        raise NoSuchProposal(line_id)
    record(
        "programmes.proposal.remove_line",
        by=by,
        at=at,
        on=line,
        kind="proposal_line",
        subjects=[("proposal", batch.pk), (line.subject_kind, line.subject_id)],
        area=batch.area_code,
        reason=clean(reason),
        data={"number": batch.number, **told_of(batch.component), "rank": line.rank},
    )
    line.delete()
    touch(batch, at=at)
    return batch
