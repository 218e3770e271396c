"""A form in a few short pages that works without a script: every answer travels along, none is lost on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

from rangkul.web.shared.asking import UNPROCESSABLE

EDIT = "edit-"
SAVE = "save"


@dataclass(frozen=True, slots=True)
class CitizenStep:
    """One page: `build(data, initial)` makes its form, bound when `data` is not None."""

    name: str
    title: str | Promise
    build: Callable[[Mapping[str, Any] | None, dict[str, Any]], forms.Form]


@dataclass(slots=True)
class Standing:
    """Where somebody is: at a page (`step`, `form`), at the answers once more (`is_check`), or ready (`is_save`)."""

    step: CitizenStep | None = None
    form: forms.Form | None = None
    status: int = 200
    is_check: bool = False
    is_save: bool = False
    number: int = 1
    count: int = 1
    before: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)
    done: dict[str, forms.Form] = field(default_factory=dict)

    @property
    def cleaned(self) -> dict[str, Any]:
        """Every checked answer of every page."""
        return {name: value for form in self.done.values() for name, value in form.cleaned_data.items()}


def stand(request: HttpRequest, steps: list[CitizenStep], *, keep: tuple[str, ...] = ()) -> Standing:
    """Where the visitor stands after this request. `keep` are further names that travel along (the kecamatan).

    All pages up to the one that was sent are checked again, so nothing is believed because a page before was right.
    """
    if request.method != "POST":
        return _at(request, steps, 0, keep)
    wanted = request.POST.get("step", "")
    names = [each.name for each in steps]
    if wanted.startswith(EDIT) and wanted.removeprefix(EDIT) in names:
        return _at(request, steps, names.index(wanted.removeprefix(EDIT)), keep)
    last = len(steps) - 1 if wanted == SAVE else names.index(wanted) if wanted in names else -1
    done: dict[str, forms.Form] = {}
    for place in range(last + 1):
        form = steps[place].build(request.POST, {})
        if not form.is_valid():
            return _at(request, steps, place, keep, wrong=form)
        done[steps[place].name] = form
    if last < len(steps) - 1:
        return _at(request, steps, last + 1, keep)
    sent = _sent(request, steps, keep, without=())
    return Standing(is_check=wanted != SAVE, is_save=wanted == SAVE, sent=sent, done=done, count=len(steps))


def _at(
    request: HttpRequest, steps: list[CitizenStep], place: int, keep: tuple[str, ...], wrong: forms.Form | None = None
) -> Standing:
    step = steps[place]
    form = wrong or step.build(None, {name: str(value) for name, value in request.POST.items()})
    return Standing(
        step=step,
        form=form,
        status=UNPROCESSABLE if wrong else 200,
        number=place + 1,
        count=len(steps),
        before=f"{EDIT}{steps[place - 1].name}" if place else "",
        sent=_sent(request, steps, keep, without=tuple(form.fields)),
    )


def _sent(
    request: HttpRequest, steps: list[CitizenStep], keep: tuple[str, ...], *, without: tuple[str, ...]
) -> list[tuple[str, str]]:
    known = [*keep, *(name for step in steps for name in step.build(None, {}).fields)]
    return [(name, request.POST[name]) for name in dict.fromkeys(known) if name in request.POST and name not in without]
