"""The public front page and each role's first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rangkul.accounts.roles import BY_CODE
from rangkul.organisation import queries as organisation_queries
from rangkul.web.home.worklist import sections_for
from rangkul.web.shared.acting import acting


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """What anybody sees first: services, register a need, follow a ticket."""
    return render(request, "home/front.html", {"office": organisation_queries.find_office()})


def worklist(request: HttpRequest) -> HttpResponse:
    """The role's first page: its work, not a menu."""
    actor = acting(request)
    role = BY_CODE.get(actor.role)
    return render(request, "home/worklist.html", {"sections": sections_for(actor), "role": role})
