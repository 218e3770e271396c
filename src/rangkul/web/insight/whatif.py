"""What if: sliders over every programme, and at once reach, money, errors, who wins and who loses; lists and files."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from rangkul.insight.everybody import NoSnapshotYet, TooSlow, kept_snapshot
from rangkul.insight.whatif import policies
from rangkul.insight.whatif.engine import run_scenario
from rangkul.insight.whatif.figures import ABOVE, POOR, UNRANKED, Outcome
from rangkul.insight.whatif.in_force import InForceList, list_in_force
from rangkul.insight.whatif.lists import ENROLLED_OUT, GAINED, LOST, REACHED, Listing, list_moved
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.reference.maps import MapShapes, map_of
from rangkul.web.insight import whatif_tables as tables
from rangkul.web.insight.snapshot import no_snapshot, note_of
from rangkul.web.insight.whatif_controls import programmes_of
from rangkul.web.insight.whatif_reading import Reading, query_of, read
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import moment_in_words, number_in_words, today

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@require_safe
def whatif(request: HttpRequest) -> HttpResponse:
    """The page: controls on top, the figures of the scenario in the address below."""
    actor = acting(request)
    policies.check_can_view(actor)
    in_force = list_in_force(actor, on=today())
    reading = read(request.GET, in_force)
    query = query_of(reading.scenario)
    if reading.is_from_form and not reading.problems:
        return see_other(f"{request.path}?{query}")
    try:
        snapshot = kept_snapshot(as_of=today())
        outcome = run_scenario(actor, reading.scenario, on=today(), in_force=in_force)
    except NoSnapshotYet:
        return no_snapshot(request, _("Simulasi kebijakan"))
    except TooSlow as slow:
        said = {"slow": str(slow), "first_url": request.path}
        return render(request, "insight/whatif_slow.html", said, status=_status(request, 503))
    context = _context(request, actor, in_force, reading, outcome, query)
    context["note"] = note_of(actor, snapshot)
    template = "insight/whatif_print.html" if request.GET.get("cetak") else "insight/whatif.html"
    return render(request, template, context, status=_status(request, 422 if reading.problems else 200))


def _status(request: HttpRequest, code: int) -> int:
    """What htmx is told: it shows the page only when all went well, and the page itself says what did not."""
    return 200 if request.headers.get("HX-Request") else code


def _context(
    request: HttpRequest, actor: Actor, in_force: InForceList, reading: Reading, outcome: Outcome, query: str
) -> dict[str, Any]:
    scenario = reading.scenario
    by_code = {each.terms.code: each for each in outcome.components}
    chosen = by_code.get(request.GET.get("rinci", "")) or next(
        (each for each in outcome.components if not each.change.is_empty), next(iter(outcome.components), None)
    )
    context = result_context(outcome, query) | {
        "query": query,
        "programmes": programmes_of(in_force, by_code, scenario.changes, reading.problems),
        "choices": [(each.code, each.label, each.unit, each.code in by_code) for each in in_force.components],
        "problems": reading.problems,
        "can_keep": policies.can_keep(actor),
        "drafts": [
            (each.terms, policies.open_draft(actor, each.terms)) for each in outcome.components
            if not each.change.is_empty and not each.error and policies.can_make_draft(actor, each.terms)
        ],
        "kept_url": reverse("web:insight:whatif-scenarios"),
    }  # fmt: skip
    if chosen is not None:
        within = _within(request.GET.get("wilayah", ""))
        rows = tables.areas_within(chosen, within)
        names = reference.labels_of({row.code for row in rows})
        context |= {
            "detail": chosen,
            "detail_lines": tables.details_of(chosen, scenario.poor),
            "areas": tables.area_list(chosen, rows, names, query, within=within),
            "area_pairs": [(names.get(row.code, row.code), row.before, row.after) for row in rows],
            "within": within,
            "shapes": _shapes(actor, within),
            "map_values": tables.map_values(chosen, within, query),
            "detail_url": f"?{query}&rinci={chosen.terms.code}#rincian",
            "tabs": [
                {
                    "label": each.terms.label,
                    "url": f"?{query}&rinci={each.terms.code}#rincian",
                    "active": each is chosen,
                }
                for each in outcome.components
            ],
        }
    return context


def result_context(outcome: Outcome, query: str) -> dict[str, Any]:
    """What `insight/whatif_result.html` draws, on the page and on paper."""
    cost_before, cost_after = outcome.costs
    budget, families = outcome.budget, outcome.families
    return {
        "outcome": outcome,
        "scenario": outcome.scenario,
        "as_of": outcome.as_of,
        "summary": tables.summary_of(outcome, query),
        "pairs": tables.pairs_of(outcome),
        "changes": tables.changes_in_words(outcome),
        "cost_before": cost_before,
        "cost_after": cost_after,
        "budget": budget,
        "left": None if budget is None else budget - cost_after,
        "has_cost": any(each.after.cost is not None for each in outcome.components),
        "uncosted": [each.terms.label for each in outcome.components if each.after.cost is None],
        "poor_total": families.total.get(POOR, 0),
        "poor_before": families.before.get(POOR, 0),
        "poor_after": families.after.get(POOR, 0),
        "above_after": families.after.get(ABOVE, 0),
        "unranked_after": families.after.get(UNRANKED, 0),
        "unranked_total": families.total.get(UNRANKED, 0),
    }


def _shapes(actor: Actor, within: str) -> MapShapes | None:
    """Outlines of the villages of a kecamatan, or of the whole district; none while no boundary is known."""
    return map_of(within or str(actor.areas[0]), level=AreaLevel.VILLAGE)


def _within(text: str) -> str:
    """A kecamatan from the address, or nothing."""
    try:
        return str(AreaCode.parse(text)[:8]) if text else ""
    except Refused:
        return ""


@never_cache
@require_safe
def people(request: HttpRequest, code: str, which: str) -> HttpResponse:
    """Who is behind a figure: by area, page by page, only whom the actor may see."""
    actor = acting(request)
    policies.check_can_view(actor)
    in_force = list_in_force(actor, on=today())
    scenario = read(request.GET, in_force).scenario
    area = request.GET.get("wilayah", "")
    try:
        area = str(AreaCode.parse(area)) if area else ""
        found = list_moved(
            actor, scenario, code, which, on=today(), area=area, after=request.GET.get("setelah", ""), in_force=in_force
        )
    except Refused as error:
        raise Http404 from error
    except NoSnapshotYet:
        return no_snapshot(request, _("Simulasi kebijakan"))
    query = query_of(scenario)
    here = f"{query}&wilayah={area}" if area else query
    context = {
        "title": _TITLES[which](),
        "terms": found.terms,
        "listing": _people(found),
        "found": found,
        "place": reference.area_label(area) if area else "",
        "back_url": f"{reverse('web:insight:whatif')}?{query}",
        "next_url": f"?{here}&setelah={found.next_key}" if found.next_key else "",
        "first_url": f"?{here}" if request.GET.get("setelah") else "",
    }
    return render(request, "insight/whatif_people.html", context)


_TITLES = {
    GAINED: lambda: _("Terjangkau bila skenario dijalankan"),
    LOST: lambda: _("Tidak lagi terjangkau bila skenario dijalankan"),
    ENROLLED_OUT: lambda: _("Peserta sekarang yang tidak terjangkau skenario"),
    REACHED: lambda: _("Terjangkau oleh skenario"),
}


def _people(found: Listing) -> CaseList:
    address = "web:registry:family" if found.terms.kind == "family" else "web:registry:person"
    return CaseList(
        caption=_("Nama"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Desil"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.label.name or "–", url=reverse(address, args=[each.id])),
                    Cell(text=each.area_label),
                    Cell(text="–" if each.decile is None else number_in_words(each.decile), numeric=True),
                )
            )
            for each in found.rows
        ],
    )


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The figures as XLSX (programmes, villages, what was changed) or as CSV of one of them; no persons."""
    actor = acting(request)
    policies.check_can_view(actor)
    in_force = list_in_force(actor, on=today())
    scenario = read(request.GET, in_force).scenario
    try:
        outcome = run_scenario(actor, scenario, on=today(), in_force=in_force)
    except NoSnapshotYet:
        return no_snapshot(request, _("Simulasi kebijakan"))
    sheets = sheets_of(outcome)
    name = f"simulasi-{outcome.as_of.isoformat()}"
    if request.GET.get("bentuk") == "csv":
        wanted = request.GET.get("lembar", "program")
        return _file(_csv(sheets.get(wanted, sheets["program"])), "text/csv; charset=utf-8", f"{name}-{wanted}.csv")
    return _file(_workbook(sheets), _SHEET, f"{name}.xlsx")


