"""What institutions show on the page of a person or a family: who lives where since when."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.institutions import queries
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.web.shared.panels import register_panel
from rangkul.web.shared.wording import today


def person_panel(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """Where a person lives or lived."""
    return _panel(request, actor, [person_id], with_names=False)


def family_panel(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Which members of a family live in an institution, or did."""
    members = registry_queries.present_members(actor, family_id, on=today())
    return _panel(request, actor, members, with_names=True)


def _panel(request: HttpRequest, actor: Actor, persons: Iterable[UUID], *, with_names: bool) -> SafeString | None:
    stays = queries.stays_of(actor, persons, on=today())
    if not stays:
        return None
    context = {"stays": stays, "with_names": with_names}
    return render_to_string("institutions/stays_panel.html", context, request=request)


def register() -> None:
    """Called once when the app starts."""
    register_panel("person", person_panel, order=45)
    register_panel("family", family_panel, order=45)
