"""One form or one button of any room: do it, say so; what the room refuses comes back on the page and nothing is kept.

What is not there or not the actor's goes on to its own page, which `ActorMiddleware` draws (404, 403).
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from rangkul.kernel.errors import Denied, Missing, RangkulError, Refused

SEE_OTHER = 303
UNPROCESSABLE = 422


def see_other(url: str) -> HttpResponseRedirect:
    """Redirect after a POST."""
    return HttpResponseRedirect(url, status=SEE_OTHER)


def words_of(error: RangkulError) -> str:
    """What an error says to the person at the screen."""
    return str(getattr(error, "message", "") or error)


def attempt(deed: Callable[[], Any], *questions: type[RangkulError]) -> str:
    """Do it wholly or not at all; returns "" or, in words, why it was not done.

    Raises `Denied`, `Missing` (unless it is also bad input) and the `questions` that the page puts to the user itself.
    """
    passed_on: tuple[type[RangkulError], ...] = (Denied, *questions)
    try:
        with transaction.atomic():
            deed()
    except passed_on:
        raise
    except RangkulError as error:
        if isinstance(error, Missing) and not isinstance(error, Refused):
            raise
        return words_of(error)
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
    """A page with one form: GET shows it, POST does `deed` and goes `to` with the message `said` (none when empty)."""
    if request.method == "POST" and form.is_valid():
        problem = attempt(deed)
        if not problem:
            if said:
                messages.success(request, said)
            return see_other(to() if callable(to) else to)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    back = {} if callable(to) else {"back": to}
    return render(request, template, {"form": form, **back, **context}, status=status)
