"""Lists of cases by their time: at risk, late, escalated, paused, and those whose calendar is not known."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import queries
from rangkul.desk.enums import Standing
from rangkul.desk.queries import DeadlineRow
from rangkul.kernel.errors import Denied
from rangkul.web.desk.standings import StandingTag, time_in_words
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import today


@never_cache
def deadline_list(request: HttpRequest) -> HttpResponse:
    """One board of deadlines (`?tab=`), paged."""
    actor = acting(request)
    if not actor.may("desk.case.view"):
        raise Denied(permission="desk.case.view", message=_("Peran Anda tidak melayani kasus."))
    counts = queries.count_boards(actor)
    board = request.GET.get("tab", "")
    if board not in queries.BOARDS:
        board = "late" if counts["late"] else "risk"
    page = queries.list_board(actor, board, after=request.GET.get("setelah", ""))
    labels = _labels()
    context = {
        "tabs": [
            {
                "label": labels[name][0],
                "url": f"?tab={name}",
                "active": name == board,
                "count": counts[name],
                "alarm": name in ("late", "escalated") and counts[name] > 0,
            }
            for name in queries.BOARDS
            if name != "unknown" or counts[name]
        ],
        "board": board,
        "empty": labels[board][1],
        "listing": _listing(page.rows, labels[board][0]),
        "total": counts[board],
        "unknown": counts["unknown"],
        "as_of": today(),
        "next_url": f"?{urlencode({'tab': board, 'setelah': page.next_mark})}" if page.next_mark else "",
        "first_url": f"?tab={board}" if request.GET.get("setelah") else "",
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    return render(request, "desk/deadline_list.html", context)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "risk": (_("Hampir lewat"), _("Tidak ada kasus yang hampir lewat tenggat.")),
        "late": (_("Lewat tenggat"), _("Tidak ada kasus yang lewat tenggat.")),
        "escalated": (_("Dinaikkan"), _("Tidak ada kasus yang dinaikkan ke supervisor atau manajer.")),
        "paused": (_("Menunggu warga"), _("Tidak ada kasus yang menunggu warga melengkapi.")),
        "unknown": (_("Kalender belum ada"), _("Semua tenggat dihitung dengan kalender yang sudah diisi.")),
    }


def _listing(rows: tuple[DeadlineRow, ...], caption: str) -> CaseList:
    return CaseList(
        caption=caption,
        columns=(
            Column(label=_("Kasus")),
            Column(label=_("Keadaan")),
            Column(label=_("Tenggat")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Ditangani")),
        ),
        rows=[_row(each) for each in rows],
    )


def _row(each: DeadlineRow) -> Row:
    note = " · ".join(filter(None, [each.ticket, each.service, _("mendesak") if each.is_urgent else ""]))
    told = _("tingkat %(level)s: %(told)s") % {"level": each.level, "told": each.told or "–"} if each.level else ""
    return Row(
        is_late=each.standing == Standing.LATE,
        cells=(
            Cell(
                text=each.concerned_name or _("Belum diketahui"),
                url=reverse("web:desk:case", args=[each.id]),
                note=note,
            ),
            Cell(text=str(each.standing.label), state=StandingTag.of(each.standing)),
            Cell(text=time_in_words(each.due_at) if each.due_at else "–"),
            Cell(text=each.area_label),
            Cell(text=each.assigned_to_name or _("belum ada"), note=told),
        ),
    )
