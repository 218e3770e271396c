"""What citizens read without signing in: services, programmes, and how far their own case is."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rangkul.desk import queries
from rangkul.desk.queries import PublicStatus
from rangkul.desk.tickets import tidy
from rangkul.kernel import clock
from rangkul.platform.policy.limits import within_limit
from rangkul.web.desk import programmes_public
from rangkul.web.desk.forms import FollowForm
from rangkul.web.desk.stages import outcome_of, steps_of
from rangkul.web.shared.visitors import address_of

TRIES_PER_TICKET = 6
TRIES_PER_ADDRESS = 40
WINDOW = timedelta(minutes=15)
TOO_MANY = 429


def home_crumb() -> dict[str, str]:
    """The way back to the front page."""
    return {"label": _("Beranda"), "url": reverse("web:home:front")}


@login_not_required
def services(request: HttpRequest) -> HttpResponse:
    """Every service: what it is for and how long it takes."""
    context = {"services": queries.list_services(), "crumbs": [home_crumb()]}
    return render(request, "desk/services.html", context)


@login_not_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: what to bring, what one gets, how long it takes, what it costs."""
    found = queries.find_service(code)
    if found is None:
        raise Http404
    crumbs = [home_crumb(), {"label": _("Layanan"), "url": reverse("web:desk:services")}]
    return render(request, "desk/service.html", {"service": found, "crumbs": crumbs})


@login_not_required
def programmes(request: HttpRequest) -> HttpResponse:
    """The office's own programmes: for whom, what one gets, under which conditions."""
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    context = {"programmes": programmes_public.list_public(today), "as_of": today, "crumbs": [home_crumb()]}
    return render(request, "desk/programmes.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("phone_last4")
def follow(request: HttpRequest) -> HttpResponse:
    """How far a case is, by its ticket and the last four digits of the phone number.

    Unknown ticket, wrong digits and a case without a phone number get the same answer.
    """
    form = FollowForm(request.POST or None, initial={"ticket": request.GET.get("tiket", "")[:24]})
    context = {"form": form, "crumbs": [home_crumb()]}
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/follow.html", context, status=422 if request.method == "POST" else 200)
    data = form.cleaned_data
    if not _may_try(request, data["ticket"]):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."))
        return render(request, "desk/follow.html", context, status=TOO_MANY)
    status = queries.public_status(data["ticket"], data["phone_last4"])
    if status is None:
        context["not_found"] = True
        return render(request, "desk/follow.html", context)
    context |= _told(status)
    return render(request, "desk/followed.html", context)


def _may_try(request: HttpRequest, ticket: str) -> bool:
    now, address = clock.now(), address_of(request)
    free = within_limit("follow", tidy(ticket), limit=TRIES_PER_TICKET, window=WINDOW, at=now)
    return within_limit("follow-from", address, limit=TRIES_PER_ADDRESS, window=WINDOW, at=now) and free


def _told(status: PublicStatus) -> dict[str, object]:
    return {"status": status, "steps": steps_of(status), "outcome": outcome_of(status)}
