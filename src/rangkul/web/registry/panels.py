"""What the registry itself adds to the pages of a person and a family: marks of PPKS and PSKS."""

from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies, queries
from rangkul.web.shared.panels import register_panel
from rangkul.web.shared.wording import today


def person_groups(request: HttpRequest, actor: Actor, person_id: UUID) -> SafeString | None:
    """Marks of a person."""
    return _panel(request, actor, queries.marks_of(actor, persons=[person_id], on=today()))


def family_groups(request: HttpRequest, actor: Actor, family_id: UUID) -> SafeString | None:
    """Marks of a family and its present members."""
    members = queries.present_members(actor, family_id, on=today())
    return _panel(request, actor, queries.marks_of(actor, persons=members, families=[family_id], on=today()))


def _panel(request: HttpRequest, actor: Actor, marks: tuple[queries.MarkView, ...]) -> SafeString | None:
    if not marks:
        return None
    context = {"marks": marks, "may_end": actor.may(policies.RECORD)}
    return render_to_string("registry/groups_panel.html", context, request)


def register() -> None:
    """Put the panels on the pages."""
    register_panel("person", person_groups, order=10)
    register_panel("family", family_groups, order=10)
