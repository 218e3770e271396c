"""What verivali shows on the page of a person or a family: whether and when they were validated."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.platform.policy.actor import Actor
from rangkul.verivali import queries
from rangkul.web.shared.panels import register_panel
from rangkul.web.verivali.lists import tone_of_subject


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """The validation of a person."""
    return _panel(request, actor, "person", person_id)


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """The validation of a family."""
    return _panel(request, actor, "family", family_id)


def _panel(request: HttpRequest, actor: Actor, kind: str, record_id: UUID) -> SafeString | None:
    found = queries.status_of(actor, kind, record_id)
    if not found:
        return None
    rows = [(each, tone_of_subject(each.state)) for each in found]
    return render_to_string("verivali/status_panel.html", {"rows": rows}, request=request)


def register() -> None:
    """Called once when the app starts."""
    register_panel("person", person_panel, order=60)
    register_panel("family", family_panel, order=60)
