"""Forms that change the registry: fill in, check the answers, save once; works without JavaScript."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.registry.errors import AlreadyRegistered, UnableToChangeRegistry
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.wording import date_in_words

_OURS = {"csrfmiddlewaretoken", "step"}


def ask(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    save: Callable[[], tuple[str, str]],
    lead: str = "",
    label: str = "",
    tone: str = "",
    before_check: Callable[[], HttpResponse | None] | None = None,
    when_repeated: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """One form in steps: fill in, `before_check` (may interrupt), check the answers, `save`.

    `save` returns (address to go to, what to say there). What the registry refuses comes back on the form, nothing is
    kept. `when_repeated` gives the address for a form that was sent twice.
    """
    context = {"form": form, "title": title, "lead": lead, "back": back, "label": label or _("Simpan"), "tone": tone}
    if request.method != "POST" or request.POST.get("step") == "edit" or not form.is_valid():
        wrong = request.method == "POST" and request.POST.get("step") != "edit"
        return render(request, "registry/ask.html", context, status=UNPROCESSABLE if wrong else 200)
    if request.POST.get("step") != "save":
        return (before_check() if before_check else None) or check_page(request, form, context)
    try:
        with transaction.atomic():
            url, said = save()
    except AlreadyRegistered as error:
        messages.info(request, error.message)
        return see_other(when_repeated(error.record_id) if when_repeated else back)
    except (Refused, UnableToChangeRegistry) as error:
        form.add_error(None, error.message)
        return render(request, "registry/ask.html", context, status=UNPROCESSABLE)
    messages.success(request, said)
    return see_other(url)


def check_page(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    """The answers once more, with the way back to the form."""
    if form.errors:
        return render(request, "registry/ask.html", context, status=UNPROCESSABLE)
    sections = [{"title": "", "rows": answers_of(form)}]
    return render(request, "registry/check.html", context | {"sections": sections, "sent": sent_again(request)})


def sent_again(request: HttpRequest, *without: str) -> list[tuple[str, str]]:
    """What was sent, to be sent once more by the next step."""
    return [
        (name, value) for name, values in request.POST.lists() if name not in _OURS.union(without) for value in values
    ]


def answers_of(form: forms.Form) -> list[dict[str, Any]]:
    """The filled answers as {label, value}."""
    rows = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name)
        if value in (None, "", [], False):
            continue
        rows.append({"label": bound.label, "value": _shown(bound.field, value)})
    return rows


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    if isinstance(field, forms.ChoiceField):
        choices: Sequence[Any] = list(cast("Iterable[Any]", field.choices))
        if isinstance(value, list):
            return ", ".join(str(label) for key, label in choices if str(key) in value)
        return str(next((label for key, label in choices if str(key) == str(value)), value))
    return date_in_words(value) if hasattr(value, "strftime") else str(value)
