"""Forms of institutions: fill in, do it, say so; what the room refuses comes back on the page and nothing is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rangkul.kernel.errors import Denied, Missing, RangkulError, Refused
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
        except Missing:
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
    except RangkulError as error:
        if isinstance(error, Missing) and not isinstance(error, Refused):
            raise
        return str(getattr(error, "message", "") or error)
    return ""


def ask(
    request: HttpRequest,
    form: forms.Form,
    *,
    deed: Callable[[], Any],
    said: str,
    to: str | Callable[[], str],
    template: str = "institutions/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form: GET shows it, POST does `deed` and goes `to` with the message `said`."""
    if request.method == "POST" and form.is_valid():
        problem = attempt(deed)
        if not problem:
            messages.success(request, said)
            return see_other(to() if callable(to) else to)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, template, {"form": form, **context}, status=status)
