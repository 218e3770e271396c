"""What waits for somebody in programmes: batches by whose turn it is."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_TONES = {"DRAFT": "neutral", "RETURNED": "warn", "SUBMITTED": "new", "CHECKED": "busy", "VERIFIED": "busy"}
_VERBS = ("create", "check", "verify", "decide")


def sections(actor: Actor) -> Iterator[WorklistSection]:
    """Batches that wait for this actor, the most urgent first; nothing for who takes no step."""
    if not any(actor.may(f"programmes.proposal.{verb}") for verb in _VERBS):
        return
    count, rows = queries.list_waiting_for(actor)
    yield WorklistSection(
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


def _title(actor: Actor) -> str:
    if actor.may("programmes.proposal.decide"):
        return _("Usulan menunggu keputusan Anda")
    if actor.may("programmes.proposal.verify"):
        return _("Usulan menunggu verifikasi bidang Anda")
    if actor.may("programmes.proposal.check"):
        return _("Usulan desa menunggu pemeriksaan Anda")
    return _("Usulan desa yang perlu Anda lengkapi")
