"""What citizens read without signing in: services, what to bring and where, and programmes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.desk import queries
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.web.desk import programmes_public
from rangkul.web.desk.citizen_forms import FindServiceForm
from rangkul.web.desk.forms import kecamatan_choices, village_choices

TOO_MANY = 429


def home_crumb() -> dict[str, str]:
    """The way back to the front page."""
    return {"label": _("Beranda"), "url": reverse("web:home:front")}


@login_not_required
def services(request: HttpRequest) -> HttpResponse:
    """Services by need (`?butuh=`) or by words (`?q=`); all of them when nothing is asked."""
    text, need = request.GET.get("q", "")[:80], request.GET.get("butuh", "")[:20]
    needs = queries.list_needs()
    chosen = next((each for each in needs if each.code == need), None)
    context = {
        "services": queries.find_services(text, need),
        "needs": needs,
        "chosen": chosen,
        "form": FindServiceForm(initial={"q": text}),
        "text": text.strip(),
        "crumbs": [home_crumb()],
    }
    return render(request, "desk/services.html", context)


@login_not_required
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: what to bring, what one gets, how long it takes, what it costs, where (`?desa=` or `?kecamatan=`)."""
    found = queries.find_service(code)
    if found is None:
        raise Http404
    crumbs = [home_crumb(), {"label": _("Layanan"), "url": reverse("web:desk:services")}]
    is_paper = "cetak" in request.GET
    context = {
        "service": found,
        "crumbs": crumbs,
        "is_paper": is_paper,
        "layout": "layout/print.html" if is_paper else "layout/public.html",
        **_where(request),
    }
    return render(request, "desk/service.html", context)


def _where(request: HttpRequest) -> dict[str, Any]:
    """The nearest posts for the place that somebody chose, and the choices."""
    office = organisation_queries.find_office()
    places = kecamatan_choices(office.area_code) if office else []
    kecamatan = request.GET.get("kecamatan", "")
    kecamatan = kecamatan if kecamatan in dict(places) else places[0][0] if len(places) == 1 else ""
    villages = village_choices(kecamatan) if kecamatan else []
    village = request.GET.get("desa", "")
    village = village if village in dict(villages) else ""
    place = village or kecamatan
    return {
        "places": places,
        "kecamatan": kecamatan,
        "villages": villages,
        "village": village,
        "place_label": dict(villages).get(village) or dict(places).get(kecamatan, ""),
        "posts": organisation_queries.list_posts_near(place) if place else [],
        "home": office,
    }


@login_not_required
def programmes(request: HttpRequest) -> HttpResponse:
    """The office's own programmes: for whom, what one gets, under which conditions."""
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    context = {"programmes": programmes_public.list_public(today), "as_of": today, "crumbs": [home_crumb()]}
    return render(request, "desk/programmes.html", context)
