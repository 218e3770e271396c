"""The day a page shows: `?per=2026-03-31`, today without it; and the families of a village on a day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import format_number
from rangkul.registry import policies, queries
from rangkul.web.registry.forms import area_choices
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, with_query
from rangkul.web.shared.wording import today


class PlaceFilter(forms.Form):
    """Which village, on which day."""

    wilayah = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"))
    per = forms.CharField(label=gettext_lazy("Per tanggal"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: object, areas: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["wilayah"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = areas


def day_asked(request: HttpRequest) -> tuple[date | None, str]:
    """(the past day the page is asked for, what is wrong with it); None for today."""
    try:
        return queries.read_day(request.GET.get("per", ""), today()), ""
    except Refused as error:
        return None, error.message


def until(day: date | None) -> str:
    """The mark of a timeline that ends with a day; "" for the whole."""
    if day is None:
        return ""
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return f"{end.isoformat()}_{UUID(int=0)}"


@never_cache
def family_list(request: HttpRequest) -> HttpResponse:
    """Families of a village as they were on a day, page by page."""
    actor = acting(request)
    actor.check_may(policies.VIEW_FAMILY)
    areas = area_choices(actor)
    first = areas[0][0] if areas else ""
    area = request.GET.get("wilayah", first)
    if area not in dict(areas):
        area = first
    per, wrong_day = day_asked(request)
    after = request.GET.get("setelah", "")
    page = (
        queries.list_families(actor, area, on=per or today(), is_past=per is not None, after=_id(after))
        if area
        else queries.FamilyPage(())
    )
    query = f"?per={per.isoformat()}" if per else ""
    listing = CaseList(
        caption=_("Keluarga"),
        hide_caption=True,
        columns=(
            Column(label=_("Kepala keluarga")),
            Column(label=_("Alamat")),
            Column(label=_("Anggota (orang)"), numeric=True),
            Column(label=_("Desil DTSEN"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(
                        text=row.head_name or _("tanpa kepala keluarga"),
                        url=reverse("web:registry:family", args=[row.id]) + query,
                    ),
                    Cell(text=row.address or "–", note=row.area_label),
                    Cell(text=format_number(row.members), numeric=True),
                    Cell(text=str(row.decile) if row.decile else "–", numeric=True),
                )
            )
            for row in page.rows
        ],
    )
    context = {
        "listing": listing,
        "form": PlaceFilter(initial={"wilayah": area, "per": per.isoformat() if per else ""}, areas=areas),
        "place": dict(areas).get(area, ""),
        "per": per,
        "wrong_day": wrong_day,
        "as_of": per or today(),
        "next_url": with_query(request, {"setelah": str(page.after)}) if page.after else "",
        "first_url": with_query(request, {"setelah": None}) if after else "",
        "crumbs": [{"label": _("Registri"), "url": reverse("web:registry:search")}],
    }
    return render(request, "registry/family_list.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
