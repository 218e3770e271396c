"""Background work of the desk: escalation of cases whose time runs out, and counting anew when the calendar changes."""

from datetime import datetime

from rangkul.desk.actions.escalate import escalate_due, recount_due
from rangkul.platform.tasks.ticking import every_minutes


@every_minutes(5)
def watch_deadlines(at: datetime) -> None:
    """First count anew what an old calendar gave, then tell the next ones up."""
    recount_due(at=at)
    escalate_due(at=at)
