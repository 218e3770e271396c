"""The letters of a case, as its page shows them."""

from typing import Any
from uuid import UUID

from django import template

from rangkul.desk import queries
from rangkul.platform.policy.actor import Actor
from rangkul.web.desk.letters import short, tone_of_letter

register = template.Library()

SHOWN = 10


@register.inclusion_tag("desk/case_letters.html", takes_context=True)
def case_letters(context: template.Context, case_id: UUID, state: str, has_letters: bool = True) -> dict[str, Any]:
    """`{% case_letters view.id view.state flow.has_letters %}`: its letters that the reader may see, the way to a new one."""
    actor = getattr(context.get("request"), "actor", None)
    if not isinstance(actor, Actor) or not actor.may("desk.letter.view"):
        return {"is_shown": False}
    found = queries.list_case_letters(actor, case_id, limit=SHOWN) if has_letters else ()
    rows = [(each, short(each.state_label), tone_of_letter(each.state)) for each in found]
    may_draft = actor.may("desk.letter.draft") and state != "CLOSED"
    return {"is_shown": bool(rows) or may_draft, "rows": rows, "may_draft": may_draft, "case_id": case_id}
