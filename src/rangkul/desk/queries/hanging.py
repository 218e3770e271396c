"""What hangs on one case (requirements, assessments, decisions, tasks, escalations, viewers), fetched in one query.

A case page shows six small tables. Asked one after the other they are six statements to build, send and read for a
dozen rows; here PostgreSQL hands them over as JSON, and the rows become the same model objects.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from rangkul.desk.models import Assessment, Case, Decision, Escalation, Requirement, Task, Viewer

_ASKED = """
SELECT (SELECT json_agg(r ORDER BY r.position) FROM desk_requirement AS r
        WHERE r.case_id = %(case)s AND r.service_code = %(service)s),
       (SELECT json_agg(r ORDER BY r.version DESC) FROM desk_assessment AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.number DESC) FROM desk_decision AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.due_on, r.id) FROM desk_task AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.level) FROM desk_escalation AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.seen_at DESC) FROM desk_viewer AS r
        WHERE r.case_id = %(case)s AND r.seen_at >= %(since)s)
"""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Rows of a case: requirements of its present service by place, newest assessment and decision first, tasks by
    day, escalations by level, those who looked since a moment with the latest first.
    """

    requirements: list[Requirement]
    assessments: list[Assessment]
    decisions: list[Decision]
    tasks: list[Task]
    escalations: list[Escalation]
    viewers: list[Viewer]


def hanging_of(case: Case, *, since: datetime) -> Hanging:
    """The rows of a case that `visible_to` has given; `since` bounds who is said to have it open."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"case": case.pk, "service": case.service_code, "since": since})
        found = cursor.fetchone()
    return Hanging(
        requirements=_built(Requirement, found[0]),
        assessments=_built(Assessment, found[1]),
        decisions=_built(Decision, found[2]),
        tasks=_built(Task, found[3]),
        escalations=_built(Escalation, found[4]),
        viewers=_built(Viewer, found[5]),
    )


def _built[M: models.Model](model: type[M], rows: list[dict[str, Any]] | None) -> list[M]:
    fields = [(each.attname, str(each.column), _reader(each)) for each in model._meta.concrete_fields]
    names = [name for name, _column, _read in fields]
    return [
        model.from_db("default", names, [None if row[c] is None else read(row[c]) for _name, c, read in fields])
        for row in rows or ()
    ]


def _reader(field: Any) -> Any:
    """How a value of the field comes out of JSON."""
    target = field.target_field if field.is_relation else field
    return _READERS.get(target.get_internal_type(), _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[str, Any] = {
    "UUIDField": UUID,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "BinaryField": lambda told: bytes.fromhex(told.removeprefix("\\x")),
}
