"""Pages of proposals: the list by whose turn it is, one batch, opening one, and putting people in."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.kernel.ids import new_id
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.errors import AlreadyCreated, OverlapReasonNeeded, OverrideNeeded
from rangkul.programmes.queries import ProposalView
from rangkul.programmes.queries.candidates import search_candidates, suggest_candidates
from rangkul.programmes.queries.proposal_lines import find_line
from rangkul.programmes.queries.proposals import STEP_ORDER, VIEWS
from rangkul.programmes.workflow import PROPOSAL
from rangkul.reference import queries as reference_queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.proposal_forms import ProposalCreateForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today

_DONE_BY = {"SUBMITTED": "submit", "CHECKED": "check", "VERIFIED": "verify", "DECIDED": "decide"}


def proposal_list(request: HttpRequest) -> HttpResponse:
    """Batches by whose turn it is, newest first."""
    actor = acting(request)
    actor.check_may("programmes.proposal.view")
    chosen = request.GET.get("daftar", "")
    counts = queries.count_proposals(actor)
    view = chosen if chosen in VIEWS else ("mine" if counts["mine"] else "open")
    page = queries.list_proposals(
        actor,
        view=view,
        component_id=_id(request.GET.get("program")),
        after=_id(request.GET.get("setelah")),
        before=_id(request.GET.get("sebelum")),
    )
    listing = CaseList(
        caption=str(VIEWS[view]),
        hide_caption=True,
        columns=(
            Column(label=_("Usulan")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Isi"), numeric=True),
            Column(label=_("Status")),
            Column(label=_("Giliran")),
            Column(label=_("Batas waktu")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.component,
                        url=reverse("web:programmes:proposal", args=[row.id]),
                        note=f"{row.number} · {row.fiscal_year}",
                    ),
                    Cell(text=row.area_label),
                    Cell(text=f"{format_number(row.lines)} {row.unit}", numeric=True),
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
                "url": with_query(request, {"daftar": name, "setelah": None, "sebelum": None}),
                "active": name == view,
                "count": counts[name],
            }
            for name, label in VIEWS.items()
        ],
        "next_url": with_query(request, {"setelah": str(page.after), "sebelum": None}) if page.after else "",
        "before_url": with_query(request, {"sebelum": str(page.before), "setelah": None}) if page.before else "",
        "may_create": actor.may("programmes.proposal.create"),
    }
    return render(request, "programmes/proposal_list.html", context)


def proposal_create(request: HttpRequest) -> HttpResponse:
    """Open a batch for one's own village."""
    actor = acting(request)
    actor.check_may("programmes.proposal.create")
    year = today().year
    form = ProposalCreateForm(
        request.POST or None,
        initial={"key": new_id(), "fiscal_year": str(year)},
        areas=[(area, reference_queries.area_label(area)) for area in villages_of(actor)],
        components=component_choices(actor),
        years=[(str(each), str(each)) for each in (year, year + 1, year - 1)],
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made, problem = attempt(
                lambda: actions.create_batch(
                    component_id=UUID(said["component"]),
                    fiscal_year=int(said["fiscal_year"]),
                    area=said["area"],
                    note=said["note"],
                    batch_id=said["key"],
                    by=actor,
                    at=clock.now(),
                )
            )
        except AlreadyCreated as already:
            return redirect("web:programmes:proposal", already.batch_id)
        if made is not None:
            messages.success(request, _("Usulan %(number)s dibuat. Tambahkan penerimanya.") % {"number": made.number})
            return redirect("web:programmes:proposal-add-line", made.pk)
        form.add_error(None, problem)
    return render(request, "programmes/proposal_create.html", {"form": form}, status=422 if form.errors else 200)


def proposal(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what it is, whose turn it is, its lines, its way."""
    actor = acting(request)
    view = find(actor, batch_id)
    batch = view.batch
    facts = [
        {"label": _("Program dan bantuan"), "value": f"{view.row.programme}: {view.row.component}"},
        {"label": _("Desa/kelurahan"), "value": view.row.area_label},
        {"label": _("Tahun anggaran"), "value": str(view.row.fiscal_year)},
        {"label": _("Giliran"), "value": view.row.turn or "–"},
    ]
    context = {
        "view": view,
        "batch": batch,
        "facts": facts,
        "tags": [{"label": view.row.state_label, "tone": _tone(view)}],
        "steps": [
            {
                "label": step.label,
                "name": step.name,
                "url": reverse(f"web:programmes:proposal-{step.name}", args=[batch.pk]),
            }
            for step in view.steps
        ],
        "way": _way(view),
        "minutes": [
            {"label": _("Tanggal musyawarah"), "value": batch.musyawarah_on},
            {"label": _("Tempat"), "value": batch.musyawarah_place},
            {"label": _("Jumlah hadir"), "value": batch.musyawarah_attendance},
        ],
        "crumbs": [crumb()],
        "has_registry_ids": any(line.registry_id for line in view.lines),
    }
    return render(request, "programmes/proposal.html", context)


def proposal_add_line(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Search the village and take from the suggestions; what was typed travels by POST only (it may be a NIK)."""
    actor = acting(request)
    view = find(actor, batch_id)
    if not view.may_change_lines:
        messages.error(request, _("Daftar usulan ini tidak dapat Anda ubah sekarang."))
        return redirect("web:programmes:proposal", batch_id)
    context: dict[str, object] = {"view": view, "batch": view.batch, "crumbs": [crumb(), _crumb_of(view)], "text": ""}
    status = 200
    subject = _id(request.POST.get("subject"))
    if subject is not None:
        try:
            line, problem = attempt(
                lambda: actions.add_line(
                    batch_id=batch_id,
                    kind=request.POST.get("kind", ""),
                    subject_id=subject,
                    override_reason=request.POST.get("override_reason", "")[:1000],
                    overlap_reason=request.POST.get("overlap_reason", "")[:300],
                    by=actor,
                    at=clock.now(),
                )
            )
        except OverrideNeeded as asked:
            context |= {"asked": asked, "kind": request.POST.get("kind", ""), "subject": subject}
            return render(request, "programmes/proposal_override.html", context, status=422)
        except OverlapReasonNeeded as asked:
            context |= {"asked": asked, "kind": request.POST.get("kind", ""), "subject": subject}
            context["override_reason"] = request.POST.get("override_reason", "")[:1000]
            return render(request, "programmes/proposal_overlap.html", context, status=422)
        if line is not None:
            messages.success(request, _("Ditambahkan ke usulan, urutan %(rank)s.") % {"rank": line.rank})
            return redirect("web:programmes:proposal-add-line", batch_id)
        context["problem"], status = problem, 422
    text = request.POST.get("q", "").strip()[:120]
    if text:
        context |= {"text": text, "found": search_candidates(actor, view.batch, text), "searched": True}
    context["suggestions"] = suggest_candidates(actor, view.batch)
    return render(request, "programmes/proposal_add_line.html", context, status=status)


@require_POST
def proposal_remove_line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Take somebody out of a draft."""
    actor = acting(request)
    line, _view = find_line(actor, line_id)
    batch_id = line.batch_id
    _batch, problem = attempt(lambda: actions.remove_line(line_id=line_id, by=actor, at=clock.now()))
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Dikeluarkan dari usulan. Catatannya tetap ada di jejak audit."))
    return redirect("web:programmes:proposal", batch_id)


def decree(request: HttpRequest, decree_id: UUID) -> HttpResponse:
    """A decree: number, day, who signed, whom it enrols, and the PDF."""
    actor = acting(request)
    found = queries.get_decree(actor, decree_id)
    view = queries.get_proposal(actor, found.batch_id)
    rows = [
        {"label": _("Nomor"), "value": found.number},
        {"label": _("Ditetapkan"), "value": clock.format_date(found.signed_on)},
        {"label": _("Pejabat"), "value": f"{found.signatory_name}, {found.signatory_position}"},
        {"label": _("Program dan bantuan"), "value": f"{view.row.programme}: {view.row.component}"},
        {"label": _("Desa/kelurahan"), "value": view.row.area_label},
        {"label": _("Usulan nomor"), "value": view.row.number},
    ]
    context = {"decree": found, "view": view, "rows": rows, "crumbs": [crumb(), _crumb_of(view)]}
    return render(request, "programmes/proposal_decree.html", context)


def find(actor: Actor, batch_id: UUID) -> ProposalView:
    """The batch as its page shows it, or 404."""
    return queries.get_proposal(actor, batch_id)


def villages_of(actor: Actor) -> list[str]:
    """The villages among the duty areas."""
    return [str(area) for area in actor.areas if area.level == AreaLevel.VILLAGE]


def component_choices(actor: Actor) -> list[tuple[str, str]]:
    """Own components for a select."""
    return [(str(each.pk), f"{each.programme.name}: {each.name}") for each in queries.list_components(actor)]


def crumb() -> dict[str, str]:
    """Back to the list."""
    return {"label": _("Usulan"), "url": reverse("web:programmes:proposal-list")}


def _crumb_of(view: ProposalView) -> dict[str, str]:
    return {"label": view.row.number, "url": reverse("web:programmes:proposal", args=[view.row.id])}


def _tone(view: ProposalView) -> str:
    return {"info": "busy", "success": "good", "warning": "warn"}.get(PROPOSAL.state(view.row.state).tone, "neutral")


def _way(view: ProposalView) -> list[dict[str, object]]:
    marks = {mark.step: mark for mark in view.marks}
    now = "DRAFT" if view.row.state == "RETURNED" else view.row.state
    at = STEP_ORDER.index(now) if now in STEP_ORDER else -1
    steps: list[dict[str, object]] = []
    for place, code in enumerate(STEP_ORDER):
        is_done = place < at or code == "DECIDED" == now
        mark = marks.get(_DONE_BY.get(code, "create")) if place <= at else None
        note = f"{mark.by}, {clock.format_date(clock.local_date(mark.at, settings.TIME_ZONE))}" if mark else ""
        state = "done" if is_done else "now" if place == at else ""
        steps.append({"title": PROPOSAL.state(code).label, "note": note, "state": state})
    return steps


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
