"""Realisation against quota, as tables, charts and a file."""

import csv
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.insight import queries
from rangkul.kernel import clock
from rangkul.kernel.money import Rupiah
from rangkul.kernel.numerals import format_number
from rangkul.kernel.text import as_cell
from rangkul.programmes import queries as programmes_queries
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of
from rangkul.web.shared.lists import CaseList, Cell, Column, Row

OLDEST_YEAR = 2015


def _day(request: HttpRequest) -> date:
    """The day whose fiscal year is shown: today, or the last day of the year asked for."""
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    asked = number_of(request.GET.get("tahun", ""))
    return date(asked, 12, 31) if asked and OLDEST_YEAR <= asked < today.year else today


def realisation(request: HttpRequest) -> HttpResponse:
    """Every own component against its quota, each in its own unit, with totals per unit."""
    actor = acting(request)
    on = _day(request)
    figures = queries.realisation(actor, on=on)
    listing = CaseList(
        caption=_("Per komponen"),
        columns=(
            Column(label=_("Program")),
            Column(label=_("Satuan")),
            Column(label=_("Kuota"), numeric=True),
            Column(label=_("Ditetapkan"), numeric=True),
            Column(label=_("Terlayani"), numeric=True),
            Column(label=_("Barang diserahkan"), numeric=True),
            Column(label=_("Nilai diserahkan"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=f"{each.programme}: {each.name}",
                        url=reverse("web:insight:component", args=[each.code]),
                        note=f"{each.division} · {each.fund_source}",
                    ),
                    Cell(text=each.unit),
                    Cell(text=format_number(each.quota) if each.quota is not None else "–", numeric=True),
                    Cell(text=format_number(each.enrolled), numeric=True),
                    Cell(text=format_number(each.served), numeric=True),
                    Cell(text=f"{format_number(each.quantity.normalize())} {each.item_unit}", numeric=True),
                    Cell(
                        text=str(Rupiah(each.value)),
                        note=_("pagu %(budget)s") % {"budget": Rupiah(each.budget)} if each.budget else "",
                        numeric=True,
                    ),
                ),
                is_late=each.is_over,
            )
            for each in figures
        ],
    )
    charts = [(f"{each.name} ({each.unit})", each.enrolled, each.quota) for each in figures if each.quota is not None]
    context = {
        "listing": listing,
        "totals": queries.totals_by_unit(figures),
        "charts": charts,
        "on": on,
        "years": [on.year - step for step in range(-1, 3)],
        "today": clock.local_date(clock.now(), settings.TIME_ZONE),
    }
    return render(request, "insight/realisation.html", context)


def component(request: HttpRequest, code: str) -> HttpResponse:
    """One component by kecamatan, or by village inside a kecamatan."""
    actor = acting(request)
    actor.check_may("insight.realisation.view")
    on, within = _day(request), request.GET.get("kecamatan", "")
    found = programmes_queries.get_component(code)
    if found.is_sensitive:
        actor.check_may("registry.person.view_health")
    rows = queries.by_area(actor, found.pk, on=on, within=within)
    unit = found.get_unit_display()
    listing = CaseList(
        caption=_("Per wilayah (%(unit)s)") % {"unit": unit},
        columns=(
            Column(label=_("Wilayah")),
            Column(label=_("Ditetapkan"), numeric=True),
            Column(label=_("Terlayani"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.name, url="" if within else f"?kecamatan={row.code}"),
                    Cell(text=format_number(row.enrolled), numeric=True),
                    Cell(text=format_number(row.served), numeric=True),
                )
            )
            for row in rows
        ],
    )
    context = {
        "component": found,
        "unit": unit,
        "listing": listing,
        "chart": [(row.name, row.served, row.enrolled) for row in rows],
        "within": within,
        "on": on,
    }
    return render(request, "insight/component.html", context)


def realisation_export(request: HttpRequest) -> HttpResponse:
    """The table as CSV, cells safe for spreadsheets, with unit and as-of date in every row."""
    actor = acting(request)
    on = _day(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="capaian-{on.isoformat()}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            _("Program"),
            _("Komponen"),
            _("Bidang"),
            _("Satuan"),
            _("Kuota"),
            _("Ditetapkan"),
            _("Terlayani"),
            _("Per tanggal"),
        ]
    )
    for each in queries.realisation(actor, on=on):
        quota = "" if each.quota is None else each.quota
        texts = [as_cell(text) for text in (each.programme, each.name, each.division, each.unit)]
        writer.writerow([*texts, quota, each.enrolled, each.served, on.isoformat()])
    return response
