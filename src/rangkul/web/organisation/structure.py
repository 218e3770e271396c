"""Pages of the office's structure: divisions and officials with their history, and what changes them (R206)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.organisation import actions, queries
from rangkul.web.organisation.asking import form_page
from rangkul.web.organisation.structure_forms import DivisionForm, EndTermForm, OfficialForm, RenameForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import with_query
from rangkul.web.shared.wording import today

PAGE = 50


@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """Divisions and officials of today and before, with the decree each rests on."""
    actor = acting(request)
    actor.check_may("organisation.office.view")
    own, on = queries.get_office(), today()
    asked = request.GET.get("hal", "1")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    past = queries.list_past_officials(own, on=on, skip=(page - 1) * PAGE, limit=PAGE + 1)
    context = {
        "own": own,
        "divisions": queries.list_all_divisions(own),
        "officials": queries.list_officials(own, on=on),
        "past": past[:PAGE],
        "before_url": with_query(request, {"hal": str(page - 1)}) if page > 1 else "",
        "next_url": with_query(request, {"hal": str(page + 1)}) if len(past) > PAGE else "",
        "as_of": on,
        "may_change": actor.may(actions.CHANGE),
    }
    return render(request, "organisation/structure.html", context)


def official_appoint(request: HttpRequest) -> HttpResponse:
    """Record who holds a position; a name on the decree comes before a name on a letter."""
    actor = _keeper(request)
    own = queries.get_office()
    divisions = [(str(each.pk), each.name) for each in queries.list_divisions(own, on=today())]
    form = OfficialForm(request.POST or None, divisions=divisions, initial={"position": request.GET.get("jabatan", "")})

    def save() -> None:
        told = dict(form.cleaned_data)
        division = told.pop("division")
        appointment = actions.Appointment(division_id=UUID(division) if division else None, **told)
        actions.appoint_official(appointment=appointment, by=actor, at=clock.now())

    return _asked(request, form, save, title=_("Catat pejabat"), label=_("Catat pejabat"), said=_("Pejabat dicatat."))


def official_end(request: HttpRequest, official_id: UUID) -> HttpResponse:
    """End somebody's term."""
    actor = _keeper(request)
    official = next(
        (each for each in queries.list_officials(queries.get_office(), on=today()) if each.pk == official_id), None
    )
    if official is None:
        raise Http404
    form = EndTermForm(request.POST or None, initial={"last_day": today()})
    return _asked(
        request, form,
        lambda: actions.end_official(official_id=official_id, by=actor, at=clock.now(), **form.cleaned_data),
        title=_("Akhiri masa jabatan"), label=_("Akhiri masa jabatan"), said=_("Masa jabatan diakhiri."),
        lead=f"{official.name}, {official.position}", tone="danger",
    )  # fmt: skip


def division_open(request: HttpRequest) -> HttpResponse:
    """Add a division."""
    actor = _keeper(request)
    form = DivisionForm(request.POST or None, initial={"since": today()})
    return _asked(
        request, form, lambda: actions.open_division(by=actor, at=clock.now(), **form.cleaned_data),
        title=_("Bentuk bidang"), label=_("Bentuk bidang"), said=_("Bidang dicatat."),
    )  # fmt: skip


def division_rename(request: HttpRequest, division_id: UUID) -> HttpResponse:
    """Give a division another name; the former one stays in its history."""
    actor, division = _keeper(request), _division(division_id)
    form = RenameForm(request.POST or None, initial={"since": today(), "seen": division.name})
    return _asked(
        request, form,
        lambda: actions.rename_division(division_id=division_id, by=actor, at=clock.now(), **form.cleaned_data),
        title=_("Ubah nama bidang"), label=_("Ubah nama"), said=_("Nama bidang diubah."), lead=division.name,
    )  # fmt: skip


def division_end(request: HttpRequest, division_id: UUID) -> HttpResponse:
    """End a division."""
    actor, division = _keeper(request), _division(division_id)
    form = EndTermForm(request.POST or None, initial={"last_day": today()})
    return _asked(
        request, form,
        lambda: actions.end_division(division_id=division_id, by=actor, at=clock.now(), **form.cleaned_data),
        title=_("Hapus bidang"), label=_("Hapus bidang"), said=_("Bidang berakhir."), lead=division.name, tone="danger",
    )  # fmt: skip


def _keeper(request: HttpRequest) -> Any:
    actor = acting(request)
    actor.check_may(actions.CHANGE)
    return actor


def _division(division_id: UUID) -> Any:
    found = queries.list_all_divisions(queries.get_office()).filter(pk=division_id).first()
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest, form: Any, save: Any, **words: Any) -> HttpResponse:
    return form_page(request, form, back=reverse("web:organisation:structure"), save=save, **words)
