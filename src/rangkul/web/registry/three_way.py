"""Persons on whom the registry, Dukcapil and the poverty registers disagree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.registry import policies, queries
from rangkul.registry.queries import Said, ThreeWayRow
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import date_in_words


@never_cache
def three_way(request: HttpRequest) -> HttpResponse:
    """The worklist in three columns; each person leads to their page, where the registry is corrected."""
    actor = acting(request)
    policies.check_can_view_pairs(actor)
    page = queries.list_disagreements(actor, after=request.GET.get("setelah", ""))
    context = {
        "listing": _listing(page.rows),
        "count": page.count,
        "next_url": with_query(request, {"setelah": page.after}) if page.after else "",
        "crumbs": [
            {"label": _("Registri"), "url": reverse("web:registry:search")},
            {"label": _("Data ganda"), "url": reverse("web:registry:duplicate-list")},
        ],
    }
    return render(request, "registry/three_way.html", context)


def _listing(rows: tuple[ThreeWayRow, ...]) -> CaseList:
    words = {"name": _("nama"), "born": _("tanggal lahir"), "nik": _("NIK")}
    return CaseList(
        caption=_("Warga yang datanya tidak sama di ketiga sumber"),
        columns=(
            Column(label=_("Warga")),
            Column(label=_("Berbeda pada")),
            Column(label=_("Registri")),
            Column(label=_("Dukcapil")),
            Column(label=_("DTSEN/DTKS")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.name,
                        url=reverse("web:registry:person", args=[row.person_id]),
                        note=row.area_label,
                    ),
                    Cell(text=", ".join(words[each] for each in row.differs) or _("ejaan nama")),
                    _cell(row.registry),
                    _cell(row.dukcapil),
                    _cell(row.dtsen),
                )
            )
            for row in rows
        ],
    )


def _cell(said: Said) -> Cell:
    parts = [said.name, said.born, said.nik]
    as_of = _("per %(day)s") % {"day": date_in_words(said.as_of, "pendek")} if said.as_of else ""
    return Cell(
        text=", ".join(part for part in parts if part) or (_("terdaftar") if said.as_of else _("belum ada")),
        note=" ".join(part for part in (said.source, as_of) if part),
    )
