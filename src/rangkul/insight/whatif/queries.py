"""Reading kept scenarios."""

from uuid import UUID

from rangkul.insight.models import Scenario as Kept
from rangkul.insight.whatif.policies import check_can_view, visible_to
from rangkul.insight.whatif.scenario import Scenario
from rangkul.platform.policy.actor import Actor

PAGE_SIZE = 25


def list_scenarios(actor: Actor, *, before: UUID | None = None, limit: int = PAGE_SIZE) -> list[Kept]:
    """Kept scenarios the actor may see, newest first; `before` is the id after which a page begins. Raises Denied."""
    check_can_view(actor)
    found = visible_to(actor).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:limit])


def get_scenario(actor: Actor, scenario_id: UUID) -> Kept:
    """One of them. Raises Denied, Kept.DoesNotExist."""
    check_can_view(actor)
    return visible_to(actor).get(pk=scenario_id)


def content_of(kept: Kept) -> Scenario:
    """What it would change."""
    return Scenario.from_json(kept.content)
