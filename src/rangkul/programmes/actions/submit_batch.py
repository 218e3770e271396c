"""Handing a batch to the kecamatan: ranked by the musyawarah, with its day, place and attendance."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import move, office_day, take_batch
from rangkul.programmes.actions.create_batch import set_musyawarah
from rangkul.programmes.enums import LineState
from rangkul.programmes.models import ProposalBatch, ProposalLine, Terms
from rangkul.programmes.queries.catalogue import terms_in_force
from rangkul.programmes.ranking import place_lines


@action("programmes.proposal.submit")
def submit_batch(
    *,
    batch_id: UUID,
    by: Actor,
    at: datetime,
    ranking: Sequence[UUID] = (),
    ranking_reason: str = "",
    musyawarah_on: date | None = None,
    musyawarah_place: str = "",
    musyawarah_attendance: int | None = None,
    revision: int | None = None,
) -> ProposalBatch:
    """DRAFT or RETURNED → SUBMITTED. `ranking` holds every proposed line once, the neediest first; empty keeps the order
    (the declared one, where the terms declare one).

    The declared order is computed from the frozen facts of each line and kept beside the musyawarah's, with its values.
    Raises Refused without lines, without the musyawarah's day, place and attendance, for a ranking that leaves somebody
    out, or one that differs from the declared order without `ranking_reason`; Denied, UnableToMove, StaleProposal.
    """
    batch = take_batch(batch_id, step="submit", by=by, revision=revision)
    today = office_day(at)
    found = ProposalLine.objects.filter(batch=batch, state=LineState.PROPOSED).select_related("screening")
    lines = list(found.order_by("rank", "id"))
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
    terms = terms_in_force(batch.component, today)
    computed = compute_order(batch, lines, terms)
    _rank(lines, ranking or computed)
    batch.ranking_reason = _reason_for(batch, lines, clean(ranking_reason))
    batch.return_reason = ""
    move(
        batch,
        "submit",
        by=by,
        at=at,
        terms=terms,
        reason=batch.ranking_reason,
        data={"lines": len(lines), "attendance": batch.musyawarah_attendance, "ranking": batch.ranking},
    )
    return batch


def compute_order(batch: ProposalBatch, lines: Sequence[ProposalLine], terms: Terms) -> list[UUID]:
    """Put the declared order of the terms on the lines and their batch, unsaved; returns it, empty where none is declared."""
    batch.ranking = place_lines(lines, terms, batch.component.unit)
    return [line.pk for line in sorted(lines, key=lambda each: each.computed_rank or 0)] if batch.ranking else []


def _reason_for(batch: ProposalBatch, lines: Sequence[ProposalLine], reason: str) -> str:
    """The reason of the musyawarah, kept only where its order differs. Raises Refused where it differs without one."""
    moved = [line for line in lines if line.computed_rank is not None and line.computed_rank != line.rank]
    if moved and not reason:
        raise Refused(
            field="Alasan urutan musyawarah",
            value="",
            expected=f"diisi, karena {len(moved)} nama tidak pada urutan menurut ketentuan program",
            remedy="tulis alasan musyawarah, atau pakai urutan menurut ketentuan",
        )
    return reason if moved else ""


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
    ProposalLine.objects.bulk_update(lines, ["rank", "computed_rank", "rank_values", "rank_decided"])
