"""Forms of verivali: fill in, do it, say so; what the rooms below refuse comes back on the page and nothing is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rangkul.kernel.errors import Denied, RangkulError
from rangkul.registry.errors import NoSuchRecord
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.web.shared.views import denied, not_found

SEE_OTHER = 303
UNPROCESSABLE = 422


def guarded[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """404 for what is not there or not for this actor, 403 for what the role may not do."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (NoSuchVerivali, NoSuchRecord):
            return not_found(request)
        except Denied as error:
            return denied(request, error)

    return run


def see_other(url: str) -> HttpResponse:
    """Redirect after a POST."""
    response = HttpResponseRedirect(url)
    response.status_code = SEE_OTHER
    return response


def attempt(deed: Callable[[], Any]) -> str:
    """Do it wholly or not at all; returns "" or, in words, why it was not done."""
    try:
        with transaction.atomic():
            deed()
    except (Denied, NoSuchVerivali, NoSuchRecord):
        raise
    except RangkulError as error:
        return str(getattr(error, "message", "") or error)
    return ""


def do(request: HttpRequest, deed: Callable[[], Any], *, said: str, to: str) -> HttpResponse:
    """A button without a form: do it and go on, or go on with why it was not done."""
    problem = attempt(deed)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, said)
    return see_other(to)


def ask(
    request: HttpRequest,
    form: forms.Form,
    *,
    deed: Callable[[], Any],
    said: str,
    to: str | Callable[[], str],
    template: str,
    **context: Any,
) -> HttpResponse:
    """A page with one form: GET shows it, POST does `deed` and goes `to` with the message `said`."""
    if request.method == "POST" and form.is_valid():
        problem = attempt(deed)
        if not problem:
            if said:
                messages.success(request, said)
            return see_other(to() if callable(to) else to)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, template, {"form": form, **context}, status=status)
