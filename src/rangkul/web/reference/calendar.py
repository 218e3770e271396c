"""The office's calendar: days off year by year, who entered them and from what, and the hours of each weekday."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.business_time import Stretches
from rangkul.kernel.clock import MONTHS, WEEKDAYS
from rangkul.kernel.errors import Denied
from rangkul.reference import actions, policies, queries
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.week import read_stretches, typed_stretches
from rangkul.web.shared.wording import date_in_words, today

FIRST_YEAR, LAST_YEAR = 2015, 2100


class YearForm(forms.Form):
    """A year's days off as they stand in the decree."""

    days = forms.CharField(
        label=gettext_lazy("Hari libur dan cuti bersama, satu baris satu hari"),
        help_text=gettext_lazy(
            "Misalnya: 17 Agustus Hari Kemerdekaan. Baris dengan kata “cuti bersama” dicatat sebagai cuti bersama."
        ),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=8000,
    )
    source = forms.CharField(
        label=gettext_lazy("Dasar"), help_text=gettext_lazy("Nomor SKB 3 Menteri."), max_length=200
    )


class HoursForm(forms.Form):
    """Office hours of each weekday, as "07.30-12.00, 13.00-16.00"; empty for a day without work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = forms.CharField(label=_day(name), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """Every entry can be read."""
        data = super().clean() or self.cleaned_data
        for number in range(len(WEEKDAYS)):
            text = data.get(f"day{number}") or ""
            if read_stretches(text) is None:
                self.add_error(f"day{number}", _("Tulis jam seperti 07.30-12.00, 13.00-16.00, atau kosongkan."))
        return data

    def hours(self) -> dict[int, Stretches]:
        """Weekday to its stretches."""
        found = {number: read_stretches(self.cleaned_data[f"day{number}"]) or () for number in range(len(WEEKDAYS))}
        return {number: stretches for number, stretches in found.items() if stretches}


@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """Years around today, loud about those that are not known, and the office hours."""
    actor = acting(request)
    if actor.duty_id is None:
        raise Denied(permission="reference.calendar.view", message=_("Anda belum punya tugas."))
    this_year = today().year
    years = [queries.get_calendar_year(year) for year in range(this_year - 1, this_year + 3)]
    may_change = policies.can_change_calendar(actor)
    context = {
        "missing": [str(each.year) for each in years if each.source is None and each.year <= this_year + 1],
        "hours": [
            {"label": _day(name), "value": typed_stretches(queries.office_hours().get(number, ())) or _("tutup")}
            for number, name in enumerate(WEEKDAYS)
        ],
        "listing": CaseList(
            caption=_("Hari libur menurut tahun"),
            columns=(
                Column(label=_("Tahun")),
                Column(label=_("Keadaan")),
                Column(label=_("Hari libur"), numeric=True),
                Column(label=_("Cuti bersama"), numeric=True),
                Column(label=_("Dasar")),
            ),
            rows=[_row(each) for each in years],
        ),
        "may_change": may_change,
    }
    return render(request, "reference/calendar.html", context)


@never_cache
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """The days off of a year; whoever keeps the calendar enters or corrects them here."""
    actor = acting(request)
    if actor.duty_id is None:
        raise Denied(permission="reference.calendar.view", message=_("Anda belum punya tugas."))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    view = queries.get_calendar_year(year)
    may_change = policies.can_change_calendar(actor)
    if request.method == "POST" and not may_change:
        policies.check_can_change_calendar(actor)
    first = {"days": "\n".join(f"{day.day} {MONTHS[day.month - 1]} {name}" for day, name, _shared in view.days)}
    form = YearForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        problem = attempt(
            lambda: actions.set_calendar_year(
                year=year,
                days=actions.read_days(year, form.cleaned_data["days"]),
                source=form.cleaned_data["source"],
                by=actor,
                at=clock.now(),
            )
        )
        if not problem:
            messages.success(request, _("Kalender tersimpan. Tenggat kasus dihitung ulang dalam beberapa menit."))
            return see_other(reverse("web:reference:calendar"))
        form.add_error(None, problem)
    context = {
        "view": view,
        "form": form if may_change else None,
        "rows": [{"label": date_in_words(day, "hari"), "value": name} for day, name, _shared in view.days],
        "back": reverse("web:reference:calendar"),
        "crumbs": _crumbs(),
    }
    return render(request, "reference/calendar_year.html", context, status=UNPROCESSABLE if form.errors else 200)


@never_cache
def office_hours(request: HttpRequest) -> HttpResponse:
    """Change the office hours."""
    actor = acting(request)
    policies.check_can_change_calendar(actor)
    known = queries.office_hours()
    first = {f"day{number}": typed_stretches(known.get(number, ())) for number in range(len(WEEKDAYS))}
    form = HoursForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        problem = attempt(lambda: actions.set_office_hours(hours=form.hours(), by=actor, at=clock.now()))
        if not problem:
            messages.success(request, _("Jam kerja tersimpan."))
            return see_other(reverse("web:reference:calendar"))
        form.add_error(None, problem)
    context = {"form": form, "back": reverse("web:reference:calendar"), "crumbs": _crumbs()}
    return render(request, "reference/office_hours.html", context, status=UNPROCESSABLE if form.errors else 200)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Kalender kerja"), "url": reverse("web:reference:calendar")}]


def _row(each: queries.YearView) -> Row:
    if each.source is None:
        state, tone = _("belum diisi"), "bad"
    elif each.is_confirmed:
        state, tone = _("diisi kantor"), "good"
    else:
        state, tone = _("belum diperiksa kantor"), "warn"
    shared = each.shared_leave
    return Row(
        is_late=each.source is None,
        cells=(
            Cell(text=str(each.year), url=reverse("web:reference:calendar-year", args=[each.year])),
            Cell(text=state, state=_Tone(tone)),
            Cell(text=str(len(each.days) - shared) if each.source else "–", numeric=True),
            Cell(text=str(shared) if each.source else "–", numeric=True),
            Cell(text=each.source or "–", note=each.changed_by_name),
        ),
    )


class _Tone:
    """A tag's tone."""

    def __init__(self, tone: str) -> None:
        self.tone = tone


def _day(name: str) -> str:
    return {
        "Senin": _("Senin"), "Selasa": _("Selasa"), "Rabu": _("Rabu"), "Kamis": _("Kamis"), "Jumat": _("Jumat"),
        "Sabtu": _("Sabtu"), "Minggu": _("Minggu"),
    }[name]  # fmt: skip
