"""A citizen tells what is needed: kecamatan, the need, who it is about, a look at the answers, a ticket, and then a photo."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.desk import actions
from rangkul.desk.actions import Need
from rangkul.desk.enums import Channel, Relationship
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.limits import within_limit
from rangkul.platform.policy.walls import apply_scope
from rangkul.reference import queries as reference_queries
from rangkul.web.desk.citizen_forms import NeederForm, NeedForm
from rangkul.web.desk.citizen_steps import CitizenStep, Standing, stand
from rangkul.web.desk.forms import DistrictForm, kecamatan_choices, village_choices
from rangkul.web.desk.passes import issue_pass
from rangkul.web.desk.public import TOO_MANY, home_crumb
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.visitors import address_of
from rangkul.web.shared.wording import date_in_words

REPORTS_PER_ADDRESS = 20
WINDOW = timedelta(hours=1)
TOKEN_AGE = 7 * 24 * 3600
_SALT = "rangkul.desk.report"
PLACE_OF = {"nomor HP": "phone", "Alamat e-mail": "email", "Izin dikabari": "may_be_told"}
"""Fields of the last page by the names under which they are refused."""


@login_not_required
@never_cache
def report_need(request: HttpRequest) -> HttpResponse:
    """Kecamatan first, then two short pages, then the answers once more, then the ticket."""
    context: dict[str, Any] = {"crumbs": [home_crumb()], "title": _("Sampaikan kebutuhan")}
    asked = ask_kecamatan(request, context, lead=_("Butuh beberapa menit. Tidak perlu KK, KTP atau NIK."))
    if asked is not None:
        return asked
    villages = village_choices(context["kecamatan"])
    standing = stand(request, _steps(villages), keep=("kecamatan",))
    context |= {"hint": _("Hanya petugas yang melayani Anda yang dapat membaca cerita dan nomor HP ini.")}
    is_past = standing.step is None or standing.step.name != "need"
    told = NeedForm(request.POST, villages=villages)
    if is_past and "of_staff" in request.POST and told.is_valid():
        return _to_complaints(request, told.cleaned_data, context)
    if not (standing.is_check or standing.is_save):
        return show_step(request, standing, context)
    data = standing.cleaned
    problem, page = _said(data)
    if page:
        return back_to(request, standing, _steps(villages), page, problem, context)
    if standing.is_check:
        return show_check(request, standing, _rows(data, villages), context)
    return _save(request, standing, _rows(data, villages), context)


def _to_complaints(request: HttpRequest, told: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    """It is about an official: a complaint, which goes past them. What was written travels along."""
    kept = {"kecamatan": context["kecamatan"], "area": told["area"], "story": told["story"], "of_staff": "on"}
    context |= {"kept": kept | {"form_key": told["form_key"], "subject": "N"}}
    return render(request, "desk/report_staff.html", context)


def _steps(villages: list[tuple[str, str]]) -> list[CitizenStep]:
    return [
        CitizenStep(
            "need", gettext_lazy("Kebutuhan"), lambda data, first: NeedForm(data, initial=first, villages=villages)
        ),
        CitizenStep("who", gettext_lazy("Anda"), lambda data, first: NeederForm(data, initial=first)),
    ]


def ask_kecamatan(request: HttpRequest, context: dict[str, Any], *, lead: str) -> HttpResponse | None:
    """The page that asks for the kecamatan, or None once it is known (then it stands in the context)."""
    office = organisation_queries.find_office()
    districts = kecamatan_choices(office.area_code) if office else []
    chosen = (request.POST if request.method == "POST" else request.GET).get("kecamatan", "")
    if len(districts) == 1:
        chosen = districts[0][0]
    if chosen in dict(districts):
        context |= {"kecamatan": chosen, "many": len(districts) > 1, "district": dict(districts)[chosen]}
        return None
    form = DistrictForm({"kecamatan": chosen} if chosen else None, choices=districts)
    return render(request, "desk/report_district.html", context | {"form": form, "lead": lead})


def show_step(request: HttpRequest, standing: Standing, context: dict[str, Any]) -> HttpResponse:
    """One page of questions."""
    context |= {"standing": standing, "form": standing.form}
    return render(request, "desk/citizen_step.html", context, status=standing.status)


def show_check(
    request: HttpRequest,
    standing: Standing,
    rows: list[dict[str, str]],
    context: dict[str, Any],
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The answers once more; a `problem` of sending stands above them and nothing is lost."""
    context |= {"standing": standing, "rows": rows, "problem": problem}
    return render(request, "desk/citizen_check.html", context, status=status)


