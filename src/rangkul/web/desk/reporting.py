"""A citizen tells what is needed: kecamatan, village and story, a look at the answers, a ticket."""

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
from rangkul.web.desk.asking import UNPROCESSABLE, see_other
from rangkul.web.desk.forms import DistrictForm, ReportForm, kecamatan_choices, village_choices
from rangkul.web.desk.public import TOO_MANY, home_crumb
from rangkul.web.shared.acting import acting
from rangkul.web.shared.visitors import address_of
from rangkul.web.shared.wording import date_in_words

REPORTS_PER_ADDRESS = 20
WINDOW = timedelta(hours=1)
TOKEN_AGE = 7 * 24 * 3600
_SALT = "rangkul.desk.report"


@login_not_required
@never_cache
def report_need(request: HttpRequest) -> HttpResponse:
    """Kecamatan first, then the form of that kecamatan, then the answers once more, then the ticket."""
    office = organisation_queries.find_office()
    districts = kecamatan_choices(office.area_code) if office else []
    chosen = (request.POST if request.method == "POST" else request.GET).get("kecamatan", "")
    if len(districts) == 1:
        chosen = districts[0][0]
    context: dict[str, Any] = {"crumbs": [home_crumb()], "kecamatan": chosen, "many": len(districts) > 1}
    if chosen not in dict(districts):
        form = DistrictForm({"kecamatan": chosen} if chosen else None, choices=districts)
        return render(request, "desk/report_district.html", context | {"form": form})
    villages = village_choices(chosen)
    report = ReportForm(request.POST or None, villages=villages)
    context |= {"form": report, "district": dict(districts)[chosen]}
    if request.method != "POST" or request.POST.get("step") == "edit":
        return render(request, "desk/report_need.html", context)
    if not report.is_valid():
        return render(request, "desk/report_need.html", context, status=UNPROCESSABLE)
    if request.POST.get("step") != "save":
        return _check(request, report, villages, context)
    return _save(request, report, context)


def _check(
    request: HttpRequest, form: ReportForm, villages: list[tuple[str, str]], context: dict[str, Any]
) -> HttpResponse:
    try:
        actions.check_said(story=form.cleaned_data["story"], phone=form.cleaned_data["phone"])
    except Refused as error:
        form.add_error("phone" if "HP" in error.field else "story", error.message)
        return render(request, "desk/report_need.html", context, status=UNPROCESSABLE)
    data = form.cleaned_data
    relations = dict(form.fields["relationship"].choices)  # type: ignore[attr-defined]
    rows = [
        {"label": _("Desa atau kelurahan"), "value": dict(villages)[data["area"]]},
        {"label": _("Yang dibutuhkan"), "value": data["story"]},
        {"label": _("Nama Anda"), "value": data["reporter_name"]},
        {"label": _("Tentang"), "value": data["concerned_name"] or relations[data["relationship"]]},
        {"label": _("Nomor HP"), "value": data["phone"] or _("tidak ada")},
    ]
    sent = [(name, request.POST[name]) for name in form.fields if name in request.POST]
    return render(request, "desk/report_check.html", context | {"rows": rows, "sent": sent})


def _save(request: HttpRequest, form: ReportForm, context: dict[str, Any]) -> HttpResponse:
    now, address = clock.now(), address_of(request)
    if not within_limit("report-from", address, limit=REPORTS_PER_ADDRESS, window=WINDOW, at=now):
        form.add_error(None, _("Terlalu banyak laporan dari jaringan ini. Coba lagi nanti, atau datang ke Puskesos."))
        return render(request, "desk/report_need.html", context, status=TOO_MANY)
    try:
        ticket = _register(request, form.cleaned_data)
    except Refused as error:
        form.add_error(None, error.message)
        return render(request, "desk/report_need.html", context, status=UNPROCESSABLE)
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
        concerned_name=data["reporter_name"] if is_own and not data["concerned_name"] else data["concerned_name"],
    )
    try:
        with transaction.atomic():
            apply_scope(replace(citizen_actor(), areas=(village,)))
            case = actions.report_need(need=need, by=citizen, at=clock.now())
    finally:
        apply_scope(acting(request))
    return {
        "ticket": case.ticket,
        "due": case.due_on.isoformat() if case.due_on else "",
        "area": str(village),
        "phone": case.phone_tail_index is not None,
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
        "crumbs": [home_crumb()],
    }
    return render(request, "desk/report_done.html", context)
