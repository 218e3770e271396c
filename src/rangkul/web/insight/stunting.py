"""Pages of stunting: its rate on two days by area, aid among the families of stunted children, and the list behind each figure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.insight import stunting as outcome
from rangkul.insight.coverage.protection import Figure
from rangkul.insight.stunting import AIDS, MEASURES, SOURCES, Line, Report, Side
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry.enums import HealthSource, HealthStatus
from rangkul.registry.queries.stunting import EVERY_OFFICE, REGSOSEK, MeasuredChild
from rangkul.web.insight.coverage import frame_tabs
from rangkul.web.insight.coverage_words import share_told, told
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.registry.areas import own_area
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.purposes import purposed
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import age_in_words, date_in_words, number_in_words, today

PAGE, LIST, EXPORT = "web:insight:stunting", "web:insight:stunting-list", "web:insight:stunting-export"
VILLAGE_LENGTH = len("73.12.01.2001")


@never_cache
def stunting(request: HttpRequest) -> HttpResponse:
    """The rate then and now, by area, with its base, source and days; below it aid among the families."""
    actor = acting(request)
    on, before, source, area = _asked(request, actor)
    report = outcome.stunting(actor, on=on, before=before, area=area, source=source)
    total = report.total
    context = {
        "report": report,
        "total": total,
        "is_empty": not any(each.now or each.then for each in report.lines),
        "place": reference_queries.area_label(area) if area else _("Semua wilayah tugas"),
        "way": _way(request, actor, area),
        "sources": [(code, source_label(code), code == source) for code in SOURCES],
        "source_label": source_label(source),
        "is_regsosek": source == REGSOSEK,
        "area": area,
        "on": on,
        "before": before,
        "sides": [_tile(report, each, day) for each, day in ((total.now, on), (total.then, before)) if each],
        "change": points_told(total.change),
        "rates": _rates(request, report),
        "aid": _aid(request, report),
        "hides": not report.opens,
        "tabs": frame_tabs(actor, PAGE),
    }
    return render(request, "insight/stunting.html", context)


@health_page
def stunting_list(request: HttpRequest) -> HttpResponse:
    """The children behind a figure, after a purpose; every name shown is logged."""
    actor = purposed(request)
    on, _before, source, area = _asked(request, actor)
    measure = _measure(request)
    page = outcome.list_cell(
        actor, on=on, area=area, source=source, measure=measure, after=request.GET.get("setelah", "")[:300]
    )
    labels = reference_queries.labels_of({each.area_code for each in page.rows}) if page.rows else {}
    context = {
        "title": measure_label(measure),
        "place": reference_queries.area_label(area) if area else _("Semua wilayah tugas"),
        "on": on,
        "source_label": source_label(source),
        "purpose": actor.purpose,
        "listing": _listing(page.rows, labels, on),
        "exports": [
            (label, f"{reverse(EXPORT)}?{urlencode({**request.GET.dict(), 'bentuk': form})}")
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"))
        ],
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if "setelah" in request.GET else "",
        "back": f"{reverse(PAGE)}?{urlencode({'wilayah': area, 'per': on.isoformat(), 'sumber': source})}",
        "crumbs": [{"label": _("Stunting"), "url": reverse(PAGE)}],
    }
    return render(request, "insight/stunting_list.html", context)


@health_page
def stunting_export(request: HttpRequest) -> HttpResponse:
    """The whole list as CSV or XLSX, each row with its day and unit; the trail keeps who took it and for what."""
    actor = purposed(request)
    on, _before, source, area = _asked(request, actor)
    measure = _measure(request)
    rows, problem = attempt(
        lambda: outcome.export_cell(on=on, area=area, source=source, measure=measure, by=actor, at=clock.now())
    )
    if rows is None:
        messages.error(request, problem)
        return see_other(f"{reverse(LIST)}?{urlencode({**request.GET.dict(), 'bentuk': ''})}")
    labels = reference_queries.labels_of({each.area_code for each in rows}) if rows else {}
    head = [_("Nama"), _("Tanggal lahir"), _("Desa/kelurahan"), _("Status"), _("Diukur"), _("Sumber")]
    table = [[*head, _("Bantuan keluarga"), _("Daftar"), _("Satuan"), _("Keadaan per")]]
    for each in rows:
        status = str(HealthStatus(each.status).label) if each.status else _("belum terukur")
        told_by = source_label(each.source) if each.source else ""
        who = [
            each.name,
            each.birth_date,
            labels.get(each.area_code, each.area_code),
            status,
            each.measured_on,
            told_by,
        ]
        table.append(written([*who, _aid_cell(each).text, measure_label(measure), _("balita"), on]))
    return file_response(f"stunting-{measure}-{on.isoformat()}", table, request.GET.get("bentuk", "csv"))


def _measure(request: HttpRequest) -> str:
    """The cell asked for. Raises Http404."""
    measure = request.GET.get("ukuran", "")
    if measure not in MEASURES:
        raise Http404
    return measure


def source_label(code: str) -> str:
    """Who told the status, in words."""
    if code == EVERY_OFFICE:
        return _("Dinas Kesehatan, semua sumber")
    return _("Regsosek 2022, pertanyaan 427") if code == REGSOSEK else str(HealthSource(code).label)


def measure_label(code: str) -> str:
    """A cell's name."""
    return {
        "terukur": _("Balita dengan status tinggi badan"),
        "belum": _("Balita tanpa status tinggi badan"),
        "pendek": _("Balita stunting"),
        "pkh": _("Balita stunting, keluarganya menerima PKH"),
        "sembako": _("Balita stunting, keluarganya menerima Sembako"),
        "daerah": _("Balita stunting, keluarganya menerima bantuan daerah"),
        "tanpa": _("Balita stunting, keluarganya tanpa ketiga bantuan itu"),
    }[code]


