"""The public front page and each role's first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import queries as desk_queries
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.policy.prepared import prepared_for
from rangkul.web.desk.forms import FollowForm
from rangkul.web.home.worklist import sections_for
from rangkul.web.shared.acting import acting
from rangkul.web.shared.navigation import entries_for

MOST_ASKED = 4
NEWS = 3


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """What anybody sees first: tell a need, follow a ticket, the services asked for most."""
    context = {
        "office": organisation_queries.find_office(),
        "form": FollowForm(),
        "news": organisation_queries.list_published(limit=NEWS)[0],
        "services": desk_queries.list_services()[:MOST_ASKED],
    }
    return render(request, "home/front.html", context)


def worklist(request: HttpRequest) -> HttpResponse:
    """The role's first page: its work, not a menu; a role that nothing waits for gets the ways it has."""
    actor = acting(request)
    role = BY_CODE.get(actor.role)
    with prepared_for(actor):
        sections = sections_for(actor)
        ways = [entry for entry in entries_for(actor, request.path) if not entry.active]
        return render(
            request,
            "home/worklist.html",
            {"sections": sections, "role": role, "ways": ways, "may_register": actor.may("desk.case.register")},
        )
