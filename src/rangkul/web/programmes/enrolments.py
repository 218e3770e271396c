"""Pages of enrolment: who is served by what, the list as a file, and striking somebody off."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import as_cell
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.queries.enrolments import EnrolmentRow, may_end
from rangkul.reference import queries as reference_queries
from rangkul.registry.queries import read_day
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.proposal_forms import EnrolmentEndForm, EnrolmentFilter
from rangkul.web.programmes.proposals import component_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def enrolment_list(request: HttpRequest) -> HttpResponse:
    """Recipients by component and area; figures by unit, never added."""
    actor = acting(request)
    actor.check_may("programmes.enrolment.view")
    chosen, form = _chosen(request, actor)
    per, wrong_day = _day_asked(request)
    page = queries.list_enrolments(actor, **chosen, on=per, after=_id(request.GET.get("setelah")))  # type: ignore[arg-type]
    may_strike = per is None and actor.may("programmes.enrolment.end")
    tracked = frozenset() if per else queries.tracked_enrolments(actor, [row.id for row in page.rows])
    listing = CaseList(
        caption=_("Peserta"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Program dan bantuan")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("ID registri")),
            Column(label=_("Sejak")),
            Column(label=_("Status")),
            *([Column(label=_("Hasil"))] if tracked else []),
            *([Column(label=_("Tindakan"))] if may_strike else []),
        ),
        rows=[Row(cells=(*_cells(row), *_outcome(row, tracked), *_strike(row, may_strike))) for row in page.rows],
    )
    counts = queries.counts_by_unit(actor, component=chosen["component"], area=chosen["area"], on=per)  # type: ignore[arg-type]
    context = {
        "listing": listing,
        "form": form,
        "counts": counts,
        "as_of": per or today(),
        "per": per,
        "wrong_day": wrong_day,
        "now_url": with_query(request, {"per": None, "setelah": None}),
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
        "csv_url": _export_url(request, "csv"),
        "xlsx_url": _export_url(request, "xlsx"),
        "outcomes_url": reverse("web:programmes:outcome-list") if tracked else "",
    }
    return render(request, "programmes/enrolment_list.html", context)


def enrolment_export(request: HttpRequest) -> HttpResponse:
    """The list as CSV or XLSX: no formula can run from it, numbers of identity stay masked, the trail keeps who took it."""
    actor = acting(request)
    actor.check_may("programmes.enrolment.view")
    chosen, _form = _chosen(request, actor)
    per, problem = _day_asked(request)
    rows = None
    if not problem:
        rows, problem = attempt(lambda: actions.export_enrolments(by=actor, at=clock.now(), on=per, **chosen))  # type: ignore[arg-type]
    if rows is None:
        messages.error(request, problem)
        return redirect("web:programmes:enrolment-list")
    day = (per or today()).isoformat()
    table = [[*_headings(), _("Keadaan per")], *([*_written(row), day] for row in rows)]
    name = f"peserta-{day}"
    if request.GET.get("bentuk") == "xlsx":
        response = HttpResponse(_as_workbook(table), content_type=_SHEET)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    response = HttpResponse(_as_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def enrolment_end(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Strike somebody off, with reason, evidence and day."""
    actor = acting(request)
    row = queries.get_enrolment(actor, enrolment_id)
    actor.check_may("programmes.enrolment.end")
    form = EnrolmentEndForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        done, problem = attempt(
            lambda: actions.end_enrolment(enrolment_id=enrolment_id, by=actor, at=clock.now(), **form.cleaned_data)
        )
        if done is not None:
            messages.success(request, _("Dicoret dari daftar peserta. Tempatnya dapat diisi keputusan berikutnya."))
            return redirect("web:programmes:enrolment-list")
        form.add_error(None, problem)
    context = {
        "form": form,
        "row": row,
        "may_end": may_end(actor, enrolment_id),
        "crumbs": [{"label": _("Peserta"), "url": reverse("web:programmes:enrolment-list")}],
        "back": reverse("web:programmes:enrolment-list"),
    }
    return render(request, "programmes/enrolment_end.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, actor: Actor) -> tuple[dict[str, object], EnrolmentFilter]:
    form = EnrolmentFilter(request.GET or None, components=component_choices(actor), areas=_areas_of(actor))
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    state = said.get("status") or EnrolmentState.ACTIVE
    chosen: dict[str, object] = {
        "component": _id(said.get("program")),
        "area": said.get("wilayah") or "",
        "state": "" if state == "semua" else state,
    }
    return chosen, form


def _day_asked(request: HttpRequest) -> tuple[date | None, str]:
    """(the past day of `?per=`, what is wrong with it); None for today."""
    try:
        return read_day(request.GET.get("per", ""), today()), ""
    except Refused as error:
        return None, error.message


def _areas_of(actor: Actor) -> list[tuple[str, str]]:
    """The areas one level below each duty area."""
    return [(str(each.code), each.label) for area in actor.areas for each in reference_queries.list_children(area)]


def _cells(row: EnrolmentRow) -> tuple[Cell, ...]:
    period = date_in_words(row.valid_from, "pendek")
    return (
        Cell(text=row.label.name, url=row.label.url, note=row.label.number),
        Cell(text=row.component, note=f"SK {row.decree_number}"),
        Cell(text=row.area_label),
        Cell(text=row.registry_id or "–"),
        Cell(
            text=period,
            note=_("sampai %(day)s") % {"day": date_in_words(row.valid_to, "pendek")} if row.valid_to else "",
        ),
        Cell(text=row.state_label + (f": {row.exit_label}" if row.exit_label else ""), state=row.state),
    )


def _outcome(row: EnrolmentRow, tracked: frozenset[UUID]) -> tuple[Cell, ...]:
    if not tracked:
        return ()
    if row.id not in tracked:
        return (Cell(text="–"),)
    url = reverse("web:programmes:outcome-record", args=[row.id])
    return (Cell(text=_("Hasil %(name)s") % {"name": row.label.name}, url=url),)


def _strike(row: EnrolmentRow, may_strike: bool) -> tuple[Cell, ...]:
    if not may_strike:
        return ()
    if row.state != EnrolmentState.ACTIVE:
        return (Cell(text="–"),)
    url = reverse("web:programmes:enrolment-end", args=[row.id])
    return (Cell(text=_("Coret %(name)s") % {"name": row.label.name}, url=url),)


def _headings() -> list[str]:
    return [
        _("Nama"),
        _("NIK/No. KK (disamarkan)"),
        _("ID registri"),
        _("Program dan bantuan"),
        _("Satuan"),
        _("Kode wilayah"),
        _("Desa/kelurahan"),
        _("Tahun anggaran"),
        _("Nomor SK"),
        _("Sejak"),
        _("Sampai"),
        _("Status"),
        _("Alasan berakhir"),
        _("Bukti"),
    ]


def _written(row: EnrolmentRow) -> list[str]:
    given = (
        row.label.name,
        row.label.number,
        row.registry_id,
        row.component,
        row.unit,
        row.area_code,
        row.area_label,
        row.fiscal_year,
        row.decree_number,
        row.valid_from,
        row.valid_to,
        row.state_label,
        row.exit_label,
        row.exit_evidence,
    )
    return [as_cell(each.isoformat() if isinstance(each, date) else str(each or "")) for each in given]


def _as_csv(table: Iterable[list[str]]) -> str:
    out = io.StringIO()
    # The mark makes spreadsheets read the file as UTF-8.
    out.write("\ufeff")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(table)
    return out.getvalue()


def _as_workbook(table: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Peserta"))
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _export_url(request: HttpRequest, form: str) -> str:
    query = with_query(request, {"bentuk": form, "setelah": None})
    return reverse("web:programmes:enrolment-export") + query


def _id(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
