"""`{% attachments_of id %}`: what a citizen attached to a case or complaint, wherever its page shows it."""

from typing import Any
from uuid import UUID

from django import template

from rangkul.desk import queries
from rangkul.web.shared.acting import acting

register = template.Library()


@register.inclusion_tag("desk/attachments.html", takes_context=True)
def attachments_of(context: template.Context, subject_id: UUID) -> dict[str, Any]:
    """The attachments that the actor of this request may see."""
    return {"attachments": queries.list_attachments(acting(context["request"]), subject_id)}
