"""Targets by division and source of money, each in its own unit, and what is behind each cell (R232)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rangkul.insight.coverage import targets as coverage_targets
from rangkul.insight.coverage.measures import UNIT_LABELS
from rangkul.insight.coverage.targets import Target
from rangkul.kernel import clock
from rangkul.kernel.money import Rupiah
from rangkul.platform.policy.actor import Actor
from rangkul.web.insight.coverage import frame_tabs
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.wording import number_in_words

OLDEST_YEAR = 2015


def targets(request: HttpRequest) -> HttpResponse:
    """Rows are divisions, columns sources of money; every cell one line for each unit, never added across units."""
    actor = acting(request)
    on = _day(request)
    found = coverage_targets.targets_of(actor, on=on)
    outside, as_of = coverage_targets.outside_reach(actor, on=on)
    sources = sorted({each.fund_source for each in found})
    context = {
        "layout": "layout/print.html" if "cetak" in request.GET else "layout/page.html",
        "is_paper": "cetak" in request.GET,
        "tabs": frame_tabs(actor, "web:insight:targets"),
        "on": on,
        "sources": sources,
        "rows": [
            (division or _("tanpa bidang"), [[_told(each) for each in found if (each.division, each.fund_source) == (division, source)] for source in sources])
            for division in sorted({each.division for each in found})
        ],
        "details": [
            (f"{each.division} · {each.fund_source} · {each.unit}", [_component(one) for one in each.components])
            for each in found
        ],
        "outside": [
            {
                "label": each.meaning,
                "unit": each.unit_label,
                "count": number_in_words(each.count),
                "url": _list_url(actor, each.code, each.unit) if each.count else "",
            }
            for each in outside
        ],
        "as_of": as_of,
        "exports": [
            (label, f"{reverse('web:insight:targets-export')}?{urlencode({'tahun': str(on.year), 'bentuk': form})}")
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"))
        ],
    }  # fmt: skip
    return render(request, "insight/targets.html", context)


def targets_export(request: HttpRequest) -> HttpResponse:
    """Every component with its division, source, unit and figures, as CSV or XLSX."""
    actor = acting(request)
    on = _day(request)
    head = [_("Bidang"), _("Sumber dana"), _("Satuan"), _("Program"), _("Komponen"), _("Sasaran"), _("Ditetapkan")]
    table = [[*head, _("Terlayani"), _("Pagu (rupiah)"), _("Per tanggal")]]
    for cell in coverage_targets.targets_of(actor, on=on):
        for each in cell.components:
            quota = "" if each.quota is None else str(each.quota)
            budget = "" if each.budget is None else str(each.budget)
            told = [cell.division, cell.fund_source, cell.unit, each.programme, each.name, quota]
            table.append(written([*told, str(each.enrolled), str(each.served), budget, on]))
    return file_response(f"sasaran-{on.isoformat()}", table, request.GET.get("bentuk", "csv"))


def _day(request: HttpRequest) -> date:
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    asked = number_of(request.GET.get("tahun", ""))
    return date(asked, 12, 31) if asked and OLDEST_YEAR <= asked < today.year else today


def _told(cell: Target) -> dict[str, Any]:
    without = _("%(n)s komponen belum punya sasaran") % {"n": number_in_words(cell.without_quota)}
    return {
        "target": f"{number_in_words(cell.quota)} {cell.unit}",
        "reached": _("ditetapkan %(enrolled)s, terlayani %(served)s")
        % {"enrolled": number_in_words(cell.enrolled), "served": number_in_words(cell.served)},
        "budget": str(Rupiah(cell.budget)) if cell.budget else "",
        "note": without if cell.without_quota else "",
    }


def _component(figure: Any) -> dict[str, str]:
    return {
        "name": f"{figure.programme}: {figure.name}",
        "url": reverse("web:insight:component", args=[figure.code]),
        "quota": "–" if figure.quota is None else number_in_words(figure.quota),
        "enrolled": number_in_words(figure.enrolled),
        "served": number_in_words(figure.served),
        "list_url": f"{reverse('web:programmes:enrolment-list')}?{urlencode({'program': figure.component_id})}",
    }


def _list_url(actor: Actor, code: str, unit: str) -> str:
    if unit not in UNIT_LABELS or not actor.may("insight.coverage.view"):
        return ""
    return f"{reverse('web:insight:coverage-list')}?{urlencode({'ukuran': f'punya-{code}', 'satuan': unit})}"
