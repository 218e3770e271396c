"""What is left to be put in order: one page, one trouble at a time."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel.numerals import format_number
from rangkul.registry import policies, queries
from rangkul.registry.enums import Untidy
from rangkul.registry.queries import COUNT_UP_TO
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today


@never_cache
def untidy_list(request: HttpRequest) -> HttpResponse:
    """Families and persons with one kind of trouble, in the actor's areas, today."""
    actor = acting(request)
    actor.check_may(policies.VIEW_FAMILY)
    actor.check_may(policies.VIEW_PERSON)
    asked = request.GET.get("lihat", "")
    what = Untidy(asked) if asked in Untidy.values else Untidy.NO_HEAD
    after = request.GET.get("setelah", "")
    page = queries.list_untidy(actor, what, after=_id(after))
    counts = queries.count_untidy(actor, Untidy.values)
    listing = CaseList(
        caption=capfirst(str(what.label)),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Desa/kelurahan")),
            Column(label=_("Tanggal meninggal") if what == Untidy.DEAD_MEMBER else _("Alamat")),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.name or _("tanpa nama kepala"), url=reverse(f"web:registry:{row.kind}", args=[row.id])
                    ),
                    Cell(text=row.area_label),
                    Cell(text=row.detail or "–"),
                )
            )
            for row in page.rows
        ],
    )
    context = {
        "tabs": [
            {
                "label": capfirst(str(each.label)),
                "url": f"?lihat={each.value}",
                "active": each == what,
                "count": _count(counts[each.value]),
            }
            for each in Untidy
        ],
        "listing": listing,
        "as_of": today(),
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if after else "",
        "crumbs": [{"label": _("Registri"), "url": reverse("web:registry:search")}],
    }
    return render(request, "registry/untidy_list.html", context)


def _count(number: int) -> str:
    return f"{format_number(COUNT_UP_TO)}+" if number > COUNT_UP_TO else format_number(number)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
