"""Records that may be one person: the worklist, two records side by side, and the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.importing import queries as importing
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks import queries as tasks_queries
from rangkul.reference import queries as reference
from rangkul.registry import actions, policies, queries
from rangkul.registry.enums import PairState
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.registry.queries import PairView, PersonView
from rangkul.web.registry.asking import ask
from rangkul.web.registry.forms import ReasonForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.panels import panels_for

_DECISIONS = (PairState.SAME, PairState.DIFFERENT, PairState.UNSURE)


@never_cache
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The worklist: pairs of one state by weight, with how many are left."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    state = request.GET.get("status", "")
    state = state if state in PairState.values else PairState.OPEN
    area = area_of(request, actor)
    page = queries.list_pairs(actor, state=state, area=area, after=request.GET.get("setelah", ""))
    counts = queries.count_pairs(actor, area=area)
    run = queries.latest_run(actor)
    job = tasks_queries.find_job(run.job_id) if run and run.job_id and not run.finished_at else None
    context = {
        "listing": _listing(page.rows),
        "tabs": [
            {
                "label": PairState(each).label,
                "url": with_query(request, {"status": each, "setelah": None}),
                "active": each == state,
                "count": counts[each],
            }
            for each in PairState.values
        ],
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "done": sum(count for each, count in counts.items() if each != PairState.OPEN),
        "total": sum(counts.values()),
        "first": page.rows[0].id if page.rows and state == PairState.OPEN else None,
        "is_open": state == PairState.OPEN,
        "area": area,
        "areas": areas_of(actor),
        "run": run,
        "job": job,
        "may_link": any(policies.can_link(actor, own) for own in actor.areas),
        "link_areas": [(str(own), reference.area_label(own)) for own in actor.areas] + areas_of(actor),
    }
    return render(request, "registry/duplicate_list.html", context)


@never_cache
@require_POST
def linkage_request(request: HttpRequest) -> HttpResponse:
    """Have a chosen area searched for duplicates, in the background; with `berkas` only for people of that file."""
    actor = acting(request)
    actor.check_may(policies.LINK)
    here = reverse("web:registry:duplicate-list")
    try:
        area, batch_id = _asked_for(request, actor)
        with transaction.atomic():
            actions.request_linkage(
                area=area,
                batch_id=batch_id,
                retrain=request.POST.get("retrain") == "1",
                by=actor,
                at=clock.now(),
            )
    except Refused as error:
        messages.error(request, error.message)
        return see_other(here)
    messages.success(request, _("Pencarian data ganda dimulai. Halaman ini menunjukkan kemajuannya."))
    return see_other(here)


@never_cache
def duplicate_pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Two records side by side; POST decides."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    view = queries.get_pair(actor, pair_id)
    if request.method != "POST":
        return _pair_page(request, actor, view)
    decision = request.POST.get("decision", "")
    keep = {"left": view.left.id, "right": view.right.id}.get(request.POST.get("keep", ""))
    other = "right" if request.POST.get("keep") == "left" else "left"
    take = [row.field for row in view.fields if row.field and request.POST.get(f"take_{row.field}") == other]
    try:
        if decision not in _DECISIONS:
            raise Refused(
                field="Keputusan", value="", expected="salah satu dari tiga keputusan", remedy="pilih keputusan"
            )
        with transaction.atomic():
            actions.decide_pair(
                pair_id=pair_id,
                decision=decision,
                note=request.POST.get("note", ""),
                keep_id=keep,
                take=take,
                by=actor,
                at=clock.now(),
            )
    except (Refused, UnableToChangeRegistry) as error:
        return _pair_page(request, actor, view, problem=error.message)
    if decision == PairState.SAME and keep:
        messages.success(request, _("Kedua data sudah menjadi satu orang. Dapat dibatalkan dari halaman warga itu."))
        return see_other(reverse("web:registry:person", args=[keep]))
    messages.success(request, _("Keputusan disimpan."))
    following = queries.next_open_pair(actor)
    if following is not None and following != pair_id:
        return see_other(reverse("web:registry:duplicate-pair", args=[following]))
    return see_other(reverse("web:registry:duplicate-list"))


@never_cache
def duplicate_reopen(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Take back "orang berbeda"."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    view = queries.get_pair(actor, pair_id)
    form = ReasonForm(request.POST or None)
    back = reverse("web:registry:duplicate-pair", args=[pair_id])

    def save() -> tuple[str, str]:
        actions.reopen_pair(pair_id=pair_id, note=form.cleaned_data["reason"], by=actor, at=clock.now())
        return back, _("Pasangan ini dapat diputuskan lagi.")

    return ask(
        request,
        form,
        title=_("Batalkan keputusan “orang berbeda”"),
        lead=f"{view.left.name} · {view.right.name}",
        back=back,
        label=_("Batalkan keputusan"),
        save=save,
    )


def _asked_for(request: HttpRequest, actor: Actor) -> tuple[str, UUID | None]:
    """The area to search, and the applied file whose people are compared with everybody in it."""
    text = request.POST.get("berkas", "")
    if not text:
        return request.POST.get("wilayah", "") or (str(actor.areas[0]) if actor.areas else ""), None
    try:
        batch = importing.find_batch(actor, UUID(text))
    except ValueError:
        batch = None
    if batch is None:
        raise Http404
    if batch.state != "APPLIED":
        raise Refused(
            field="Berkas",
            value=batch.file_name,
            expected="berkas yang sudah diterapkan",
            remedy="tunggu sampai berkas diterapkan, lalu ulangi",
        )
    around = next((own for own in actor.areas if own.contains(AreaCode.parse(batch.area_code))), None)
    return str(around or batch.area_code), batch.pk


def _pair_page(request: HttpRequest, actor: Actor, view: PairView, *, problem: str = "") -> HttpResponse:
    pair = queries.find_pair(actor, view.id)
    is_open = view.state in (PairState.OPEN, PairState.UNSURE)
    rows = [
        {
            "label": row.label,
            "differs": row.differs,
            "name": f"take_{row.field}" if row.field and is_open else "",
            "cells": [{"value": row.left, "key": "left"}, {"value": row.right, "key": "right"}],
        }
        for row in view.fields
    ]
    context = {
        "view": view,
        "rows": rows,
        "columns": [_("Data kiri"), _("Data kanan")],
        "sides": [_side(request, actor, "left", view.left), _side(request, actor, "right", view.right)],
        "may_decide": is_open and pair is not None and policies.can_decide_pair(actor, pair),
        "may_reopen": view.state == PairState.DIFFERENT and pair is not None and policies.can_decide_pair(actor, pair),
        "problem": problem,
        "note": request.POST.get("note", ""),
        "counts": queries.count_pairs(actor),
        "crumbs": [
            {"label": _("Registri"), "url": reverse("web:registry:search")},
            {"label": _("Data ganda"), "url": reverse("web:registry:duplicate-list")},
        ],
    }
    return render(request, "registry/duplicate_pair.html", context, status=UNPROCESSABLE if problem else 200)


def _side(request: HttpRequest, actor: Actor, key: str, person: PersonView) -> dict[str, Any]:
    return {"key": key, "person": person, "panels": panels_for("person", request, actor, person.id)}


def _listing(rows: tuple[queries.PairRow, ...]) -> CaseList:
    return CaseList(
        caption=_("Pasangan data yang mungkin satu orang"),
        columns=(
            Column(label=_("Kedua data")),
            Column(label=_("Tanggal lahir")),
            Column(label=_("Wilayah")),
            Column(label=_("Kemungkinan")),
            Column(label=_("Kenapa")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=f"{row.left} – {row.right}",
                        url=reverse("web:registry:duplicate-pair", args=[row.id]),
                        note=f"{row.state_label}: {row.note}" if row.note else "",
                    ),
                    Cell(text=row.born or _("belum diketahui")),
                    Cell(text=row.area_label),
                    Cell(text=row.likelihood),
                    Cell(text=", ".join(row.reasons)),
                )
            )
            for row in rows
        ],
    )


def area_of(request: HttpRequest, actor: Actor) -> str:
    area = request.GET.get("wilayah", "")
    return area if any(area == code for code, _label in areas_of(actor)) else ""


def areas_of(actor: Actor) -> list[tuple[str, str]]:
    """What the worklist may be narrowed to: the areas directly below the actor's own."""
    return [(str(each.code), each.label) for own in actor.areas for each in reference.list_children(own)]
