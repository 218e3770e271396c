"""Forms about a case that two officials may have open: the second is told who changed what, and keeps his text."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render

from rangkul.desk.errors import CaseChanged, NoSuchCase
from rangkul.kernel.errors import Denied, RangkulError
from rangkul.registry.errors import NoSuchRecord
from rangkul.web.shared.asking import UNPROCESSABLE, see_other, words_of


def revision_of(request: HttpRequest) -> int | None:
    """The revision that the page showed, from a form without fields of its own."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def revised(
    request: HttpRequest,
    form: forms.Form,
    *,
    deed: Callable[[], Any],
    said: str,
    to: str,
    template: str,
    **context: Any,
) -> HttpResponse:
    """A page with one form: GET shows it, POST does `deed` and goes `to` with the message `said`.

    When somebody was faster the page comes back with what they did (`changes`) and everything that was written; sent
    once more, it counts for what the case is now.
    """
    changes: Any = ()
    if request.method == "POST" and form.is_valid():
        problem, changes = _attempt(deed, form)
        if not problem:
            messages.success(request, said)
            return see_other(to)
        form.add_error(None, problem)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, template, {"form": form, "back": to, "changes": changes, **context}, status=status)


def _attempt(deed: Callable[[], Any], form: forms.Form) -> tuple[str, Any]:
    try:
        with transaction.atomic():
            deed()
    except (Denied, NoSuchCase, NoSuchRecord):
        raise
    except CaseChanged as error:
        data = form.data.copy() if isinstance(form.data, QueryDict) else dict(form.data)
        data["revision"] = str(error.revision)
        form.data = data
        return words_of(error), error.changes
    except RangkulError as error:
        return words_of(error), ()
    return "", ()
