"""Who holds which of KIS, KIP and KKS: counts by village, and the families behind each figure (R123)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.programmes.policies.proposals import VIEW_ENROLMENT
from rangkul.reference import queries as reference_queries
from rangkul.registry.queries.holdings import count_holdings, list_holdings
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today

NAMES = ("KIS", "KIP", "KKS")
COMBINATIONS = ("111", "110", "101", "011", "100", "010", "001", "000")
PAGE_SIZE = 50


def complementarity(request: HttpRequest) -> HttpResponse:
    """Villages by combination; a figure leads to its families."""
    actor = acting(request)
    actor.check_may(VIEW_ENROLMENT)
    area, chosen = request.GET.get("desa", ""), request.GET.get("gabungan", "")
    is_inside = any(area == own or area.startswith(f"{own}.") for own in actor.areas)
    if chosen in COMBINATIONS and area and is_inside:
        return _families(request, area, chosen)
    counts: dict[str, dict[str, int]] = {}
    for row in count_holdings(actor, on=today()):
        key = "".join(str(int(each)) for each in (row.kis, row.kip, row.kks))
        counts.setdefault(row.area_code, {})[key] = row.families
    places = reference_queries.labels_of(set(counts))
    rows = []
    for code, found in sorted(counts.items()):
        cells = [Cell(text=places.get(code, code))]
        for key in COMBINATIONS:
            amount = found.get(key, 0)
            cells.append(
                Cell(text=format_number(amount), url=f"?desa={code}&gabungan={key}" if amount else "", numeric=True)
            )
        rows.append(Row(cells=cells))
    listing = CaseList(
        caption=_("Keluarga (KK) menurut kartu yang dimiliki"),
        hide_caption=True,
        columns=(Column(label=_("Desa/kelurahan")), *(Column(label=_told(key), numeric=True) for key in COMBINATIONS)),
        rows=rows,
    )
    return render(request, "programmes/complementarity.html", {"listing": listing, "as_of": today()})


def _families(request: HttpRequest, area: str, key: str) -> HttpResponse:
    kis, kip, kks = (each == "1" for each in key)
    try:
        after = UUID(request.GET["setelah"]) if request.GET.get("setelah") else None
    except ValueError:
        after = None
    found = list_holdings(
        acting(request), on=today(), area=area, kis=kis, kip=kip, kks=kks, after=after, limit=PAGE_SIZE + 1
    )
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    listing = CaseList(
        caption=_told(key),
        hide_caption=True,
        columns=(Column(label=_("Kepala keluarga")), Column(label=_("Desa/kelurahan"))),
        rows=[
            Row(
                cells=(
                    Cell(text=each.head_name or "–", url=reverse("web:registry:family", args=[each.id])),
                    Cell(text=reference_queries.area_label(area)),
                )
            )
            for each in found
        ],
    )
    context = {
        "listing": listing,
        "as_of": today(),
        "combination": _told(key),
        "place": reference_queries.area_label(area),
        "next_url": with_query(request, {"setelah": str(found[-1].id)}) if more else "",
        "crumbs": [{"label": _("KIS, KIP dan KKS"), "url": reverse("web:programmes:complementarity")}],
    }
    return render(request, "programmes/complementarity.html", context)


def _told(key: str) -> str:
    held = [name for name, bit in zip(NAMES, key, strict=True) if bit == "1"]
    return " + ".join(held) if held else _("tanpa ketiganya")