def points_told(change: float | None) -> str:
    """ "turun 2,4 poin"; a dash when it can't be told."""
    if change is None:
        return "–"
    shown = number_in_words(abs(round(change, 1)), 1)
    if round(change, 1) == 0:
        return _("tetap")
    return _("turun %(n)s poin") % {"n": shown} if change < 0 else _("naik %(n)s poin") % {"n": shown}


def _asked(request: HttpRequest, actor: Actor) -> tuple[date, date, str, str]:
    """(day, day to compare with, source, area) of the address; what is not one is the usual."""
    on = min(_date(request.GET.get("per", "")) or today(), today())
    before = _date(request.GET.get("banding", "")) or on - timedelta(days=365)
    source = request.GET.get("sumber", "")
    area = own_area(actor, request.GET.get("wilayah", "")) or (str(actor.areas[0]) if len(actor.areas) == 1 else "")
    return on, min(before, on), source if source in SOURCES else "", area


def _date(text: str) -> date | None:
    found = clock.read_day(text)
    return found if found is not None and found.year >= 1950 else None


def _tile(report: Report, side: Side, day: date) -> dict[str, Any]:
    figure = side.rate
    base = _("%(n)s dari %(base)s balita terukur; %(all)s balita dalam registri") % {
        "n": told(figure.count), "base": told(figure.base), "all": number_in_words(side.children),
    }  # fmt: skip
    newest = _("pengukuran terbaru %(day)s") % {"day": date_in_words(side.newest)} if side.newest else ""
    opens = report.opens and bool(figure.count)
    return {
        "day": day, "share": share_told(figure), "base": base, "newest": newest,
        "missing": number_in_words(side.children - (figure.base or 0)) if report.opens else "",
        "missing_url": _list_url(report, "belum", report.total.key, day) if report.opens else "",
        "url": _list_url(report, "pendek", report.total.key, day) if opens else "",
    }  # fmt: skip


