"""Taking a list of recipients out of the house: the rows, and the trace that somebody took them."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.queries.enrolments import EnrolmentRow, enrolments_for, rows_of

MOST_ROWS = 5000


@action("programmes.enrolment.export")
def export_enrolments(
    *,
    by: Actor,
    at: datetime,
    component: UUID | None = None,
    area: str = "",
    state: str = EnrolmentState.ACTIVE,
    on: date | None = None,
) -> tuple[EnrolmentRow, ...]:
    """The enrolments the actor may see, as the list shows them (of an earlier day with `on`): numbers of identity stay masked.

    Raises Denied without the right to see enrolments, Refused beyond MOST_ROWS rows.
    """
    by.check_may("programmes.enrolment.view")
    found = list(enrolments_for(by, component=component, area=area, state=state, on=on)[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise Refused(
            field="Unduhan",
            value=f"lebih dari {MOST_ROWS} baris",
            expected=f"paling banyak {MOST_ROWS} baris",
            remedy="pilih satu program atau satu wilayah lebih dulu",
        )
    facts = {"rows": len(found), "component": str(component or ""), "state": state}
    if on is not None:
        facts["on"] = on.isoformat()
    record("programmes.enrolment.export", by=by, at=at, kind="enrolment", area=area, data=facts)
    return rows_of(found, on=on)
