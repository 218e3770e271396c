"""The list of cases: tabs for mine, the team's, what waits for a match, what is late, everything."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.desk.queries import CaseRow
from rangkul.desk.workflow import CASE
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import ago_in_words

_TONES = {"info": "new", "warning": "warn", "success": "good", "danger": "bad"}


@dataclass(frozen=True, slots=True)
class StateTag:
    """A state with the tone of its workflow."""

    tone: str


def tone_of_state(state: str) -> str:
    """The tone of a case's state on tags."""
    return _TONES.get(CASE.state(state).tone, "neutral")


def short(label: str) -> str:
    """A state as a tag says it: "dirujuk", without what is waited for."""
    return label.partition(",")[0]


def may_register(actor: Actor) -> bool:
    """Whether the actor takes in cases."""
    return actor.may("desk.case.register") and bool(actor.areas)


def case_list(request: HttpRequest) -> HttpResponse:
    """One view of the cases (`?tab=`), by state (`?status=`) or ticket (`?tiket=`), paged."""
    actor = acting(request)
    if not actor.may("desk.case.view"):
        raise Denied(permission="desk.case.view", message=_("Peran Anda tidak melayani kasus."))
    counts = queries.count_views(actor)
    view = request.GET.get("tab", "")
    if view not in queries.VIEWS:
        view = "mine" if counts["mine"] else "team"
    state = request.GET.get("status", "")
    state = state if state in dict(CASE.choices()) else ""
    ticket = request.GET.get("tiket", "")[:24]
    page = queries.list_cases(actor, view, state=state, ticket=ticket, after=request.GET.get("setelah", ""))
    kept = {name: value for name, value in (("tab", view), ("status", state), ("tiket", ticket)) if value}
    context = {
        "tabs": _tabs(view, counts),
        "view": view,
        "listing": listing_of(page.rows, _captions()[view]),
        "ticket": ticket,
        "total": counts[view],
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
        "states": [
            {"label": _("Semua status"), "url": f"?{urlencode({'tab': view})}", "active": not state},
            *(
                {"label": str(label), "url": f"?{urlencode({'tab': view, 'status': code})}", "active": code == state}
                for code, label in CASE.choices()
                if view in ("team", "all", "mine") and (view == "all" or code != "CLOSED")
            ),
        ],
        "may_register": may_register(actor),
        "filtered": bool(state or ticket),
    }
    return render(request, "desk/case_list.html", context)


def listing_of(rows: tuple[CaseRow, ...], caption: str) -> CaseList:
    """Cases as the list component takes them."""
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Kasus")),
            Column(label=_("Status")),
            Column(label=_("Tenggat")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Ditangani")),
        ),
        rows=[_row(each) for each in rows],
    )


def _row(each: CaseRow) -> Row:
    name = each.concerned_name or _("Belum diketahui")
    note = " · ".join(filter(None, [each.ticket, each.channel_label, _("mendesak") if each.is_urgent else ""]))
    return Row(
        is_late=each.is_late or each.is_urgent,
        cells=(
            Cell(text=name, url=reverse("web:desk:case", args=[each.id]), note=note),
            Cell(text=short(each.state_label), state=StateTag(tone_of_state(each.state))),
            Cell(due_on=each.due_on) if each.due_on else Cell(text="–"),
            Cell(text=each.area_label),
            Cell(text=each.assigned_to_name or _("belum ada"), note=ago_in_words(each.registered_at)),
        ),
    )


def _captions() -> dict[str, str]:
    return {
        "mine": _("Kasus yang saya tangani"),
        "team": _("Kasus terbuka di wilayah tugas"),
        "unmatched": _("Menunggu dicocokkan dengan registri"),
        "late": _("Lewat tenggat"),
        "all": _("Semua kasus"),
    }


def _tabs(view: str, counts: dict[str, int]) -> list[dict[str, object]]:
    labels = {
        "mine": _("Saya"),
        "team": _("Tim"),
        "unmatched": _("Belum dicocokkan"),
        "late": _("Lewat tenggat"),
        "all": _("Semua"),
    }
    return [
        {
            "label": labels[name],
            "url": f"?tab={name}",
            "active": name == view,
            "count": counts[name],
            "alarm": name == "late" and counts[name] > 0,
        }
        for name in queries.VIEWS
    ]
