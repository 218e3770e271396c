"""The letter that somebody is listed (R019), asked for from their page in the registry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.desk import actions, policies, queries
from rangkul.kernel import clock
from rangkul.registry import queries as registry_queries
from rangkul.web.desk.letter_forms import LetterForm
from rangkul.web.shared.acting import acting
from rangkul.web.shared.asking import UNPROCESSABLE, attempt, see_other

KIND = "dtsen"


@never_cache
def letter_certificate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the letter is for; then its draft, which goes the way of every letter."""
    actor = acting(request)
    policies.check_can_certify(actor)
    person = registry_queries.get_person(actor, person_id)
    kind = queries.find_letter_kind(KIND)
    assert kind is not None
    form = LetterForm(request.POST or None, kind=kind)
    made: list[UUID] = []

    def draft() -> None:
        told = form.cleaned_data
        letter = actions.draft_certificate(
            person_id=person.id, purpose=told["purpose"], form_key=told["form_key"], by=actor, at=clock.now()
        )
        made.append(letter.pk)

    if request.method == "POST" and form.is_valid():
        problem = attempt(draft)
        if not problem:
            messages.success(request, _("Konsep tersimpan. Periksa pratinjaunya; lalu kepala bidang memaraf."))
            return see_other(reverse("web:desk:letter", args=made))
        form.add_error(None, problem)
    context = {
        "person": person,
        "kind": kind,
        "form": form,
        "open_cases": [each for each in queries.cases_of(actor, "person", person.id) if each.state != "CLOSED"],
        "back": reverse("web:registry:person", args=[person.id]),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "desk/letter_certificate.html", context, status=status)