def back_to(
    request: HttpRequest,
    standing: Standing,
    steps: list[CitizenStep],
    name: str,
    problem: tuple[str, str],
    context: dict[str, Any],
) -> HttpResponse:
    """The page `name` again, with what a room below refused at its field."""
    form = standing.done[name]
    form.add_error(problem[0], problem[1])
    place = next(number for number, each in enumerate(steps) if each.name == name)
    again = Standing(
        step=steps[place],
        form=form,
        status=UNPROCESSABLE,
        number=place + 1,
        count=len(steps),
        before=f"edit-{steps[place - 1].name}" if place else "",
        sent=[(key, value) for key, value in standing.sent if key not in form.fields],
    )
    return show_step(request, again, context)


def _said(data: dict[str, Any]) -> tuple[tuple[str, str], str]:
    """The field, what is wrong with it, and its page; all empty when the words can be taken."""
    try:
        actions.check_said(
            story=data["story"], phone=data["phone"], email=data["email"], may_be_told=data["may_be_told"]
        )
    except Refused as error:
        field = PLACE_OF.get(error.field, "story")
        return (field, error.message), "need" if field == "story" else "who"
    return ("", ""), ""


def told_where(data: dict[str, Any]) -> str:
    """What stands under "Dikabari" among the answers."""
    places = " · ".join(filter(None, [data["phone"], data["email"]]))
    return _("ya, lewat %(places)s") % {"places": places} if data["may_be_told"] else _("tidak")


def _rows(data: dict[str, Any], villages: list[tuple[str, str]]) -> list[dict[str, str]]:
    relations = dict(NeederForm.base_fields["relationship"].choices)  # type: ignore[attr-defined]
    return [
        {"label": _("Desa atau kelurahan"), "value": dict(villages)[data["area"]]},
        {"label": _("Yang dibutuhkan"), "value": data["story"]},
        {"label": _("Nama Anda"), "value": data["reporter_name"]},
        {"label": _("Tentang"), "value": data["concerned_name"] or relations[data["relationship"]]},
        {"label": _("Nomor HP"), "value": data["phone"] or _("tidak ada")},
        {"label": _("Dikabari"), "value": told_where(data)},
    ]


def _save(
    request: HttpRequest, standing: Standing, rows: list[dict[str, str]], context: dict[str, Any]
) -> HttpResponse:
    now, address = clock.now(), address_of(request)
    if not within_limit("report-from", address, limit=REPORTS_PER_ADDRESS, window=WINDOW, at=now):
        problem = _("Terlalu banyak laporan dari jaringan ini. Coba lagi nanti, atau datang ke Puskesos.")
        return show_check(request, standing, rows, context, problem=problem, status=TOO_MANY)
    try:
        ticket = _register(request, standing.cleaned)
    except Refused as error:
        return show_check(request, standing, rows, context, problem=error.message, status=UNPROCESSABLE)
    token = signing.dumps(ticket, salt=_SALT, compress=True)
    return see_other(reverse("web:desk:report-done", args=[token]))


def _register(request: HttpRequest, data: dict[str, Any]) -> dict[str, Any]:
    """Register within the chosen village's scope and step back out of it; what the confirmation page may show."""
    citizen, village = citizen_actor(data["reporter_name"]), AreaCode.parse(data["area"])
    is_own = data["relationship"] == Relationship.SELF
    need = Need(
        form_key=data["form_key"],
        story=data["story"],
        area=village,
        channel=Channel.WEB,
        reporter_name=data["reporter_name"],
        relationship=data["relationship"],
        phone=data["phone"],
        email=data["email"],
        may_be_told=data["may_be_told"],
        concerned_name=data["reporter_name"] if is_own and not data["concerned_name"] else data["concerned_name"],
    )
    now = clock.now()
    try:
        with transaction.atomic():
            apply_scope(replace(citizen_actor(), areas=(village,)))
            case = actions.report_need(need=need, by=citizen, at=now)
    finally:
        apply_scope(acting(request))
    return {
        "ticket": case.ticket,
        "due": case.due_on.isoformat() if case.due_on else "",
        "area": str(village),
        "phone": case.phone_tail_index is not None,
        "pass": issue_pass("case", case.pk, str(village), now=now),
    }


@login_not_required
@never_cache
def report_done(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket in big letters and what happens next; the address is signed and holds no personal data."""
    try:
        told = signing.loads(token, salt=_SALT, max_age=TOKEN_AGE)
    except signing.BadSignature:
        raise Http404 from None
    post = organisation_queries.find_post(told["area"])
    context = {
        "ticket": told["ticket"],
        "due": date_in_words(date.fromisoformat(told["due"])) if told["due"] else "",
        "village": reference_queries.area_label(told["area"]),
        "post": post,
        "has_phone": told["phone"],
        "pass": told.get("pass", ""),
        "crumbs": [home_crumb()],
    }
    return render(request, "desk/report_done.html", context)
