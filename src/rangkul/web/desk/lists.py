"""The worklist: tabs for mine, the team's, what is late, what is in conflict; filters that are links, kept by name."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.desk.queries import CaseRow
from rangkul.desk.workflow import CASE
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.prepared import prepared_for
from rangkul.web.desk.list_filters import FilterForm, chips_of, fields_html, filter_of, kept_of, keys_are_on
from rangkul.web.shared.acting import acting
from rangkul.web.shared.addresses import address
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, sort_column
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
    """One view of the cases (`?tab=`), narrowed by filters or by a ticket or name (`?tiket=`), sorted, paged by keyset."""
    actor = acting(request)
    if not actor.may("desk.case.view"):
        raise Denied(permission="desk.case.view", message=_("Peran Anda tidak melayani kasus."))
    with prepared_for(actor):
        return _case_list(request, actor)


def _case_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    counts = queries.count_views(actor)
    view = request.GET.get("tab", "")
    if view not in queries.VIEWS:
        view = "mine" if counts["mine"] else "team"
    form = FilterForm(request.GET, actor=actor, view=view)
    chosen = filter_of(form)
    text = request.GET.get("tiket", "").strip()[:60]
    order = request.GET.get("urut", "")
    order = order if order.removeprefix("-") in queries.ORDERS else ""
    page = queries.list_cases(
        actor, view, state=form.told("status"), ticket=text, chosen=chosen, order=order,
        after=request.GET.get("setelah", ""),
    )  # fmt: skip
    kept = kept_of(form, view, order) | ({"tiket": text} if text else {})
    chips = chips_of(form, kept)
    context = {
        "tabs": _tabs(view, counts),
        "view": view,
        "listing": listing_of(page.rows, _captions()[view], request, has_conflicts=view == "conflicts"),
        "ticket": text,
        "total": counts.get(view),
        "is_more": counts.get(view, 0) >= queries.COUNT_UP_TO,
        "next_url": f"?{urlencode(kept | {'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("setelah") else "",
        "form": form,
        "fields": fields_html(form),
        "chips": chips,
        "keep": {name: kept[name] for name in ("tab", "urut", "tiket") if name in kept},
        "filters": queries.list_filters(actor),
        "now": kept_of(form, view, order),
        "may_register": may_register(actor),
        "may_queue": actor.may("desk.queue.view"),
        "filtered": bool(chips or text),
        "counts_all": view in counts and not (chips or text),
        "keys_on": keys_are_on(request),
        "next": request.get_full_path(),
    }
    return render(request, "desk/case_list.html", context)


def listing_of(
    rows: tuple[CaseRow, ...], caption: str, request: HttpRequest | None = None, *, has_conflicts: bool = False
) -> CaseList:
    """Cases as the list component takes them; with a request the columns are links that sort."""

    def column(label: str, key: str) -> Column:
        return sort_column(request, label, key) if request else Column(label=label)

    columns = [
        column(_("Kasus"), "nama"),
        Column(label=_("Status")),
        column(_("Tenggat"), "tenggat"),
        Column(label=_("Bentrok dengan")) if has_conflicts else column(_("Desa/kelurahan"), "desa"),
        column(_("Terdaftar"), "masuk"),
    ]
    return CaseList(caption=caption, columns=columns, rows=[_row(each, has_conflicts) for each in rows])


def _row(each: CaseRow, has_conflicts: bool) -> Row:
    name = each.concerned_name or _("Belum diketahui")
    urgent = (each.urgency_label or _("mendesak")) if each.is_urgent else ""
    unsorted = "" if each.is_classified or each.state == "CLOSED" else _("belum digolongkan")
    note = " · ".join(filter(None, [each.ticket, each.channel_label, urgent, unsorted]))
    return Row(
        is_late=each.is_late or each.is_urgent,
        cells=(
            Cell(text=name, url=address("web:desk:case", each.id), note=note),
            Cell(text=short(each.state_label), state=StateTag(tone_of_state(each.state))),
            Cell(due_on=each.due_on) if each.due_on else Cell(text="–"),
            _conflict(each) if has_conflicts else Cell(text=each.area_label),
            Cell(text=ago_in_words(each.registered_at), note=each.assigned_to_name or _("belum ada yang menangani")),
        ),
    )


def _conflict(each: CaseRow) -> Cell:
    told = list(each.conflict[:3])
    if each.is_contested:
        told.insert(0, _("diubah dua petugas bersamaan"))
    return Cell(text=", ".join(told) or "–", url=address("web:desk:case-conflict", each.id))


def _captions() -> dict[str, str]:
    return {
        "mine": _("Kasus yang saya tangani"),
        "team": _("Kasus terbuka di wilayah tugas"),
        "late": _("Lewat tenggat"),
        "conflicts": _("Dua kasus tentang orang atau keluarga yang sama, atau diubah bersamaan"),
        "unmatched": _("Menunggu dicocokkan dengan registri"),
        "all": _("Semua kasus"),
    }


def _tabs(view: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "mine": _("Saya"),
        "team": _("Tim"),
        "late": _("Lewat tenggat"),
        "conflicts": _("Konflik"),
        "unmatched": _("Belum dicocokkan"),
        "all": _("Semua"),
    }
    return [
        {
            "label": labels[name],
            "url": f"?tab={name}",
            "active": name == view,
            "count": counted(counts.get(name)),
            "alarm": name in ("late", "conflicts") and counts.get(name, 0) > 0,
        }
        for name in queries.VIEWS
    ]


def counted(count: int | None) -> int | str | None:
    """A count of a tab as it is shown: what reaches `COUNT_UP_TO` is "999+"."""
    return count if count is None or count < queries.COUNT_UP_TO else f"{queries.COUNT_UP_TO - 1}+"
