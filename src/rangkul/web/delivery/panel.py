"""What somebody was due and given, on the pages of a person and a family."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.delivery import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.panels import register_panel


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """Deliveries to a person."""
    return _panel(request, actor, "person", person_id)


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Deliveries to a family."""
    return _panel(request, actor, "family", family_id)


def _panel(request: HttpRequest, actor: Actor, kind: str, subject_id: UUID) -> SafeString | None:
    if not actor.may("delivery.cycle.view"):
        return None
    lines = queries.deliveries_of(actor, [(kind, subject_id)])
    return render_to_string("delivery/panel.html", {"lines": lines}, request) if lines else None


def register() -> None:
    """Put the panels on the pages."""
    register_panel("person", person_panel, order=70)
    register_panel("family", family_panel, order=70)
