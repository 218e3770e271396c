"""What waits for somebody in programmes: batches by whose turn it is, and findings nobody has taken up."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries
from rangkul.programmes.policies.cover import can_propose
from rangkul.programmes.queries import candidate_rows, cover, removals, waiting
from rangkul.web.programmes.terms_worklist import terms_sections
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_TONES = {"DRAFT": "neutral", "RETURNED": "warn", "SUBMITTED": "new", "CHECKED": "busy", "VERIFIED": "busy"}
_VERBS = ("create", "check", "verify", "decide")


def sections(actor: Actor) -> Iterator[WorklistSection]:
    """Terms and batches that wait for this actor, the most urgent first; nothing for who takes no step."""
    yield from terms_sections(actor)
    yield from _covers(actor)
    if not any(actor.may(f"programmes.proposal.{verb}") for verb in _VERBS):
        return
    yield _proposals(actor)
    yield from _removals(actor)
    if actor.may("programmes.proposal.create"):
        yield from _candidates(actor)
        yield from _moves(actor)


def _proposals(actor: Actor) -> WorklistSection:
    count, rows = queries.list_waiting_for(actor)
    return WorklistSection(
        title=_title(actor),
        count=count,
        url=reverse("web:programmes:proposal-list") + "?daftar=mine",
        rows=tuple(
            WorklistRow(
                label=f"{row.component}, {row.area_label}",
                url=reverse("web:programmes:proposal", args=[row.id]),
                detail=f"{row.number} · {format_number(row.lines)} {row.unit}",
                due_on=row.due_on,
                state=row.state_label,
                tone=_TONES.get(row.state, "neutral"),
            )
            for row in rows
        ),
        empty_text=_("Tidak ada usulan yang menunggu Anda."),
        is_urgent=True,
    )


def _removals(actor: Actor) -> Iterator[WorklistSection]:
    """Removal batches that wait for this actor, when there are any."""
    count, rows = removals.list_waiting_for(actor)
    if not count:
        return
    yield WorklistSection(
        title=_("Daftar pencoretan menunggu Anda"),
        count=count,
        url=reverse("web:programmes:removal-list") + "?daftar=mine",
        rows=tuple(
            WorklistRow(
                label=f"{row.name}, {row.area_label}",
                url=reverse("web:programmes:removal", args=[row.id]),
                detail=_("%(number)s · %(n)s penerima") % {"number": row.number, "n": format_number(row.lines)},
                due_on=row.due_on,
                state=row.state_label,
                tone=_TONES.get(row.state, "neutral"),
            )
            for row in rows
        ),
        is_urgent=True,
    )


def _covers(actor: Actor) -> Iterator[WorklistSection]:
    """Health cover that the region pays and that ends soon, on the actor's own lists."""
    found = cover.list_ending(actor, on=today()) if can_propose(actor) else []
    if found:
        yield WorklistSection(
            title=_("Jaminan yang dibayar daerah segera berakhir"),
            count=sum(each.people for each in found),
            url=reverse("web:programmes:cover-list"),
            rows=tuple(
                WorklistRow(
                    label=f"{each.number}, {each.area_label}",
                    url=reverse("web:programmes:cover", args=[each.list_id]),
                    detail=_("%(n)s orang; perpanjang atau usulkan lagi") % {"n": format_number(each.people)},
                    due_on=each.first_on,
                    state=_("aktif"),
                    tone="warn",
                )
                for each in found
            ),
        )


def _candidates(actor: Actor) -> Iterator[WorklistSection]:
    """Findings of the newest list that the village has not taken up."""
    count, run = candidate_rows.count_open(actor)
    if run is not None and count:
        yield WorklistSection(
            title=_("Calon dicoret yang belum dibahas"),
            count=count,
            url=reverse("web:programmes:candidate-run", args=[run.pk]) + "?belum=on",
        )


def _moves(actor: Actor) -> Iterator[WorklistSection]:
    """What moved on the village's waiting list: the notice to the village."""
    prepared, skipped = waiting.count_moves(actor, fiscal_year=today().year)
    if prepared:
        yield WorklistSection(
            title=_("Naik dari daftar tunggu, menunggu keputusan Dinas"),
            count=prepared,
            url=reverse("web:programmes:waiting-list"),
        )
    if skipped:
        yield WorklistSection(
            title=_("Dilewati dari daftar tunggu: sampaikan alasannya"),
            count=skipped,
            url=reverse("web:programmes:waiting-list") + "?daftar=selesai",
        )


def _title(actor: Actor) -> str:
    if actor.may("programmes.proposal.decide"):
        return _("Usulan menunggu keputusan Anda")
    if actor.may("programmes.proposal.verify"):
        return _("Usulan menunggu verifikasi bidang Anda")
    if actor.may("programmes.proposal.check"):
        return _("Usulan desa menunggu pemeriksaan Anda")
    return _("Usulan desa yang perlu Anda lengkapi")
