"""Pages of removal batches: the list by whose turn it is, one batch, its lines, the list for owners, before and after."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.platform.files.queries import open_file
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.policies.proposals import VIEW, VIEW_ENROLMENT
from rangkul.programmes.queries import removals as queries
from rangkul.programmes.queries.before_after import before_after, recommended_counts
from rangkul.programmes.queries.candidate_words import programme_name
from rangkul.programmes.queries.proposals import STEP_ORDER, VIEWS
from rangkul.programmes.queries.removals import RemovalView
from rangkul.programmes.queries.subjects import labels_of
from rangkul.programmes.workflow import REMOVAL
from rangkul.reference import queries as reference_queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.candidates import areas_of
from rangkul.web.programmes.removal_forms import PeriodForm
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today

_DONE_BY = {"SUBMITTED": "submit", "CHECKED": "check", "VERIFIED": "verify", "DECIDED": "decide"}
SHOWN = 200


def removal_list(request: HttpRequest) -> HttpResponse:
    """Batches by whose turn it is, newest first."""
    actor = acting(request)
    actor.check_may(VIEW)
    chosen, counts = request.GET.get("daftar", ""), queries.count_removals(actor)
    view = chosen if chosen in VIEWS else ("mine" if counts["mine"] else "open")
    page = queries.list_removals(actor, view=view, after=_id(request.GET.get("setelah")))
    listing = CaseList(
        caption=str(VIEWS[view]),
        hide_caption=True,
        columns=(
            Column(label=_("Daftar")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Isi"), numeric=True),
            Column(label=_("Status")),
            Column(label=_("Giliran")),
            Column(label=_("Batas waktu")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=row.name, url=reverse("web:programmes:removal", args=[row.id]), note=row.number),
                    Cell(text=row.area_label),
                    Cell(text=_("%(n)s penerima") % {"n": format_number(row.lines)}, numeric=True),
                    Cell(text=str(row.state_label), state=row.state),
                    Cell(text=str(row.turn) or "–"),
                    Cell(due_on=row.due_on, text="–"),
                ),
                is_late=row.due_on is not None and row.due_on < today(),
            )
            for row in page.rows
        ],
    )
    context = {
        "listing": listing,
        "tabs": [
            {
                "label": label,
                "url": with_query(request, {"daftar": name, "setelah": None}),
                "active": name == view,
                "count": counts[name],
            }
            for name, label in VIEWS.items()
        ],
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if request.GET.get("setelah") else "",
    }
    return render(request, "programmes/removal_list.html", context)


def removal(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what it is, whose turn it is, its lines with why, its way, its decision."""
    actor = acting(request)
    view = find(actor, batch_id)
    tone = {"info": "busy", "success": "good", "warning": "warn"}.get(REMOVAL.state(view.row.state).tone, "neutral")
    context = {
        "view": view,
        "batch": view.batch,
        "facts": [
            {"label": _("Daftar"), "value": view.row.name},
            {"label": _("Desa/kelurahan"), "value": view.row.area_label},
            {"label": _("Giliran"), "value": view.row.turn or "–"},
        ],
        "tags": [{"label": view.row.state_label, "tone": tone}],
        "steps": [
            {
                "label": step.label,
                "name": step.name,
                "url": reverse(f"web:programmes:removal-{step.name}", args=[batch_id]),
            }
            for step in view.steps
        ],
        "way": _way(view),
        "crumbs": [crumb()],
    }
    return render(request, "programmes/removal.html", context)


@require_POST
def removal_drop_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take somebody out of a draft."""
    actor = acting(request)
    line = find_line(actor, line_id)
    done, problem = attempt(lambda: actions.drop_removal_line(line_id=line_id, by=actor, at=clock.now()))
    if done is None:
        messages.error(request, problem)
    else:
        messages.success(request, _("Dikeluarkan dari daftar. Penerima tetap menerima."))
    return redirect("web:programmes:removal", line.batch_id)


def removal_file(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The evidence that was handed in for a line."""
    actor = acting(request)
    line = find_line(actor, line_id)
    if line.file_id is None:
        raise Http404
    # Whoever may see the line may see its paper: find_line has shown that.
    opened = open_file(actor, line.file_id, check=lambda _actor, _stored: None)
    response = HttpResponse(opened.content, content_type=opened.stored.media_type)
    response["Content-Disposition"] = f'attachment; filename="{opened.stored.name}"'
    return response


