"""Tying a case to a person: search first, candidates with reasons, and registering whoever is in no registry."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.queries import CaseView
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.revising import revision_of
from rangkul.web.registry.forms import PersonForm
from rangkul.web.registry.registering import said_of_join
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other

LIMIT = 12
_LONG_NUMBER = re.compile(r"(?:[0-9][\s.\-]?){9,}")


@never_cache
def case_match(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Search the registry and choose; a number is only ever sent by POST and never stands in an address."""
    check_may(request, "desk.case.match")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    problem = ""
    if request.method == "POST" and "person" in request.POST:
        problem, response = _choose(request, view, actor)
        if response is not None:
            return response
    source = request.POST if request.method == "POST" else request.GET
    text = source.get("q", view.concerned_name).strip()
    if request.method == "GET" and _LONG_NUMBER.search(text):
        text = ""
    hits: list[Any] = []
    try:
        hits = registry_queries.search_persons(actor, text, limit=LIMIT) if text else []
    except Refused as error:
        problem = problem or error.message
    context = {
        "view": view,
        "text": text,
        "hits": hits,
        "problem": problem,
        "may_register": registry_policies.can_register_person(actor, view.area_code),
        "crumbs": crumbs_of(view),
    }
    return render(request, "desk/case_match.html", context, status=UNPROCESSABLE if problem else 200)


def _choose(request: HttpRequest, view: CaseView, actor: Actor) -> tuple[str, HttpResponse | None]:
    try:
        person_id = UUID(request.POST["person"])
    except ValueError:
        return _("Pilih warga dari daftar."), None
    problem = attempt(
        lambda: actions.match_case(
            case_id=view.id, person_id=person_id, revision=revision_of(request), by=actor, at=clock.now()
        )
    )
    if problem:
        return problem, None
    messages.success(request, _("Kasus sudah dicocokkan dengan registri."))
    return "", see_other(case_url(view.id))


@never_cache
def case_match_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Register somebody who is in no registry, with or without NIK and KK (R407), and tie the case to them."""
    check_may(request, "desk.case.match")
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    if not registry_policies.can_register_person(actor, view.area_code):
        raise Denied(permission="registry.person.register", message=_("Peran Anda tidak dapat mendaftarkan warga."))
    first = {"form_id": new_id(), "name": view.concerned_name, "area": view.area_code}
    form = PersonForm(request.POST or None, actor=actor, initial=first)
    if request.method == "POST" and form.is_valid():
        problem = attempt(lambda: _register_and_match(view, form.cleaned_data, revision_of(request), actor))
        if not problem:
            messages.success(request, _("Warga terdaftar dan kasus sudah dicocokkan."))
            tell_of_join(request, actor, queries.get_case(actor, case_id).person_id)
            return see_other(case_url(case_id))
        form.add_error(None, problem)
    context = {"view": view, "form": form, "crumbs": crumbs_of(view)}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "desk/case_match_new.html", context, status=status)


def tell_of_join(request: HttpRequest, actor: Actor, person_id: UUID | None) -> None:
    """Say that a newcomer's place in a family waits for another official, when it does."""
    waiting = registry_queries.find_waiting_join(actor, person_id) if person_id else None
    if waiting is not None:
        messages.info(request, said_of_join(waiting.number))


def _register_and_match(view: CaseView, data: dict[str, Any], revision: int | None, actor: Actor) -> None:
    """All or nothing: of two officials the second is told, and registers nobody a second time."""
    at = clock.now()
    person = registry_actions.register_checked(particulars=data, reason=f"tiket {view.ticket}", by=actor, at=at).person
    actions.match_case(case_id=view.id, person_id=person.pk, is_new=True, revision=revision, by=actor, at=at)
