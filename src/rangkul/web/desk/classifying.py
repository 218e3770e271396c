"""Sorting a case after it was heard, and looking at two cases or two officials in each other's way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.enums import CaseKind
from rangkul.desk.errors import CaseChanged
from rangkul.kernel import clock
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.intake_forms import ClassifyForm
from rangkul.web.desk.lists import StateTag, short, tone_of_state
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other


@never_cache
def case_classify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Kind, sector, category and service of a case; the second of two officials is told who was faster."""
    check_may(request, "desk.case.classify")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    first = {
        "revision": view.revision,
        "kind": view.kind,
        "sector": view.sector,
        "category": view.category,
        "service_code": view.service_code,
    }
    form = ClassifyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        problem = _classify(request, case_id, form.cleaned_data)
        if not problem:
            messages.success(request, _("Penggolongan tersimpan."))
            return see_other(case_url(case_id))
        view = queries.get_case(actor, case_id)
        answers = request.POST.copy()
        answers["revision"] = str(view.revision)  # whoever has read what was said may send it again
        form = ClassifyForm(answers)
        form.add_error(None, problem)
    context = {"view": view, "form": form, "back": case_url(case_id), "crumbs": crumbs_of(view)}
    return render(
        request, "desk/case_classify.html", context, status=UNPROCESSABLE if request.method == "POST" else 200
    )


def _classify(request: HttpRequest, case_id: UUID, data: dict[str, Any]) -> str:
    """Do it, or say why not; when a colleague was faster the case is marked as contested."""
    actor = acting(request)

    def deed() -> None:
        actions.classify_case(
            case_id=case_id,
            kind=data["kind"] or CaseKind.NEED,
            sector=data["sector"],
            category=data["category"],
            service_code=data["service_code"],
            revision=data["revision"],
            by=actor,
            at=clock.now(),
        )

    problem, is_contested = attempt_on_case(deed)
    if is_contested:
        actions.note_parallel_edit(case_id=case_id, by=actor, at=clock.now())
    return problem


def attempt_on_case(deed: Callable[[], Any]) -> tuple[str, bool]:
    """Like `attempt`, and whether it was refused because a colleague had changed the case meanwhile."""
    contested: list[CaseChanged] = []

    def watched() -> None:
        try:
            deed()
        except CaseChanged as error:
            contested.append(error)
            raise

    problem = attempt(watched)
    return problem, bool(contested)


@never_cache
def case_conflict(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What a case is in conflict with: open cases of the same person or family, or a change made at the same time."""
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    if request.method == "POST":
        check_may(request, "desk.case.settle")
        problem = attempt(lambda: actions.settle_parallel_edit(case_id=case_id, by=actor, at=clock.now()))
        if not problem:
            messages.success(request, _("Tercatat: perubahan bersamaan sudah diperiksa."))
            return see_other(reverse("web:desk:case-conflict", args=[case_id]))
    twins = queries.list_twins(actor, case_id)
    context = {
        "view": view,
        "twins": [(each, StateTag(tone_of_state(each.state)), short(each.state_label)) for each in twins],
        "deeds": view.timeline[:6],
        "may_settle": actor.may("desk.case.settle"),
        "may_close": "close" in view.allowed,
        "crumbs": crumbs_of(view),
    }
    return render(request, "desk/case_conflict.html", context)
