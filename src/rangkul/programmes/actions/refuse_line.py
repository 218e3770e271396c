"""Refusing one line during verification, with the reason that the village will read."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import take_batch_for_lines, touch
from rangkul.programmes.enums import LineState, RefusalReason
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.events import told_of
from rangkul.programmes.models import ProposalLine


@action("programmes.proposal.refuse_line")
def refuse_line(
    *, line_id: UUID, reason: str, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> ProposalLine:
    """Refuse a proposed line of a CHECKED batch, by an officer of the programme's division (W10).

    `reason` is a `RefusalReason`; OTHER needs a note. Raises Refused, NoSuchProposal, Denied, StaleProposal.
    """
    found = ProposalLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()
    if found is None:
        raise NoSuchProposal(line_id)
    batch = take_batch_for_lines(found, step="refuse_line", states=("CHECKED",), by=by, revision=revision)
    line = ProposalLine.objects.filter(pk=line_id, batch=batch).first()
    if line is None:
        raise NoSuchProposal(line_id)
    if line.state != LineState.PROPOSED:
        raise Refused(
            field="Status baris",
            value=line.get_state_display(),
            expected="diusulkan",
            remedy="muat ulang halaman; baris ini sudah diproses",
        )
    text = clean(note)
    check_refusal(reason, text)
    write_refusal(line, reason=reason, note=text, by=by, at=at)
    touch(batch, at=at)
    return line


def check_refusal(reason: str, note: str) -> None:
    """Raise Refused unless the reason is in the list, with a note for "lainnya"."""
    if reason not in RefusalReason.values or (reason == RefusalReason.OTHER and not note):
        raise Refused(
            field="Alasan penolakan",
            value=reason if note else "",
            expected="salah satu alasan dalam daftar; “lainnya” disertai catatan",
            remedy="pilih alasannya supaya desa dapat menyampaikannya kepada warga",
        )


def write_refusal(line: ProposalLine, *, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Put the refusal on the line and on the timeline of its subject; who may was checked before."""
    line.state, line.refusal_reason, line.refusal_note, line.decided_at = LineState.REFUSED, reason, note, at
    line.save()
    label = str(RefusalReason(reason).label)
    record(
        "programmes.proposal.refuse_line",
        by=by,
        at=at,
        on=line,
        kind="proposal_line",
        subjects=[("proposal", line.batch_id), (line.subject_kind, line.subject_id)]
        + ([("case", line.case_id)] if line.case_id else []),
        area=line.batch.area_code,
        reason=f"{label}: {note}" if note else label,
        data={"number": line.batch.number, **told_of(line.batch.component), "code": reason},
    )
