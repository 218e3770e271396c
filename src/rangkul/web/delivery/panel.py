"""What somebody was due and given, on the pages of a person and a family."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.delivery import queries
from rangkul.delivery.policies import VIEW_EWARONG
from rangkul.platform.policy.actor import Actor
from rangkul.web.shared.panels import register_panel


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """Deliveries to a person."""
    return _panel(request, actor, "person", person_id)


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Deliveries to a family."""
    return _panel(request, actor, "family", family_id)


def person_purchases(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """What a person bought with food aid."""
    return _purchases(request, actor, person_ids=[person_id])


def family_purchases(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """What a family bought with food aid."""
    return _purchases(request, actor, family_id=family_id)


def _purchases(request: HttpRequest, actor: Actor, **about: Any) -> SafeString | None:
    if not actor.may(VIEW_EWARONG):
        return None
    rows = queries.list_purchases(actor, limit=5, **about).rows
    return render_to_string("delivery/purchase_panel.html", {"purchases": rows}, request) if rows else None


def _panel(request: HttpRequest, actor: Actor, kind: str, subject_id: UUID) -> SafeString | None:
    if not actor.may("delivery.cycle.view"):
        return None
    lines = queries.deliveries_of(actor, [(kind, subject_id)])
    return render_to_string("delivery/panel.html", {"lines": lines}, request) if lines else None


def register() -> None:
    """Put the panels on the pages."""
    register_panel("person", person_panel, order=70)
    register_panel("family", family_panel, order=70)
    register_panel("person", person_purchases, order=71)
    register_panel("family", family_purchases, order=71)
