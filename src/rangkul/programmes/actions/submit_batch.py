"""Handing a batch to the kecamatan: ranked by the musyawarah, with its day, place and attendance."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, office_day, take_batch
from rangkul.programmes.actions.create_batch import set_musyawarah
from rangkul.programmes.enums import LineState
from rangkul.programmes.models import ProposalBatch, ProposalLine
from rangkul.programmes.queries.catalogue import terms_in_force


@action("programmes.proposal.submit")
def submit_batch(
    *,
    batch_id: UUID,
    by: Actor,
    at: datetime,
    ranking: Sequence[UUID] = (),
    musyawarah_on: date | None = None,
    musyawarah_place: str = "",
    musyawarah_attendance: int | None = None,
    revision: int | None = None,
) -> ProposalBatch:
    """DRAFT or RETURNED → SUBMITTED. `ranking` holds every proposed line once, the neediest first; empty keeps the order.

    Raises Refused without lines, without the musyawarah's day, place and attendance, or for a ranking that leaves
    somebody out; Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="submit", by=by, revision=revision)
    today = office_day(at)
    lines = list(ProposalLine.objects.filter(batch=batch, state=LineState.PROPOSED).order_by("rank", "id"))
    if not lines:
        raise Refused(
            field="Daftar usulan", value="", expected="sedikitnya satu baris", remedy="tambahkan penerima lebih dulu"
        )
    set_musyawarah(
        batch,
        on=musyawarah_on,
        place=musyawarah_place,
        attendance=musyawarah_attendance,
        today=today,
        is_required=True,
    )
    _rank(lines, ranking)
    batch.return_reason = ""
    terms = terms_in_force(batch.component, today)
    move(
        batch,
        "submit",
        by=by,
        at=at,
        terms=terms,
        data={"lines": len(lines), "attendance": batch.musyawarah_attendance},
    )
    return batch


def _rank(lines: list[ProposalLine], ranking: Sequence[UUID]) -> None:
    own = {line.pk: line for line in lines}
    order = list(ranking) or list(own)
    if len(order) != len(own) or set(order) != own.keys():
        raise Refused(
            field="Urutan prioritas",
            value="",
            expected="setiap nama tepat satu kali",
            remedy="muat ulang halaman; daftar mungkin berubah",
        )
    for rank, line_id in enumerate(order, start=1):
        own[line_id].rank = rank
    ProposalLine.objects.bulk_update(lines, ["rank"])
