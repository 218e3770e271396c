"""What waits for somebody in delivery."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.delivery import queries
from rangkul.delivery.policies import RECORD_MEALS
from rangkul.delivery.workflow import CYCLE, EWARONG
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.wording import today
from rangkul.web.shared.worklist import WorklistRow, WorklistSection

_VERB = {"DRAFT": "delivery.cycle.freeze", "FROZEN": "delivery.cycle.approve", "APPROVED": "delivery.cycle.open"}


def sections(actor: Actor) -> Iterator[WorklistSection]:
    """Cycles by whose turn it is; running ones for whoever hands over."""
    if actor.may(RECORD_MEALS):
        yield from _meals(actor)
    yield from _ewarongs(actor)
    if not actor.may("delivery.cycle.view"):
        return
    views = queries.list_cycles(actor)
    for state in ("FROZEN", "APPROVED", "DRAFT", "OPEN"):
        needed = _VERB.get(state, "delivery.handover.record")
        if not actor.may(needed):
            continue
        own = [view for view in views if view.cycle.state == state and (state != "OPEN" or view.pending)]
        yield WorklistSection(
            title=title_of(state),
            count=len(own),
            url=reverse("web:delivery:cycle-list"),
            rows=tuple(
                WorklistRow(
                    label=view.cycle.name,
                    url=reverse("web:delivery:cycle", args=[view.cycle.pk]),
                    detail=_("%(left)s dari %(all)s belum diserahkan")
                    % {"left": format_number(view.pending), "all": format_number(view.total)}
                    if state == "OPEN"
                    else "",
                    state=CYCLE.state(state).label,
                    tone=CYCLE.state(state).tone,
                )
                for view in own[:5]
            ),
            empty_text=_("Tidak ada siklus pada tahap ini."),
            is_urgent=state == "FROZEN",
        )


def _ewarongs(actor: Actor) -> Iterator[WorklistSection]:
    """Outlets that wait for a decree."""
    if actor.may(EWARONG.permission("appoint")):
        rows, _after = queries.list_ewarongs(actor, on=today(), state="PROPOSED")
        if rows:
            yield WorklistSection(
                title=_("E-warong menunggu SK"),
                count=len(rows),
                url=reverse("web:delivery:ewarong-list") + "?status=PROPOSED",
                rows=tuple(
                    WorklistRow(label=each.ewarong.name, url=reverse("web:delivery:ewarong", args=[each.ewarong.pk]))
                    for each in rows[:5]
                ),
            )


def _meals(actor: Actor) -> Iterator[WorklistSection]:
    """Institutions whose meals of today nobody has written down."""
    count, rows = queries.meals_to_write(actor, on=today())
    if count:
        yield WorklistSection(
            title=_("Makan penghuni hari ini belum dicatat"),
            count=count,
            url=reverse("web:delivery:meal-list"),
            rows=tuple(
                WorklistRow(
                    label=each.recipient_name,
                    url=reverse("web:delivery:meal-sheet", args=[each.pk]),
                    detail=each.cycle.name,
                )
                for each in rows
            ),
        )


def title_of(state: str) -> str:
    """The heading of a stage."""
    return {
        "DRAFT": _("Siklus yang perlu dibekukan daftarnya"),
        "FROZEN": _("Daftar penyaluran menunggu persetujuan"),
        "APPROVED": _("Siklus siap dibuka"),
        "OPEN": _("Penyaluran yang sedang berjalan"),
    }[state]
