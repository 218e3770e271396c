"""Pages of candidates: the lists, one list by village and reason, why somebody stands on it, and what to do with them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.enums import CandidateKind
from rangkul.programmes.policies.proposals import VIEW_ENROLMENT
from rangkul.programmes.policies.removal import can_create_batch, can_run
from rangkul.programmes.policies.screening import RUN
from rangkul.programmes.queries import candidate_rows as queries
from rangkul.reference import queries as reference_queries
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.proposals import component_choices
from rangkul.web.programmes.removal_forms import CandidateFilter, CandidateRunForm
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words, today

SHOWN_RUNS = 30


def candidate_list(request: HttpRequest) -> HttpResponse:
    """The newest lists; whoever may have them made asks for one here."""
    actor = acting(request)
    actor.check_may(VIEW_ENROLMENT)
    form = None
    if any(can_run(actor, area) for area in actor.areas):
        initial = {"as_of": today(), "school_age": 21, "decile": 4, "kind": CandidateKind.STRIKE_OFF}
        form = CandidateRunForm(request.POST or None, areas=areas_of(actor), initial=initial)
        if request.method == "POST" and form.is_valid():
            job, problem = attempt(lambda: actions.request_candidates(by=actor, at=clock.now(), **form.cleaned_data))
            if job is not None:
                messages.success(request, _("Daftar masuk antrean. Hasilnya muncul di sini begitu selesai."))
                return redirect("web:platform:job", job.pk)
            form.add_error(None, problem)
    runs = list(queries.list_runs(actor)[:SHOWN_RUNS])
    places = reference_queries.labels_of({run.area_code for run in runs})
    listing = CaseList(
        caption=_("Daftar yang sudah dibuat"),
        columns=(
            Column(label=_("Daftar")),
            Column(label=_("Wilayah")),
            Column(label=_("Keadaan per")),
            Column(label=_("Calon seluruhnya"), numeric=True),
            Column(label=_("Diminta oleh")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=str(CandidateKind(run.kind).label),
                        url=reverse("web:programmes:candidate-run", args=[run.pk]),
                    ),
                    Cell(text=places.get(run.area_code, run.area_code)),
                    Cell(text=date_in_words(run.as_of)),
                    Cell(text=format_number(run.total), numeric=True),
                    Cell(text=run.requested_by_name or "–"),
                )
            )
            for run in runs
        ],
    )
    context = {"form": form, "listing": listing}
    return render(request, "programmes/candidate_list.html", context, status=422 if form and form.errors else 200)


def candidate_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One list: counts by village, candidates page by page; those ticked go into a removal or a proposal."""
    actor = acting(request)
    run = _find(actor, run_id)
    if request.method == "POST":
        return _take(request, actor, run)
    chosen, form = _chosen(request, actor, run)
    after = _id(request.GET.get("setelah"))
    page = queries.list_candidates(actor, run, after=after, **chosen)  # type: ignore[arg-type]
    villages = queries.counts_by_village(actor, run, reason=str(chosen["reason"]))
    may_take = any(can_create_batch(actor, area) for area in actor.areas)
    context = {
        "run": run,
        "kind_label": CandidateKind(run.kind).label,
        "is_strike_off": run.kind == CandidateKind.STRIKE_OFF,
        "place": reference_queries.area_label(run.area_code),
        "form": form,
        "rows": page.rows,
        "gone": queries.count_gone(actor, run, area=str(chosen["area"])),
        "reasons": queries.counts_by_reason(actor, run, area=str(chosen["area"])),
        "villages": [
            {"label": label, "total": total, "who": who, "url": with_query(request, {"desa": code, "setelah": None})}
            for code, label, total, who in villages
        ],
        "may_take": may_take,
        "may_screen": actor.may(RUN),
        "components": component_choices(actor) if may_take and run.kind == CandidateKind.PROPOSE else [],
        "year": today().year,
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if after else "",
        "exports": [
            (label, reverse("web:programmes:candidate-export", args=[run.pk]) + with_query(request, {"bentuk": form}))
            for label, form in ((_("Unduh XLSX"), "xlsx"), (_("Unduh CSV"), "csv"), (_("Cetak"), "cetak"))
        ],
        "crumbs": [_crumb()],
    }
    return render(request, "programmes/candidate_run.html", context)


