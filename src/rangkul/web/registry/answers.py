"""The panel of filled forms (PBDT, Regsosek …) on the pages of a person and a family."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.platform.policy.actor import Actor
from rangkul.registry.queries.answers import SheetView, list_answers
from rangkul.web.shared.panels import register_panel
from rangkul.web.shared.wording import today


def person_answers(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """What forms say of a person."""
    return _panel(request, list_answers(actor, person_id=person_id, on=today()))


def family_answers(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """What forms say of a family: housing, assets, services."""
    return _panel(request, list_answers(actor, family_id=family_id, on=today()))


def _panel(request: HttpRequest, sheets: tuple[SheetView, ...]) -> SafeString | None:
    return render_to_string("registry/answers_panel.html", {"sheets": sheets}, request) if sheets else None


def register() -> None:
    """Put the panels on the pages."""
    register_panel("person", person_answers, order=80)
    register_panel("family", family_answers, order=80)
