"""The directory: who can help with what, and which institutions serve here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rangkul.institutions import policies, queries
from rangkul.institutions.enums import AgencyKind
from rangkul.web.shared.acting import acting


def directory(request: HttpRequest) -> HttpResponse:
    """Agencies by kind, optionally of one kind (`?jenis=`), and the registered institutions."""
    actor = acting(request)
    policies.check_can_view(actor)
    asked = request.GET.get("jenis", "")
    kind = asked if asked in AgencyKind.values else ""
    agencies = list(queries.list_agencies(actor))
    present = {each.kind for each in agencies}
    tabs = [{"label": _("Semua"), "url": "?", "active": not kind, "count": len(agencies)}]
    tabs += [
        {
            "label": str(each.label).partition(",")[0].capitalize() if each != AgencyKind.DUKCAPIL else _("Dukcapil"),
            "url": f"?jenis={each.value}",
            "active": kind == each.value,
            "count": sum(agency.kind == each.value for agency in agencies),
        }
        for each in AgencyKind
        if each.value in present
    ]
    context = {
        "tabs": tabs,
        "agencies": [each for each in agencies if not kind or each.kind == kind],
        "institutions": list(queries.list_institutions(actor)[:100]) if not kind else [],
    }
    return render(request, "institutions/directory.html", context)
