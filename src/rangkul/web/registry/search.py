"""The home of the registry: one box that finds people."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel.errors import Refused
from rangkul.registry import policies, queries
from rangkul.registry.queries import PersonHit
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import see_other
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words

LIMIT = 25
_LONG_NUMBER = re.compile(r"(?:[0-9][\s.\-]?){9,}")


@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Search persons. A number is sent by POST and never stands in an address; a name may (`?q=`)."""
    actor = acting(request)
    policies.check_can_search(actor)
    text = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    area = (request.POST if request.method == "POST" else request.GET).get("area", "")
    is_number = bool(_LONG_NUMBER.search(text))
    if request.method == "POST" and text and not is_number:
        return see_other(
            f"{reverse('web:registry:search')}?{urlencode({'q': text} | ({'area': area} if area else {}))}"
        )
    if request.method == "GET" and is_number:
        text = ""
    problem = ""
    hits: list[PersonHit] = []
    try:
        hits = queries.search_persons(actor, text, area=area or None, limit=LIMIT + 1) if text else []
    except Refused as error:
        problem = error.message
    context = {
        "text": text,
        "area": area,
        "problem": problem,
        "listing": listing_of(hits[:LIMIT]),
        "is_more": len(hits) > LIMIT,
        "limit": LIMIT,
        "may_register": any(policies.can_register_person(actor, own) for own in actor.areas),
        "may_see_doubles": actor.may(policies.VIEW_PAIRS),
        "register_url": register_url("" if is_number else text),
    }
    return render(request, "registry/search.html", context)


def register_url(name: str) -> str:
    """The form for somebody new, with the name that was searched."""
    url = reverse("web:registry:person-register")
    return f"{url}?{urlencode({'nama': name})}" if name else url


def listing_of(hits: list[PersonHit]) -> CaseList:
    """Found people as a list: who, born, family, where, and why they were found."""
    return CaseList(
        caption=_("Warga yang ditemukan"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Tanggal lahir")),
            Column(label=_("Keluarga")),
            Column(label=_("Tempat tinggal")),
            Column(label=_("Kenapa muncul")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=hit.name,
                        url=reverse("web:registry:person", args=[hit.id]),
                        note=_("meninggal") if hit.died_on else hit.masked_nik or _("tanpa NIK"),
                    ),
                    Cell(text=date_in_words(hit.birth_date, "pendek") if hit.birth_date else _("belum diketahui")),
                    Cell(
                        text=hit.head_name or _("tanpa KK"),
                        url=reverse("web:registry:family", args=[hit.family_id]) if hit.family_id else "",
                        note=str(hit.relation),
                    ),
                    Cell(text=hit.area_label),
                    Cell(text=", ".join(hit.reasons)),
                )
            )
            for hit in hits
        ],
    )
