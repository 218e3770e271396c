"""Taking a merged person apart: every row is given to one of the two records."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.registry import actions, queries
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.web.registry.person_changes import person_to_merge
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, see_other


@never_cache
def person_split(request: HttpRequest, merged_id: UUID) -> HttpResponse:
    """Assign the rows of a merged person, also those that came after the merge, and make two persons of it."""
    actor = acting(request)
    view = queries.get_split(actor, merged_id)
    person_to_merge(actor, view.kept_id)
    problem = ""
    chosen = {row.id for row in view.rows if row.of_merged}
    if request.method == "POST":
        chosen = {row.id for row in view.rows if request.POST.get(f"row_{row.id}") == "merged"}
        try:
            with transaction.atomic():
                person = actions.split_person(
                    merged_id=merged_id, rows=chosen, reason=request.POST.get("reason", ""), by=actor, at=clock.now()
                )
        except (Refused, UnableToChangeRegistry) as error:
            problem = error.message
        else:
            messages.success(request, _("Keduanya sekarang dua orang."))
            return see_other(reverse("web:registry:person", args=[person.pk]))
    context = {
        "view": view,
        "rows": [(row, row.id in chosen) for row in view.rows],
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "back": reverse("web:registry:person", args=[view.kept_id]),
    }
    return render(request, "registry/person_split.html", context, status=UNPROCESSABLE if problem else 200)