def _rates(request: HttpRequest, report: Report) -> CaseList:
    days = [(date_in_words(each, "pendek"), each) for each in (report.before, report.on)]
    columns = [Column(label=_("Wilayah"))]
    for shown, _day in days:
        columns += [
            Column(label=_("Terukur, %(day)s") % {"day": shown}, numeric=True),
            Column(label=_("Stunting, %(day)s") % {"day": shown}, numeric=True),
        ]
    columns.append(Column(label=_("Perubahan"), numeric=True))
    rows = []
    for line in report.lines:
        cells = [_place(request, line)]
        for side, day in ((line.then, report.before), (line.now, report.on)):
            figure = side.rate if side else Figure(key="", label="", base=0, count=0)
            cells += [
                _cell(report, "terukur", line.key, day, figure.base),
                _cell(report, "pendek", line.key, day, figure.count, share_told(figure)),
            ]
        rows.append(Row(cells=(*cells, Cell(text=points_told(line.change), numeric=True))))
    return CaseList(caption=_("Stunting menurut wilayah (balita)"), columns=columns, rows=rows)


def _aid(request: HttpRequest, report: Report) -> CaseList:
    heads = (_("PKH"), _("Sembako"), _("Bantuan daerah"), _("Tanpa ketiganya"))
    columns = [Column(label=_("Wilayah")), Column(label=_("Keluarga dengan balita stunting"), numeric=True)]
    columns += [Column(label=each, numeric=True) for each in heads]
    rows = []
    for line in report.lines:
        if line.now is None:
            continue
        base = line.now.aid[AIDS[0]].base
        cells = [_place(request, line), _cell(report, "pendek", line.key, report.on, base)]
        for code in AIDS:
            figure = line.now.aid[code]
            cells.append(_cell(report, code, line.key, report.on, figure.count, share_told(figure)))
        rows.append(Row(cells=tuple(cells)))
    return CaseList(caption=_("Bantuan bagi keluarga dengan balita stunting (keluarga)"), columns=columns, rows=rows)


def _place(request: HttpRequest, line: Line) -> Cell:
    url = with_query(request, {"wilayah": line.key}) if len(line.key) < VILLAGE_LENGTH else ""
    return Cell(text=line.label, url=url)


def _cell(report: Report, measure: str, area: str, day: date, count: int | None, note: str = "") -> Cell:
    url = _list_url(report, measure, area, day) if report.opens and count else ""
    share = f" ({note})" if note and note != "–" else ""
    return Cell(text=told(count) + share, url=url, numeric=True)


def _list_url(report: Report, measure: str, area: str, day: date) -> str:
    told_of = {"ukuran": measure, "wilayah": area, "per": day.isoformat(), "sumber": report.source}
    return f"{reverse(LIST)}?{urlencode({key: value for key, value in told_of.items() if value})}"


def _listing(rows: Sequence[MeasuredChild], labels: dict[str, str], on: date) -> CaseList:
    return CaseList(
        caption=_("Balita"), hide_caption=True,
        columns=(
            Column(label=_("Nama")), Column(label=_("Desa/kelurahan")), Column(label=_("Status")),
            Column(label=_("Diukur")), Column(label=_("Bantuan keluarga")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.name, url=reverse("web:registry:person", args=[each.id]), note=age_in_words(each.birth_date, on)),
                    Cell(text=labels.get(each.area_code, each.area_code)),
                    Cell(text=str(HealthStatus(each.status).label) if each.status else _("belum terukur")),
                    Cell(text=date_in_words(each.measured_on, "pendek"), note=source_label(each.source) if each.source else ""),
                    _aid_cell(each),
                )
            )
            for each in rows
        ],
    )  # fmt: skip


def _aid_cell(each: MeasuredChild) -> Cell:
    if each.status not in (HealthStatus.STUNTED, HealthStatus.SEVERELY_STUNTED):
        return Cell(text="–")
    held = ((each.pkh, _("PKH")), (each.food, _("Sembako")), (each.local, _("Bantuan daerah")))
    shown = ", ".join(name for has, name in held if has) or _("tidak satu pun")
    url = reverse("web:registry:family", args=[each.family_id]) if each.family_id else ""
    return Cell(text=shown, url=url)


def _way(request: HttpRequest, actor: Actor, area: str) -> list[tuple[str, str]]:
    if not area:
        return []
    path = [each for each in reference_queries.area_path(area) if actor.covers(each.code)]
    return [(each.label, with_query(request, {"wilayah": str(each.code)})) for each in path[:-1]]
