"""Areas of Indonesia: found by name, other spelling or either code, with their path and what lies inside them."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Denied, RangkulError
from rangkul.reference import queries
from rangkul.reference.queries import AreaInfo
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row

LIMIT = 25
_DOTTED = re.compile(r"\d{2}(\.\d{2}){0,2}(\.\d{4})?")
_BPS = re.compile(r"\d{2,10}")


def search(request: HttpRequest) -> HttpResponse:
    """Areas by name (other spellings too), by Kemendagri code or by BPS code; without a question, the provinces."""
    _check_has_duty(request)
    text = request.GET.get("q", "").strip()[:100]
    areas = _found(text) if text else queries.list_children("")
    return render(request, "reference/search.html", {"text": text, "listing": listing_of(areas, text)})


def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: path, both codes, and the areas directly below it."""
    _check_has_duty(request)
    try:
        found = queries.get_area(code)
    except RangkulError as error:
        raise Http404 from error
    *above, _own = queries.area_path(found.code)
    context = {
        "area": found,
        "crumbs": [{"label": _("Wilayah"), "url": reverse("web:reference:search")}]
        + [{"label": each.label, "url": area_url(each)} for each in above],
        "children": listing_of(queries.list_children(found.code)),
    }
    return render(request, "reference/area.html", context)


def _check_has_duty(request: HttpRequest) -> None:
    """Areas are no secret, but these pages are a tool of those who have a duty."""
    if acting(request).duty_id is None:
        raise Denied(permission="reference.area.view", message=_("Anda belum punya tugas."))


def area_url(found: AreaInfo) -> str:
    """The page of an area."""
    return reverse("web:reference:area", args=[found.code])


def listing_of(areas: list[AreaInfo], text: str = "") -> CaseList:
    """Areas as a list; where one was found by another spelling, the list says so."""
    return CaseList(
        caption=_("Wilayah yang ditemukan") if text else _("Wilayah di dalamnya"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Di dalam")),
            Column(label=_("Kode Kemendagri")),
            Column(label=_("Kode BPS")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=each.label, url=area_url(each), note=_note(each, text)),
                    Cell(text=", ".join(above.label for above in reversed(queries.area_path(each.code)[:-1])) or "–")
                    if text
                    else Cell(text=queries.area_label(each.code.parent) if each.code.parent else "–"),
                    Cell(text=each.code),
                    Cell(text=each.bps_code or "–"),
                )
            )
            for each in areas
        ],
    )


def _note(found: AreaInfo, text: str) -> str:
    if not text or _BPS.fullmatch(text) or _DOTTED.fullmatch(text) or text.casefold() in found.label.casefold():
        return ""
    if queries.has_exact_name(found, text):
        return _("juga ditulis “%(name)s”") % {"name": text}
    return _("ejaan mirip")


def _found(text: str) -> list[AreaInfo]:
    if _DOTTED.fullmatch(text):
        try:
            return [queries.get_area(text)]
        except RangkulError:
            return []
    if _BPS.fullmatch(text):
        one = queries.find_by_bps(text)
        return [one] if one else []
    return queries.find_area(text, limit=LIMIT)
