"""Taking a list of changed deciles out of the house leaves a line in the trail."""

from datetime import datetime

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.queries.decile_changes import Comparison


@action("registry.decile.export")
def note_decile_export(*, comparison: Comparison, rows: int, area: str, by: Actor, at: datetime) -> None:
    """Note who took how many rows of which comparison. Raises Denied without the right to see families."""
    by.check_may(policies.VIEW_FAMILY)
    data = {
        "source": comparison.source,
        "was": comparison.was.isoformat(),
        "now": comparison.now.isoformat(),
        "rows": rows,
    }
    record("registry.decile.export", by=by, at=at, kind="decile", area=area, data=data)
