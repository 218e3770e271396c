"""Where LKS are missing: a map and a table by kecamatan, for one kind of institution at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rangkul.institutions import policies, queries
from rangkul.institutions.queries import Cover, CoverRow
from rangkul.kernel.area_code import AreaLevel
from rangkul.reference.maps import map_of
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.maps import MapValue
from rangkul.web.shared.wording import number_in_words, today


@require_safe
def institution_cover(request: HttpRequest) -> HttpResponse:
    """People in need against clients, beds and accreditation of the LKS for them."""
    actor = acting(request)
    policies.check_can_view(actor)
    theme = queries.find_theme(request.GET.get("untuk", ""))
    cover = queries.institution_cover(actor, theme, on=today())
    area = actor.areas[0]
    shapes = map_of(area, level=AreaLevel.DISTRICT) if area.level <= AreaLevel.REGENCY else None
    context: dict[str, Any] = {
        "theme": theme,
        "cover": cover,
        "empty": sum(row.is_empty for row in cover.rows),
        "listing": _table(cover),
        "tabs": [
            {"label": each.label, "url": with_query(request, {"untuk": each.key}), "active": each is theme}
            for each in queries.THEMES
        ],
        "shapes": shapes,
        "values": [MapValue(code=row.code, value=row.uncovered, told=_told(row.uncovered)) for row in cover.rows],
        "as_of": today(),
        "crumbs": [{"label": _("Direktori lembaga"), "url": reverse("web:institutions:directory")}],
    }
    return render(request, "institutions/institution_cover.html", context)


def _told(count: int | None) -> str:
    return number_in_words(count) if count is not None else _("disamarkan")


def _table(cover: Cover) -> CaseList:
    heads = (_("Membutuhkan"), _("Lembaga"), _("Terdaftar"), _("Terakreditasi"), _("Klien"), _("Tempat tidur"))
    rows = [_row(each, each.label) for each in cover.rows]
    if cover.above.institutions:
        rows.append(_row(cover.above, _("di atas kecamatan, melayani semua"), is_above=True))
    rows.append(_row(cover.whole, _("Jumlah")))
    return CaseList(
        caption=_("Menurut kecamatan"),
        columns=(
            Column(label=_("Kecamatan")),
            *(Column(label=each, numeric=True) for each in heads),
            Column(label=_("Belum terjangkau"), numeric=True),
        ),
        rows=rows,
    )


def _row(row: CoverRow, label: str, *, is_above: bool = False) -> Row:
    held = (row.institutions, row.registered, row.accredited, row.clients, row.beds)
    return Row(
        is_late=row.is_empty,
        cells=(
            Cell(text=label, note=_("belum ada lembaga") if row.is_empty else ""),
            Cell(text="–" if is_above else _told(row.in_need), numeric=True),
            *(Cell(text=number_in_words(count), numeric=True) for count in held),
            Cell(text="–" if is_above else _told(row.uncovered), numeric=True),
        ),
    )