def sheets_of(outcome: Outcome) -> dict[str, list[list[Any]]]:
    """Everything a file holds; the last sheet says what the figures mean."""
    codes = {area.code for each in outcome.components for area in each.areas}
    cost_before, cost_after = outcome.costs
    about: list[list[Any]] = [
        [_("Keadaan per"), outcome.as_of.isoformat()],
        [_("Data dibaca"), moment_in_words(outcome.taken_at)],
        [_("Sasaran"), _("keluarga desil 1–%(d)s") % {"d": outcome.scenario.poor}],
        [_("Anggaran setahun"), outcome.budget],
        [_("Biaya menurut yang berlaku"), cost_before],
        [_("Biaya menurut skenario"), cost_after],
        *([label, words] for label, said in tables.changes_in_words(outcome) for words in said),
        [_("Terlewat"), _("dalam sasaran tetapi tidak terjangkau")],
        [
            _("Salah sasaran"),
            _("terjangkau tetapi desilnya di atas sasaran; desil yang belum diketahui dihitung tersendiri"),
        ],
    ]
    return {
        "program": tables.summary_sheet(outcome),
        "wilayah": tables.area_sheet(outcome, reference.labels_of(codes)),
        "keterangan": about,
    }


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
    return ("\ufeff" + text.getvalue()).encode()


def _workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(value: Any) -> Any:
    return as_cell(value) if isinstance(value, str) else value


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
