"""A citizen complains, asks or suggests: short pages, with or without a name, and a key to the answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, queries
from rangkul.desk.actions import Grievance
from rangkul.desk.enums import Against, CaseKind, Channel
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.limits import within_limit
from rangkul.platform.policy.walls import apply_scope
from rangkul.web.desk.citizen_steps import CitizenStep, Standing, stand
from rangkul.web.desk.complaint_forms import (
    SUBJECTS,
    CategoryForm,
    ComplainantForm,
    GrievanceForm,
    SubjectForm,
    WhomForm,
)
from rangkul.web.desk.forms import village_choices
from rangkul.web.desk.passes import issue_pass, open_facts, seal_facts
from rangkul.web.desk.public import TOO_MANY, home_crumb
from rangkul.web.desk.reporting import PLACE_OF, ask_kecamatan, back_to, show_check, show_step, told_where
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other
from rangkul.web.shared.visitors import address_of
from rangkul.web.shared.wording import date_in_words

COMPLAINTS_PER_ADDRESS = 20
WINDOW = timedelta(hours=1)
SHOWN_FOR = timedelta(days=1)
"""How long the page with the key can be opened again."""
_KIND = {"Q": CaseKind.QUESTION, "S": CaseKind.SUGGESTION}
_CATEGORY = {"Q": "N08", "S": "N99"}


@login_not_required
@never_cache
def complaint_report(request: HttpRequest) -> HttpResponse:
    """Kecamatan, what it is about, what happened, who says it, the answers once more, the ticket."""
    context: dict[str, Any] = {"crumbs": [home_crumb()], "title": _("Sampaikan pengaduan")}
    asked = ask_kecamatan(request, context, lead=_("Pengaduan, pertanyaan, atau saran. Boleh tanpa nama."))
    if asked is not None:
        return asked
    villages = village_choices(context["kecamatan"])
    steps = _steps(request.POST, villages)
    standing = stand(request, steps, keep=("kecamatan",))
    context |= {"hint": _("Dibaca hanya oleh petugas yang memeriksa. Petugas yang diadukan tidak dapat membacanya.")}
    if not (standing.is_check or standing.is_save):
        return show_step(request, standing, context)
    data = standing.cleaned
    try:
        named = {} if data["is_anonymous"] else {name: data[name] for name in ("phone", "email", "may_be_told")}
        actions.check_said(story=data["story"], **named)
    except Refused as error:
        field = PLACE_OF.get(error.field, "story")
        name = "story" if field == "story" else "who"
        return back_to(request, standing, steps, name, (field, error.message), context)
    rows = _rows(data, villages)
    if standing.is_check:
        return show_check(request, standing, rows, context)
    return _save(request, standing, rows, context)


def _steps(sent: Mapping[str, Any], villages: list[tuple[str, str]]) -> list[CitizenStep]:
    """The pages for what was answered so far: a question has no category, and only some are about somebody."""
    subject = sent.get("subject", "")
    category = queries.find_category(sent.get("category", "")) if subject in ("K", "N") else None
    is_of_staff = bool(category and category.is_of_staff) or (subject in ("K", "N") and bool(sent.get("of_staff")))
    is_of_others = category is not None and category.is_of_others
    steps = [CitizenStep("what", gettext_lazy("Pokoknya"), lambda data, first: SubjectForm(data, initial=first))]
    if subject in ("K", "N"):
        steps.append(
            CitizenStep(
                "which",
                gettext_lazy("Masalahnya"),
                lambda data, first: CategoryForm(data, initial=first, group=subject),
            )
        )
    asks = subject in ("K", "N") and not (category and category.is_of_staff)
    steps.append(
        CitizenStep(
            "story",
            gettext_lazy("Yang terjadi"),
            lambda data, first: GrievanceForm(data, initial=first, villages=villages, asks_staff=asks),
        )
    )
    if is_of_staff or is_of_others:
        steps.append(
            CitizenStep(
                "whom",
                gettext_lazy("Tentang siapa"),
                lambda data, first: WhomForm(data, initial=first, is_of_staff=is_of_staff),
            )
        )
    steps.append(CitizenStep("who", gettext_lazy("Anda"), lambda data, first: ComplainantForm(data, initial=first)))
    return steps


def _rows(data: dict[str, Any], villages: list[tuple[str, str]]) -> list[dict[str, str]]:
    category = queries.find_category(data.get("category", ""))
    rows = [{"label": _("Pokoknya"), "value": str(dict(SUBJECTS)[data["subject"]])}]
    if category:
        rows.append({"label": _("Masalahnya"), "value": category.label})
    rows.append({"label": _("Desa atau kelurahan"), "value": dict(villages)[data["area"]]})
    if data["programme"]:
        rows.append({"label": _("Bantuan atau program"), "value": data["programme"]})
    rows.append({"label": _("Yang terjadi"), "value": data["story"]})
    if data.get("against"):
        rows.append({"label": _("Petugas"), "value": str(Against(data["against"]).label)})
    if data.get("about"):
        rows.append({"label": _("Tentang siapa"), "value": data["about"]})
    anonymous = data["is_anonymous"]
    rows.append({"label": _("Nama Anda"), "value": _("tanpa nama") if anonymous else data["reporter_name"]})
    rows.append({"label": _("Nomor HP"), "value": (not anonymous and data["phone"]) or _("tidak ada")})
    if not anonymous:
        rows.append({"label": _("Dikabari"), "value": told_where(data)})
    return rows


def _save(
    request: HttpRequest, standing: Standing, rows: list[dict[str, str]], context: dict[str, Any]
) -> HttpResponse:
    now, address = clock.now(), address_of(request)
    if not within_limit("complain-from", address, limit=COMPLAINTS_PER_ADDRESS, window=WINDOW, at=now):
        problem = _("Terlalu banyak laporan dari jaringan ini. Coba lagi nanti, atau datang ke Puskesos.")
        return show_check(request, standing, rows, context, problem=problem, status=TOO_MANY)
    try:
        told = _report(request, standing.cleaned)
    except Refused as error:
        return show_check(request, standing, rows, context, problem=error.message, status=UNPROCESSABLE)
    return see_other(reverse("web:desk:complaint-done", args=[seal_facts(told)]))


def _report(request: HttpRequest, data: dict[str, Any]) -> dict[str, str]:
    """Register within the village's scope and step back out of it; what the confirmation may show."""
    now, village = clock.now(), AreaCode.parse(data["area"])
    grievance = Grievance(
        form_key=data["form_key"],
        story=data["story"],
        area=village,
        category=data.get("category") or _CATEGORY[data["subject"]],
        kind=_KIND.get(data["subject"], CaseKind.COMPLAINT),
        channel=Channel.WEB,
        programme=data["programme"],
        about=data.get("about", ""),
        against=data.get("against") or Against.NOBODY,
        is_anonymous=data["is_anonymous"],
        reporter_name=data["reporter_name"],
        phone=data["phone"],
        email=data["email"],
        may_be_told=data["may_be_told"],
    )
    try:
        with transaction.atomic():
            apply_scope(replace(citizen_actor(), areas=(village,)))
            heard = actions.report_complaint(grievance=grievance, by=citizen_actor(), at=now)
    finally:
        apply_scope(acting(request))
    due = heard.complaint.due_on
    return {
        "ticket": heard.complaint.ticket,
        "due": due.isoformat() if due else "",
        "code": heard.code,
        "until": str((now + SHOWN_FOR).timestamp()),
        "pass": issue_pass("complaint", heard.complaint.pk, str(village), now=now),
    }


@login_not_required
@never_cache
def complaint_done(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket with its key, once, and what happens next. The address is encrypted."""
    told = open_facts(token)
    if told is None or clock.now().timestamp() > float(told["until"]):
        raise Http404
    due = date_in_words(date.fromisoformat(told["due"])) if told["due"] else ""
    context = {**told, "due": due, "crumbs": [home_crumb()]}
    return render(request, "desk/complaint_done.html", context)