def removal_owners(request: HttpRequest) -> HttpResponse:
    """What goes to the owners of outside programmes: the list, or the file for SIKS-NG."""
    actor = acting(request)
    actor.check_may(VIEW_ENROLMENT)
    programme = request.GET.get("program", "")
    form = request.GET.get("bentuk", "")
    if form:
        rows, problem = attempt(lambda: actions.export_recommendations(by=actor, at=clock.now(), programme=programme))
        if rows is not None:
            return file_response(f"usulan-nonaktif-{today().isoformat()}", _owner_table(rows), form)
        messages.error(request, problem)
    found = queries.recommendations(actor, programme=programme)
    total, lines = found.count(), list(found[:SHOWN])
    labels, places = labels_of(lines), reference_queries.labels_of({line.batch.area_code for line in lines})
    listing = CaseList(
        caption=_("Usulan nonaktif"),
        hide_caption=True,
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Program")),
            Column(label=_("Nomor peserta")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Alasan")),
            Column(label=_("Keputusan")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=labels[line.subject_id].name if line.subject_id in labels else "–",
                        url=reverse("web:programmes:removal", args=[line.batch_id]),
                    ),
                    Cell(text=programme_name(line.batch.outside_programme)),
                    Cell(text=line.outside_number or "–"),
                    Cell(text=places.get(line.batch.area_code, line.batch.area_code)),
                    Cell(text=str(line.get_reason_display()), note=line.evidence),
                    Cell(text=line.decree.number if line.decree else "–"),
                )
            )
            for line in lines
        ],
    )
    context = {
        "listing": listing,
        "total": total,
        "shown": len(lines),
        "as_of": today(),
        "exports": [
            (label, with_query(request, {"bentuk": code}))
            for label, code in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"))
        ],
        "crumbs": [crumb()],
    }
    return render(request, "programmes/removal_owners.html", context)


def removal_report(request: HttpRequest) -> HttpResponse:
    """Recipients before and after a period, by component in its own unit."""
    actor = acting(request)
    actor.check_may(VIEW_ENROLMENT)
    first = {"dari": date(today().year, 1, 1), "sampai": today()}
    form = PeriodForm(request.GET or None, areas=areas_of(actor), initial=first)
    said: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else first
    since, until, area = said["dari"], max(said["dari"], said["sampai"]), said.get("wilayah") or ""
    context = {
        "form": form,
        "rows": before_after(actor, since=since, until=until, area=area),
        "recommended": recommended_counts(actor, since=since, until=until, area=area),
        "since": since,
        "until": until,
        "place": reference_queries.area_label(area) if area else "",
        "crumbs": [crumb()],
    }
    return render(request, "programmes/removal_report.html", context)


def find(actor: Actor, batch_id: UUID) -> RemovalView:
    """The batch as its page shows it, or 404."""
    return queries.get_removal(actor, batch_id, on=today())


def find_line(actor: Actor, line_id: UUID) -> Any:
    """The line, or 404."""
    return queries.find_line(actor, line_id)


def crumb() -> dict[str, str]:
    """Back to the list."""
    return {"label": _("Pencoretan"), "url": reverse("web:programmes:removal-list")}


def _owner_table(rows: list[tuple[Any, Any]]) -> list[list[str]]:
    head = [_("Program"), _("Nomor peserta"), _("Nama"), _("NIK/No. KK (disamarkan)"), _("Kode wilayah")]
    head += [_("Alasan"), _("Bukti"), _("Berakhir sejak"), _("Nomor keputusan"), _("Tanggal keputusan")]
    table = [head]
    for line, label in rows:
        batch, decree = line.batch, line.decree
        values = [
            *(programme_name(batch.outside_programme), line.outside_number, label.name, label.number, batch.area_code),
            *(line.get_reason_display(), line.evidence, line.effective_on, decree.number, decree.signed_on),
        ]
        table.append(written(values))
    return table


def _way(view: RemovalView) -> list[dict[str, object]]:
    marks = {mark.step: mark for mark in view.marks}
    now = "DRAFT" if view.row.state == "RETURNED" else view.row.state
    at = STEP_ORDER.index(now) if now in STEP_ORDER else -1
    steps: list[dict[str, object]] = []
    for place, code in enumerate(STEP_ORDER):
        mark = marks.get(_DONE_BY.get(code, "create")) if place <= at else None
        day = clock.local_date(mark.at, settings.TIME_ZONE) if mark else None
        state = "done" if place < at or code == "DECIDED" == now else "now" if place == at else ""
        note = f"{mark.by}, {date_in_words(day)}" if mark else ""
        steps.append({"title": REMOVAL.state(code).label, "note": note, "state": state})
    return steps


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
