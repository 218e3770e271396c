"""The page by which an agency without an account answers one referral: the link, the code, the answer.

A search robot or a mail scanner that follows the link (GET, HEAD) changes nothing and reads nothing about anybody: what
the referral says is shown only in a session that has given the code.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from rangkul.desk import actions, policies, queries
from rangkul.desk.queries import Door, ReferralView
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.limits import within_limit
from rangkul.web.desk.referral_forms import AnswerForm, CodeForm
from rangkul.web.desk.referral_lists import TONES
from rangkul.web.desk.referral_reach import reaching
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other
from rangkul.web.shared.visitors import address_of

TRIES_PER_LINK = 6
TRIES_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)
OPEN_FOR = timedelta(minutes=60)
"""How long a code opens the page in one browser."""
NOT_FOUND, GONE, TOO_MANY = 404, 410, 429


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not kept by any cache, not listed by any robot, and its address told to no other site."""

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # Not "no-referrer": then browsers send `Origin: null` with the form, which the check against forgery refuses.
        response["Referrer-Policy"] = "same-origin"
        return response

    return run


@login_not_required
@private
@never_cache
@sensitive_post_parameters("code", "text", "kk", "nik")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One referral by its link: asks for the code, then shows it and takes the answer."""
    door, now = queries.find_door(token), clock.now()
    if door is None:
        return _page(request, "desk/answer_closed.html", {"reason": "unknown"}, NOT_FOUND)
    if door.is_finished:
        return _page(request, "desk/answer_closed.html", {"reason": "finished"})
    if not door.is_in_force(now):
        return _page(request, "desk/answer_closed.html", {"reason": "ended"}, GONE)
    if request.method == "POST" and request.POST.get("step") == "code":
        return _try_code(request, door, token, now)
    if not _is_open(request, door, now):
        status = UNPROCESSABLE if request.method == "POST" else 200
        return _page(
            request, "desk/answer_code.html", {"form": CodeForm(), "too_old": request.method == "POST"}, status
        )
    with reaching(request, door.area):
        view = queries.referral_by_link(_holder(door), door.referral_id, at=now)
    if request.method == "POST":
        return _take(request, door, token, view)
    form = AnswerForm(with_numbers=view.is_civil_registry, initial={"revision": view.revision})
    return _show(request, view, form)


def _try_code(request: HttpRequest, door: Door, token: str, now: datetime) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, "desk/answer_code.html", {"form": form}, UNPROCESSABLE)
    tries = within_limit("answer-link", door.link_id.hex, limit=TRIES_PER_LINK, window=WINDOW, at=now)
    if not (within_limit("answer-from", address_of(request), limit=TRIES_PER_ADDRESS, window=WINDOW, at=now) and tries):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu 15 menit, atau telepon kantor yang mengirim rujukan."))
        return _page(request, "desk/answer_code.html", {"form": form}, TOO_MANY)
    if not queries.opens(door, form.cleaned_data["code"]):
        form.add_error(
            "code",
            _(
                "Kode ini tidak membuka tautan ini. Bila tautannya pernah diganti, hanya lembar kode terbaru yang berlaku;"
                " tanpa lembar itu, telepon kantor yang merujuk."
            ),
        )
        return _page(request, "desk/answer_code.html", {"form": form}, UNPROCESSABLE)
    with reaching(request, door.area):
        actions.open_link(link_id=door.link_id, by=_holder(door), at=now)
    request.session.cycle_key()
    request.session[_key(door)] = now.isoformat()
    return see_other(reverse("web:desk:answer", args=[token]))


def _take(request: HttpRequest, door: Door, token: str, view: ReferralView) -> HttpResponse:
    form = AnswerForm(request.POST, with_numbers=view.is_civil_registry)
    if form.is_valid():

        def deed() -> None:
            with reaching(request, door.area):
                actions.answer_referral(referral_id=door.referral_id, by=_holder(door), at=clock.now(), **form.words())

        problem = attempt(deed)
        if not problem:
            messages.success(request, _("Terima kasih. Jawaban Anda sudah sampai di meja layanan."))
            return see_other(reverse("web:desk:answer", args=[token]))
        form.add_error(None, problem)
    return _show(request, view, form, UNPROCESSABLE)


def _show(request: HttpRequest, view: ReferralView, form: AnswerForm, status: int = 200) -> HttpResponse:
    rows = [
        {"label": _("Nomor layanan"), "value": view.ticket},
        {"label": _("Warga"), "value": queries.short_name(view.concerned_name) or _("lihat surat pengantar")},
        {"label": _("Desa/kelurahan"), "value": queries.area_label_of(view)},
        {"label": _("Masalah"), "value": view.reason},
        {"label": _("Yang diminta"), "value": view.service_wanted or "–"},
    ]
    context = {
        "view": view,
        "form": form,
        "rows": rows,
        "tone": TONES[view.state],
        "timeline": [{"title": e.title, "at": e.at, "by": e.by, "body": e.body} for e in view.lines],
    }
    return _page(request, "desk/answer.html", context, status)


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {"office": organisation_queries.find_office(), **context}, status=status)


def _holder(door: Door) -> Actor:
    agency = institutions_queries.get_agency(door.agency_id)
    return policies.holder_of_link(
        door.referral_id, name=f"{agency.name} (lewat tautan)", area=door.area, purpose="menjawab rujukan lewat tautan"
    )


def _key(door: Door) -> str:
    return f"rujukan-{door.link_id.hex}"


def _is_open(request: HttpRequest, door: Door, now: datetime) -> bool:
    given = str(request.session.get(_key(door)) or "")
    return bool(given) and datetime.fromisoformat(given) + OPEN_FOR > now
