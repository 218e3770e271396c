"""What hangs on one case (requirements, assessments, decisions, tasks, escalations, viewers), fetched in one query.

A case page shows six small tables. Asked one after the other they are six statements to build, send and read for a
dozen rows; here PostgreSQL hands them over as JSON, and the rows become the same model objects.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from rangkul.desk.models import Assessment, Case, Decision, Escalation, Requirement, Task, Viewer
from rangkul.platform.json_rows import built

_ASKED = """
SELECT (SELECT json_agg(r ORDER BY r.position) FROM desk_requirement AS r
        WHERE r.case_id = %(case)s AND r.service_code = %(service)s),
       (SELECT json_agg(r ORDER BY r.version DESC) FROM desk_assessment AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.number DESC) FROM desk_decision AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.due_on, r.id) FROM desk_task AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.level) FROM desk_escalation AS r WHERE r.case_id = %(case)s),
       (SELECT json_agg(r ORDER BY r.seen_at DESC) FROM desk_viewer AS r
        WHERE r.case_id = %(case)s AND r.seen_at >= %(since)s),
       (SELECT count(*) FROM desk_confidentialnote AS r WHERE r.case_id = %(case)s),
       EXISTS (SELECT FROM desk_referral AS r WHERE r.case_id = %(case)s),
       EXISTS (SELECT FROM desk_letter AS r WHERE r.case_id = %(case)s),
       EXISTS (SELECT FROM desk_attachment AS r WHERE r.case_id = %(case)s)
"""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Rows of a case: requirements of its present service by place, newest assessment and decision first, tasks by
    day, escalations by level, those who looked since a moment with the latest first. Then how many confidential notes there
    are, and whether there are referrals, letters and attachments: most cases have none, and need not be asked for them.
    """

    requirements: list[Requirement]
    assessments: list[Assessment]
    decisions: list[Decision]
    tasks: list[Task]
    escalations: list[Escalation]
    viewers: list[Viewer]
    confidential: int
    has_referrals: bool
    has_letters: bool
    has_attachments: bool


def hanging_of(case: Case, *, since: datetime) -> Hanging:
    """The rows of a case that `visible_to` has given; `since` bounds who is said to have it open."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"case": case.pk, "service": case.service_code, "since": since})
        found = cursor.fetchone()
    return Hanging(
        requirements=built(Requirement, found[0]),
        assessments=built(Assessment, found[1]),
        decisions=built(Decision, found[2]),
        tasks=built(Task, found[3]),
        escalations=built(Escalation, found[4]),
        viewers=built(Viewer, found[5]),
        confidential=found[6],
        has_referrals=found[7],
        has_letters=found[8],
        has_attachments=found[9],
    )
