"""The intake form on paper, for villages without signal: numbered sheets to print, copied later with their day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rangkul.desk.enums import Relationship, Urgency
from rangkul.desk.sheets import new_sheet
from rangkul.kernel.errors import Denied
from rangkul.organisation import queries as organisation_queries
from rangkul.web.desk.forms import village_choices, with_blank
from rangkul.web.desk.lists import may_register
from rangkul.web.shared.acting import acting

SHEETS = (1, 5, 10, 25)


@never_cache
@require_safe
def paper_form(request: HttpRequest) -> HttpResponse:
    """Choose village (`?desa=`) and number of sheets (`?lembar=`); with both the sheets, ready for the printer."""
    actor = acting(request)
    if not may_register(actor):
        raise Denied(permission="desk.case.register", message=_("Peran Anda tidak mendaftarkan kasus."))
    villages = village_choices(*map(str, actor.areas))
    village = next((choice for choice in villages if choice[0] == request.GET.get("desa", "")), None)
    count = next((each for each in SHEETS if str(each) == request.GET.get("lembar", "")), 0)
    if village is None or not count:
        context = {
            "villages": with_blank(villages),
            "village": village[0] if village else "",
            "counts": SHEETS,
            "is_wrong": bool(request.GET),
            "crumbs": [{"label": _("Layanan"), "url": reverse("web:desk:case-list")}],
        }
        return render(request, "desk/paper_choose.html", context)
    context = {
        "sheets": [new_sheet() for _each in range(count)],
        "village_label": village[1],
        "post": organisation_queries.find_post(village[0]),
        "office": organisation_queries.find_office(),
        "relationships": [label for _code, label in Relationship.choices],
        "urgencies": [label for _code, label in Urgency.choices],
        "back": reverse("web:desk:paper-form"),
    }
    return render(request, "desk/paper_form.html", context)
