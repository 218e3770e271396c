"""Confidential notes of a case: written, and read for a stated purpose."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, policies, queries
from rangkul.kernel import clock
from rangkul.web.desk.case_steps import case_url, check_may, crumbs_of
from rangkul.web.desk.flow_forms import ConfidentialForm, PurposeForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, ask, attempt


@never_cache
def confidential_write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a confidential note."""
    check_may(request, policies.CONFIDENTIAL_WRITE)
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    form = ConfidentialForm(request.POST or None)
    return ask(
        request,
        form,
        deed=lambda: actions.write_confidential(
            case_id=case_id, text=form.cleaned_data["text"], by=actor, at=clock.now()
        ),
        said=_("Catatan rahasia tersimpan."),
        to=case_url(case_id),
        template="desk/confidential_write.html",
        view=view,
        crumbs=crumbs_of(view),
    )


@never_cache
def confidential_read(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask what for, then show the notes; nothing is shown by GET."""
    check_may(request, policies.CONFIDENTIAL_READ)
    actor = acting(request)
    view = queries.get_case(actor, case_id)
    form = PurposeForm(request.POST or None)
    opened: list[Any] = []
    shown = False
    if request.method == "POST" and form.is_valid():
        problem = attempt(
            lambda: opened.extend(
                actions.read_confidential(
                    case_id=case_id, purpose=form.cleaned_data["purpose"], by=actor, at=clock.now()
                )
            )
        )
        if problem:
            form.add_error("purpose", problem)
        else:
            shown = True
    context = {
        "view": view,
        "form": form,
        "shown": shown,
        "notes": [{"title": each.by, "at": each.at, "by": "", "body": each.text} for each in opened],
        "back": case_url(case_id),
        "crumbs": crumbs_of(view),
    }
    status = UNPROCESSABLE if request.method == "POST" and not shown else 200
    return render(request, "desk/confidential_read.html", context, status=status)
