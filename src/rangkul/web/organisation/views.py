"""The office as it is today: divisions, officials in office, and how many posts it has."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.organisation import queries
from rangkul.reference import queries as reference_queries
from rangkul.web.shared.acting import acting
from rangkul.web.shared.lists import CaseList, Cell, Column, Row


def office(request: HttpRequest) -> HttpResponse:
    """Office, divisions, officials and posts as of today."""
    actor = acting(request)
    actor.check_may("organisation.office.view")
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    own = queries.get_office()
    posts = list(queries.list_posts(own))
    places = reference_queries.labels_of({post.area_code for post in posts})
    listing = CaseList(
        caption=_("Puskesos"),
        columns=(
            Column(label=_("Nama")),
            Column(label=_("Wilayah")),
            Column(label=_("Status")),
            Column(label=_("Petugas"), numeric=True),
        ),
        rows=[
            Row(
                cells=(
                    Cell(text=post.name, url=reverse("web:organisation:post", args=[post.pk])),
                    Cell(text=places[post.area_code]),
                    Cell(text=post.get_status_display(), state=post.status),
                    Cell(text=f"{post.filled} / {queries.FULL_POST}", numeric=True),
                )
            )
            for post in posts
        ],
    )
    context = {
        "own": own,
        "divisions": queries.list_divisions(own, on=today),
        "officials": queries.list_officials(own, on=today),
        "posts": listing,
        "as_of": today,
        "may_see_activities": actor.may("organisation.activity.view"),
    }
    return render(request, "organisation/office.html", context)
