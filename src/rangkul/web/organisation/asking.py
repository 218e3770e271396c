"""Forms of the organisation: fill in, do it, say so; what the room refuses comes back on the page and nothing is kept."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rangkul.kernel.errors import Refused
from rangkul.organisation.errors import UnableToReadList
from rangkul.web.shared.asking import UNPROCESSABLE, see_other

MOST_SHOWN = 50


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    label: str,
    back: str,
    save: Callable[[], Any],
    said: str,
    lead: str = "",
    examples: tuple[str, ...] = (),
    tone: str = "",
) -> HttpResponse:
    """One form: shown, refused with its reasons (422), or saved; then on to `back`, where `said` is told."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                save()
        except UnableToReadList as unable:
            form.add_error(None, str(unable))
            for problem in unable.problems[:MOST_SHOWN]:
                form.add_error("lines", problem.message)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, said)
            return see_other(back)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "label": label,
        "back": back,
        "examples": examples,
        "tone": tone,
    }
    return render(request, "organisation/ask.html", context, status=UNPROCESSABLE if form.errors else 200)


def press(request: HttpRequest, deed: Callable[[], Any], *, said: str, back: str) -> HttpResponse:
    """A button without a form: done and told, or told why not."""
    try:
        with transaction.atomic():
            deed()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
    return see_other(back)
