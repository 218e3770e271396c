"""Two periods of DTSEN or DTKS against each other: villages, recipients touched, who changed, and the list as a file."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from openpyxl import Workbook

from rangkul.exchange.periods import quarter_code
from rangkul.insight import decile_differences as differences
from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.kernel.period import Period
from rangkul.kernel.text import as_cell
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import DecileChange, Source
from rangkul.registry.queries import DECILE_CHANGED, Comparison, FamilyChange
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today

SOURCES = (Source.DTSEN, Source.DTKS)
MOST_ROWS = 20_000
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
def deciles(request: HttpRequest) -> HttpResponse:
    """The comparison: figures by village, recipients touched, the families."""
    actor = acting(request)
    actor.check_may("registry.family.view")
    source, periods, comparison = _chosen(request, actor)
    context = {
        "sources": [(each.value, str(each.label), each.value == source) for each in SOURCES],
        "periods": [(day.isoformat(), period_label(day)) for day in periods],
        "source": source,
        "comparison": comparison,
        "as_of": today(),
    }
    if comparison is not None:
        kinds, area, only = _narrowed(request)
        found = differences.compare_periods(actor, comparison, on=today())
        page = differences.list_changed(
            actor, comparison, kinds=kinds, area=area, only_recipients=only, on=today(), after=_id(request)
        )
        totals = found.totals
        context |= {
            "was": period_label(comparison.was),
            "now": period_label(comparison.now),
            "chart": [(_of(kind), totals.get(kind, 0)) for kind in DecileChange],
            "has_rows": bool(totals),
            "villages": _villages(request, found),
            "touched": _touched(found),
            "listing": listing_of(page.rows),
            "kinds": [
                {
                    "label": _of(kind),
                    "url": with_query(request, {"jenis": kind, "setelah": None}),
                    "active": [kind] == kinds,
                }
                for kind in DECILE_CHANGED
            ],
            "all_url": with_query(request, {"jenis": None, "desa": None, "penerima": None, "setelah": None}),
            "only_url": with_query(request, {"penerima": None if only else "1", "setelah": None}),
            "only": only,
            "area_label": next((each.area_label for each in found.villages if each.area_code == area), area),
            "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
            "first_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
            "csv_url": _export_url(request, "csv"),
            "xlsx_url": _export_url(request, "xlsx"),
        }
    return render(request, "insight/deciles.html", context)


@never_cache
def deciles_export(request: HttpRequest) -> HttpResponse:
    """Who changed, as CSV or XLSX: no formula can run from it, card numbers stay masked, the trail keeps who took it."""
    actor = acting(request)
    actor.check_may("registry.family.view")
    _source, _periods, comparison = _chosen(request, actor)
    rows: tuple[FamilyChange, ...] = ()
    if comparison is not None:
        kinds, area, only = _narrowed(request)
        page = differences.list_changed(
            actor, comparison, kinds=kinds, area=area, only_recipients=only, on=today(), limit=MOST_ROWS
        )
        rows = page.rows
        registry_actions.note_decile_export(comparison=comparison, rows=len(rows), area=area, by=actor, at=clock.now())
    head = [
        _("Kepala keluarga"),
        _("Nomor KK"),
        _("Kode wilayah"),
        _("Desa/kelurahan"),
        _("Desil lama"),
        _("Desil baru"),
    ]
    table = [[*head, _("Perubahan"), _("Periode lama"), _("Periode baru")]]
    labels = (period_label(comparison.was), period_label(comparison.now)) if comparison else ("", "")
    for row in rows:
        deciles_then_now = ["" if value is None else str(value) for value in (row.was, row.now)]
        cells = [row.head_name, row.masked_kk, row.area_code, row.area_label, *deciles_then_now, _of(row.kind), *labels]
        table.append([as_cell(cell) for cell in cells])
    name = f"perubahan-desil-{today().isoformat()}"
    if request.GET.get("bentuk") == "xlsx":
        return _file(_as_workbook(table), _SHEET, f"{name}.xlsx")
    return _file(_as_csv(table), "text/csv; charset=utf-8", f"{name}.csv")


def period_label(day: date) -> str:
    """ "2026-TW3" for a period that begins with a quarter, else the day."""
    if day.day == 1 and day.month % 3 == 1:
        return quarter_code(Period.quarter(day.year, (day.month + 2) // 3))
    return date_in_words(day, "pendek")


def listing_of(rows: Iterable[FamilyChange]) -> CaseList:
    """Families that changed."""
    return CaseList(
        caption=_("Keluarga yang berubah"),
        columns=(
            Column(label=_("Kepala keluarga")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Desil lama"), numeric=True),
            Column(label=_("Desil baru"), numeric=True),
            Column(label=_("Perubahan")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.head_name or "–", url=reverse("web:registry:family", args=[row.id]), note=row.masked_kk
                    ),
                    Cell(text=row.area_label),
                    Cell(text=str(row.was or "–"), numeric=True),
                    Cell(text=str(row.now or "–"), numeric=True),
                    Cell(text=_of(row.kind)),
                )
            )
            for row in rows
        ],
    )


def _villages(request: HttpRequest, found: differences.Difference) -> CaseList:
    return CaseList(
        caption=_("Menurut desa/kelurahan (keluarga)"),
        columns=(Column(label=_("Desa/kelurahan")), *(Column(label=_of(kind), numeric=True) for kind in DecileChange)),
        rows=[
            Row(
                cells=(
                    Cell(text=each.area_label, url=with_query(request, {"desa": each.area_code, "setelah": None})),
                    *(Cell(text=format_number(each.counts.get(kind, 0)), numeric=True) for kind in DecileChange),
                )
            )
            for each in found.villages
        ],
    )


def _touched(found: differences.Difference) -> CaseList:
    return CaseList(
        caption=_("Penerima yang tersentuh"),
        columns=(Column(label=_("Program")), *(Column(label=_of(kind), numeric=True) for kind in DECILE_CHANGED)),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.programme,
                        note=_("program sendiri, peserta") if each.is_own else _("program dari luar Dinas, keluarga"),
                    ),
                    *(Cell(text=format_number(each.counts.get(kind, 0)), numeric=True) for kind in DECILE_CHANGED),
                )
            )
            for each in found.touched
        ],
    )


def _chosen(request: HttpRequest, actor: Actor) -> tuple[str, list[date], Comparison | None]:
    asked = request.GET.get("sumber", "")
    source = asked if asked in SOURCES else str(Source.DTSEN.value)
    periods = registry_queries.list_decile_periods(actor, source)
    known = {day.isoformat(): day for day in periods}
    now = known.get(request.GET.get("baru", ""), periods[0] if periods else None)
    was = known.get(request.GET.get("lama", ""), periods[1] if len(periods) > 1 else None)
    return source, periods, Comparison(source, was, now) if was and now and was != now else None


def _narrowed(request: HttpRequest) -> tuple[list[str], str, bool]:
    kind = request.GET.get("jenis", "")
    kinds = [kind] if kind in DECILE_CHANGED else [str(each.value) for each in DECILE_CHANGED]
    area = request.GET.get("desa", "")
    return kinds, area if len(area) <= len("73.12.01.2001") else "", request.GET.get("penerima") == "1"


def _of(kind: str) -> str:
    label = str(DecileChange(kind).label)
    return label[:1].upper() + label[1:]


def _export_url(request: HttpRequest, form: str) -> str:
    return reverse("web:insight:deciles-export") + with_query(request, {"bentuk": form, "setelah": None})


def _id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["setelah"]) if request.GET.get("setelah") else None
    except ValueError:
        return None


def _as_csv(table: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(table)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _as_workbook(table: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Perubahan desil")
    for line in table:
        sheet.append(line)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
