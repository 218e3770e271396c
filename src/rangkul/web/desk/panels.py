"""What the desk shows on the page of a person or a family: their cases."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from rangkul.desk import policies, queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.lists import short, tone_of_state
from rangkul.web.shared.panels import register_panel


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """The newest cases about a person, and the way to the letter that they are listed."""
    certificate = reverse("web:desk:letter-certificate", args=[person_id]) if policies.can_certify(actor) else ""
    return _panel(request, actor, "person", person_id, certificate)


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """The newest cases about a family."""
    return _panel(request, actor, "family", family_id)


def _panel(request: HttpRequest, actor: Actor, kind: str, subject_id: UUID, certificate: str = "") -> SafeString | None:
    found = queries.cases_of(actor, kind, subject_id)
    if not found and not certificate:
        return None
    cases = [(each, short(each.state_label), tone_of_state(each.state)) for each in found]
    return render_to_string("desk/cases_panel.html", {"cases": cases, "certificate": certificate}, request=request)


def register() -> None:
    """Called once when the app starts."""
    register_panel("person", person_panel, order=40)
    register_panel("family", family_panel, order=40)
