"""Forms of the desk: fill in, do it, say so; what a room below refuses comes back on the form and nothing is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rangkul.desk.errors import NoSuchCase
from rangkul.kernel.errors import Denied, RangkulError
from rangkul.programmes.errors import OverlapReasonNeeded, OverrideNeeded
from rangkul.registry.errors import NoSuchRecord

SEE_OTHER = 303
UNPROCESSABLE = 422


def or_404[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """A page about a case that is not there, or not for this actor, answers 404."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except (NoSuchCase, NoSuchRecord) as error:
            raise Http404 from error

    return run


def see_other(url: str) -> HttpResponse:
    """Redirect after a POST."""
    response = HttpResponseRedirect(url)
    response.status_code = SEE_OTHER
    return response


def words_of(error: RangkulError) -> str:
    """What an error says to the person at the screen."""
    return str(getattr(error, "message", "") or error)


def attempt(deed: Callable[[], Any]) -> str:
    """Do it wholly or not at all; returns "" or, in words, why it was not done. what is not this actor's goes on to its own page."""
    try:
        with transaction.atomic():
            deed()
    except (Denied, NoSuchCase, NoSuchRecord, OverrideNeeded, OverlapReasonNeeded):
        raise
    except RangkulError as error:
        return words_of(error)
    return ""


def ask(
    request: HttpRequest,
    form: forms.Form,
    *,
    deed: Callable[[], Any],
    said: str,
    to: str,
    template: str,
    **context: Any,
) -> HttpResponse:
    """A page with one form: GET shows it, POST does `deed` and goes `to` with the message `said`."""
    if request.method == "POST" and form.is_valid():
        problem = attempt(deed)
        if not problem:
            messages.success(request, said)
            return see_other(to)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, template, {"form": form, "back": to, **context}, status=status)
