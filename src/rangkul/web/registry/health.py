"""What the health office told of a person: the rows, and recording one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.registry import actions, policies, queries
from rangkul.web.registry.asking import ask
from rangkul.web.registry.disability import health_page
from rangkul.web.registry.purposes import purposed
from rangkul.web.registry.vulnerable_forms import HealthForm
from rangkul.web.shared.wording import today


@health_page
def health(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Pregnancy and nutrition of a person as imported or recorded."""
    actor = purposed(request)
    page = queries.get_health(actor, person_id)
    context = {
        "page": page,
        "purpose": actor.purpose,
        "may_record": actor.may(policies.RECORD) and actor.covers(page.area_code),
        "as_of": today(),
        "crumbs": [
            {"label": _("Registri"), "url": reverse("web:registry:search")},
            {"label": page.name, "url": reverse("web:registry:person", args=[person_id])},
        ],
    }
    return render(request, "registry/health.html", context)


@health_page
def health_record(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Record a status as the health office told it."""
    actor = purposed(request)
    page = queries.get_health(actor, person_id)
    if not (actor.may(policies.RECORD) and actor.covers(page.area_code)):
        raise Denied(permission=policies.RECORD, message=_("Peran Anda tidak dapat mengubah data warga."))
    form = HealthForm(request.POST or None, initial={"measured_on": today()})
    back = reverse("web:registry:health", args=[person_id])

    def save() -> tuple[str, str]:
        actions.record_health(person_id=person_id, **form.cleaned_data, by=actor, at=clock.now())
        return back, _("Data kesehatan sudah dicatat.")

    return ask(request, form, title=_("Catat data kesehatan"), lead=page.name, back=back, save=save)