def candidate_export(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The list as CSV, XLSX or on paper; the trail keeps who took it."""
    actor = acting(request)
    run = _find(actor, run_id)
    chosen, _form = _chosen(request, actor, run)
    rows, problem = attempt(
        lambda: actions.export_candidates(
            run_id=run.pk, area=str(chosen["area"]), reason=str(chosen["reason"]), by=actor, at=clock.now()
        )
    )
    if rows is None:
        messages.error(request, problem)
        return redirect("web:programmes:candidate-run", run.pk)
    form = request.GET.get("bentuk", "csv")
    place = reference_queries.area_label(str(chosen["area"]) or run.area_code)
    if form == "cetak":
        context = {"run": run, "rows": rows, "kind_label": CandidateKind(run.kind).label, "place": place}
        return render(request, "programmes/candidate_print.html", context)
    head = [_("Nama"), _("Daftar"), _("Nomor peserta"), _("Kode wilayah"), _("Desa/kelurahan"), _("Alasan")]
    head += [_("Saran"), _("Penjelasan"), _("Bukti"), _("Tanggal bukti"), _("Tindak lanjut"), _("Keadaan per")]
    table = [head]
    table += [
        written(
            [
                *(row.name, row.list, row.number, row.area_code, row.area_label, row.reason_label, row.advice_label),
                *(row.why, row.evidence, row.evidence_on, row.status or row.gone, run.as_of),
            ]
        )
        for row in rows
    ]
    return file_response(f"calon-{run.as_of.isoformat()}", table, form)


def candidate(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Why somebody stands on a list, in plain words, with the evidence."""
    actor = acting(request)
    run, row = queries.get_candidate(actor, candidate_id)
    facts = [
        {"label": _("Alasan"), "value": row.reason_label},
        {"label": _("Daftar yang disentuh"), "value": row.list or "–"},
        {"label": _("Nomor peserta"), "value": row.number or "–"},
        {"label": _("Bukti"), "value": row.evidence},
        {"label": _("Desa/kelurahan"), "value": row.area_label},
        {"label": _("Keadaan per"), "value": date_in_words(run.as_of)},
        {"label": _("Tindak lanjut"), "value": row.status or row.gone or _("belum ada")},
    ]
    known = {"person": "web:registry:person", "family": "web:registry:family"}
    here = reverse("web:programmes:candidate-run", args=[run.pk])
    context = {
        "run": run,
        "row": row,
        "rows": facts,
        "subject_url": reverse(known[row.kind], args=[row.subject_id]) if row.kind in known else "",
        "may_take": not row.status and can_create_batch(actor, row.area_code) and run.kind == CandidateKind.STRIKE_OFF,
        "crumbs": [_crumb(), {"label": str(CandidateKind(run.kind).label), "url": here}],
    }
    return render(request, "programmes/candidate.html", context)


def areas_of(actor: Actor) -> list[tuple[str, str]]:
    """Duty areas with what lies directly below each."""
    found = {str(area): reference_queries.area_label(area) for area in actor.areas}
    for area in actor.areas:
        found |= {str(each.code): each.name for each in reference_queries.list_children(area)}
    return list(found.items())


def _take(request: HttpRequest, actor: Actor, run: Any) -> HttpResponse:
    ids = [found for text in request.POST.getlist("calon")[:500] if (found := _id(text)) is not None]
    back = redirect("web:programmes:candidate-run", run.pk)
    if not ids:
        actor.check_may("programmes.proposal.create")
        messages.error(request, _("Beri tanda centang pada sedikitnya satu nama."))
        return back
    if run.kind == CandidateKind.STRIKE_OFF:
        taken, problem = attempt(lambda: actions.open_removal(candidate_ids=ids, by=actor, at=clock.now()))
        if taken is None:
            messages.error(request, problem)
            return back
        told = _("%(n)s nama dimasukkan ke daftar pencoretan.") % {"n": format_number(len(taken.lines))}
        _tell(request, told, taken.refused)
        if len(taken.batches) == 1:
            return redirect("web:programmes:removal", taken.batches[0].pk)
        return redirect("web:programmes:removal-list")
    component = _id(request.POST.get("component"))
    if component is None:
        messages.error(request, _("Pilih program dan bantuan yang diusulkan."))
        return back
    done, problem = attempt(
        lambda: actions.propose_candidates(
            candidate_ids=ids, component_id=component, fiscal_year=today().year, by=actor, at=clock.now()
        )
    )
    if done is None:
        messages.error(request, problem)
        return back
    _tell(request, _("%(n)s nama dimasukkan ke usulan.") % {"n": format_number(len(done.lines))}, done.refused)
    return redirect("web:programmes:proposal", done.batches[0].pk)


def _tell(request: HttpRequest, told: str, refused: list[tuple[str, str]]) -> None:
    messages.success(request, told)
    for name, why in refused[:20]:
        messages.warning(request, f"{name}: {why}")


def _chosen(request: HttpRequest, actor: Actor, run: Any) -> tuple[dict[str, object], CandidateFilter]:
    villages = [(code, label) for code, label, _total, _who in queries.counts_by_village(actor, run)]
    reasons = [(code, label) for code, label, _total in queries.counts_by_reason(actor, run)]
    form = CandidateFilter(request.GET or None, areas=villages, reasons=reasons)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    chosen: dict[str, object] = {
        "area": said.get("desa") or "",
        "reason": said.get("alasan") or "",
        "only_open": bool(said.get("belum")),
    }
    return chosen, form


def _find(actor: Actor, run_id: UUID) -> Any:
    return queries.get_run(actor, run_id)


def _crumb() -> dict[str, str]:
    return {"label": _("Calon dicoret dan diusulkan"), "url": reverse("web:programmes:candidate-list")}


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
