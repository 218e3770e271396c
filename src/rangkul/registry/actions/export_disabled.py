"""Taking a list of persons with disability out of the house: for few, with a purpose, and with a line in the trail."""

from datetime import date, datetime

from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.queries.disability_board import DisabledPerson, Filter, list_disabled

MOST = 20_000
"""Rows of one file; a larger list is taken kecamatan by kecamatan."""


@action("registry.disability.export")
def export_disabled(*, wanted: Filter, on: date, by: Actor, at: datetime) -> tuple[DisabledPerson, ...]:
    """Everybody of a list as of a day, each written into the access log with the purpose.

    Raises Denied without the right to take data out, the right to health, or a purpose.
    """
    by.check_may(policies.TAKE_OUT)
    rows = list_disabled(by, wanted, on=on, limit=MOST).rows
    data = {"view": wanted.view, "on": on.isoformat(), "rows": len(rows), "is_sensitive": True}
    record(
        "registry.disability.export", by=by, at=at, kind="disability", area=wanted.area, reason=by.purpose, data=data
    )
    return rows
