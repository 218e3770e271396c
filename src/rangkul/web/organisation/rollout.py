"""Pages of the rollout: targets against what was reached, the map of villages by status, a forecast with its formula."""

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaLevel
from rangkul.organisation import actions, policies, queries
from rangkul.organisation.enums import PostStatus
from rangkul.organisation.queries import Forecast, Rollout
from rangkul.reference import queries as reference_queries
from rangkul.reference.maps import map_of
from rangkul.web.organisation.asking import form_page
from rangkul.web.organisation.slrt_forms import PlanForm, TargetForm
from rangkul.web.programmes.sheets import file_response, written
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.maps import MapValue
from rangkul.web.shared.wording import date_in_words, number_in_words, today

PAGE = "web:organisation:rollout"
_STEPS = (PostStatus.PLANNED, PostStatus.PAUSED, PostStatus.TRIAL, PostStatus.ACTIVE)


@require_safe
def rollout(request: HttpRequest) -> HttpResponse:
    """Villages with a post by period against the targets, as a map, and where the line of the last periods leads."""
    actor = acting(request)
    grain = request.GET.get("per", "triwulan")
    grain = grain if grain in queries.GRAINS else "triwulan"
    view = queries.read_rollout(actor, grain=grain, on=today())
    if "bentuk" in request.GET:
        return file_response(f"pengembangan-{today().isoformat()}", _table(view), request.GET["bentuk"])
    office = queries.get_office()
    words = {0.0: _("belum ada"), **{float(place): str(each.label) for place, each in enumerate(_STEPS, start=1)}}
    shapes = map_of(office.area_code, level=AreaLevel.VILLAGE)
    names = {"tahun": _("Tahun"), "triwulan": _("Triwulan"), "bulan": _("Bulan")}
    target = view.next_target
    context = {
        "view": view,
        "as_of": today(),
        "grains": [
            {"label": names[each], "url": with_query(request, {"per": each}), "active": each == grain}
            for each in queries.GRAINS
        ],
        "share": _percent(view.served, view.villages),
        "target": target,
        "target_share": _percent(view.served, target.villages) if target else "",
        "periods": _periods(view),
        "bars": [
            (each.period.label, each.served, each.target.villages if each.target else None)
            for each in view.periods
            if each.period.start <= today() or each.target
        ],
        "statuses": [(str(each.label), view.counts[each]) for each in PostStatus if view.counts[each]]
        + [(_("belum ada Puskesos"), view.without_post)],
        "shapes": shapes,
        "values": _values(view, words, [each.code for each in shapes.outlines]) if shapes else [],
        "words": words,
        "forecast": view.forecast,
        "formula": _formula(view.forecast) if view.forecast else "",
        "csv_url": with_query(request, {"bentuk": "csv"}),
        "may_change": policies.can_change_rollout(actor, office),
        "may_posts": actor.may(policies.CHANGE_POSTS),
    }
    return render(request, "organisation/rollout.html", context)


def rollout_describe(request: HttpRequest) -> HttpResponse:
    """Say under which programme posts are opened."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_ROLLOUT)
    policies.check_can_change_rollout(actor, queries.get_office())
    plan = queries.find_plan()
    kept = (
        {"name": plan.name, "owner": plan.owner, "started_on": plan.started_on, "basis": plan.basis} if plan else None
    )
    form = PlanForm(request.POST or None, initial=kept)
    return form_page(
        request,
        form,
        title=_("Program Puskesos"),
        label=_("Simpan program"),
        back=reverse(PAGE),
        save=lambda: actions.describe_rollout(by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Program disimpan."),
    )


def target_set(request: HttpRequest) -> HttpResponse:
    """Promise a number of villages until a day."""
    actor = acting(request)
    actor.check_may(policies.CHANGE_ROLLOUT)
    office = queries.get_office()
    policies.check_can_change_rollout(actor, office)
    form = TargetForm(request.POST or None)
    villages = len(reference_queries.list_villages(office.area_code))
    return form_page(
        request,
        form,
        title=_("Tetapkan target"),
        lead=_("%(n)s desa/kelurahan di seluruh wilayah.") % {"n": number_in_words(villages)},
        label=_("Tetapkan"),
        back=reverse(PAGE),
        save=lambda: actions.set_target(by=actor, at=clock.now(), **form.cleaned_data),
        said=_("Target ditetapkan."),
    )


def _percent(part: int, whole: int) -> str:
    return f"{number_in_words(round(100 * part / whole, 1))} %" if whole else "–"


def _periods(view: Rollout) -> CaseList:
    def reached(served: int, goal: int | None) -> str:
        return _percent(served, goal) if goal else "–"

    return CaseList(
        caption=_("Target dan capaian (desa/kelurahan dengan Puskesos yang melayani)"),
        columns=(
            Column(label=_("Masa")),
            Column(label=_("Dibuka"), numeric=True),
            Column(label=_("Melayani pada akhirnya"), numeric=True),
            Column(label=_("Target"), numeric=True),
            Column(label=_("Capaian"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=each.period.label,
                        note=_("target %(day)s") % {"day": date_in_words(each.target.due_on)} if each.target else "",
                    ),
                    Cell(text=number_in_words(each.opened) if each.period.start <= today() else "–", numeric=True),
                    Cell(
                        text=number_in_words(each.served) if each.period.start <= today() else "–",
                        note="" if each.is_closed or each.period.start > today() else _("sampai hari ini"),
                        numeric=True,
                    ),
                    Cell(text=number_in_words(each.target.villages) if each.target else "–", numeric=True),
                    Cell(
                        text=reached(each.served, each.target.villages if each.target else None)
                        if each.period.start <= today()
                        else "–",
                        numeric=True,
                    ),
                )
            )
            for each in view.periods
        ],
    )


def _values(view: Rollout, words: dict[float, str], codes: list[str]) -> list[MapValue]:
    rank = {str(status): float(place) for place, status in enumerate(_STEPS, start=1)}
    values = []
    for code in codes:
        value = rank.get(view.statuses.get(code, ""), 0.0)
        values.append(MapValue(code=code, value=value, told=words[value]))
    return values


def _formula(forecast: Forecast) -> str:
    line = forecast.line
    return _(
        "Desa pada akhir suatu masa = %(last)s + %(slope)s × banyaknya masa sesudah %(to)s. Kemiringan %(slope)s = "
        "(%(last)s − %(first)s) ÷ %(steps)s masa, dari %(from)s sampai %(to)s; dibulatkan ke bawah, paling banyak semua desa."
    ) % {
        "last": number_in_words(line.last),
        "first": number_in_words(line.first),
        "slope": _decimal(line.slope),
        "steps": number_in_words(line.steps),
        "from": forecast.first.label,
        "to": forecast.last.label,
    }


def _decimal(value: Fraction) -> str:
    return number_in_words(float(value), 0 if value.denominator == 1 else 2)


def _table(view: Rollout) -> list[list[str]]:
    rows: list[list[str]] = [
        [_("Masa"), _("Dibuka"), _("Melayani pada akhirnya"), _("Target"), _("Satuan"), _("Per tanggal")]
    ]
    for each in view.periods:
        began = each.period.start <= today()
        figures: list[Any] = [str(each.opened), str(each.served)] if began else ["", ""]
        goal = str(each.target.villages) if each.target else ""
        rows.append(written([each.period.label, *figures, goal, _("desa/kelurahan"), min(each.last_day, today())]))
    return rows
