"""Intake: hearing a need at the desk in under a minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions
from rangkul.desk.actions import Need
from rangkul.desk.enums import CaseKind, Channel, Relationship
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.web.desk.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.desk.forms import IntakeForm
from rangkul.web.desk.lists import may_register
from rangkul.web.shared.acting import acting


@never_cache
def case_register(request: HttpRequest) -> HttpResponse:
    """The intake form; sent twice it makes one case. Afterwards the case is matched with the registry at once."""
    actor = acting(request)
    if not may_register(actor):
        raise Denied(permission="desk.case.register", message=_("Peran Anda tidak mendaftarkan kasus."))
    form = IntakeForm(request.POST or None, actor=actor)
    context = {
        "form": form,
        "back": reverse("web:desk:case-list"),
        "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
    }
    if request.method != "POST":
        return render(request, "desk/case_register.html", context)
    made: list[Any] = []
    problem = ""
    if form.is_valid():
        need = _need(form.cleaned_data)
        problem = attempt(lambda: made.append(actions.register_case(need=need, by=actor, at=clock.now())))
        if problem:
            form.add_error(None, problem)
    if form.errors:
        return render(request, "desk/case_register.html", context, status=UNPROCESSABLE)
    case = made[0]
    messages.success(request, _("Tiket %(ticket)s. Berikan nomor ini kepada warga.") % {"ticket": case.ticket})
    return see_other(reverse("web:desk:case", args=[case.pk]))


def _need(data: dict[str, Any]) -> Need:
    relationship = data["relationship"] or Relationship.SELF
    reporter = data["reporter_name"] or (data["concerned_name"] if relationship == Relationship.SELF else "")
    return Need(
        form_key=data["form_key"],
        story=data["story"],
        area=data["area"],
        channel=data["channel"] or Channel.COUNTER,
        kind=data["kind"] or CaseKind.NEED,
        sector=data["sector"],
        is_urgent=data["is_urgent"],
        reporter_name=reporter,
        relationship=relationship,
        phone=data["phone"],
        concerned_name=data["concerned_name"],
    )
