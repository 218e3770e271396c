"""The way through the office: clock, completeness, assessment, decision, tasks, confidential notes, escalation.

With walls that follow the case, what a ticket holder may know of missing papers, and the clock of cases that are open.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import rangkul.kernel.ids
from typing import Any

from django.conf import settings
from django.db import migrations, models

from rangkul.platform.policy.walls import protect_through


TABLES = (
    "desk_requirement",
    "desk_assessment",
    "desk_decision",
    "desk_task",
    "desk_confidentialnote",
    "desk_pause",
    "desk_escalation",
)
KEPT = ", ".join(TABLES)
MISSING = """
CREATE FUNCTION desk_public_missing(wanted text, tail bytea)
RETURNS TABLE (label text, reason text, bring text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.label::text, r.reason::text, r.bring::text
    FROM public.desk_case AS c JOIN public.desk_requirement AS r ON r.case_id = c.id AND r.service_code = c.service_code
    WHERE c.ticket = wanted AND c.phone_tail_index = tail AND c.state = 'RETURNED' AND r.state = 'KURANG'
    ORDER BY r.position
$$;
REVOKE ALL ON FUNCTION desk_public_missing(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_public_missing(text, bytea) TO rangkul_app;
"""


def start_clocks(apps: Any, schema_editor: Any) -> None:
    """Open cases of before: five working days from registration were promised, and are due at the end of that day."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE desk_case SET clock_started_at = registered_at, clock_amount = 5, due_counted_at = registered_at,"
            " due_at = (due_on + 1)::timestamp AT TIME ZONE %s, at_risk_at = (due_on - 1)::timestamp AT TIME ZONE %s,"
            " paused_at = CASE WHEN state = 'RETURNED' THEN updated_at END"
            " WHERE state <> 'CLOSED'",
            [settings.TIME_ZONE, settings.TIME_ZONE],
        )


class Migration(migrations.Migration):

    dependencies = [
        ("policy", "0001_roles"),
        ("desk", "0005_queue"),
        ("organisation", "0001_initial"),
        ("registry", "0011_import_before"),
    ]

    operations = [
        protect_through("desk_requirement", parent="desk_case", key="case_id"),
        protect_through("desk_assessment", parent="desk_case", key="case_id"),
        protect_through("desk_decision", parent="desk_case", key="case_id"),
        protect_through("desk_task", parent="desk_case", key="case_id"),
        protect_through("desk_confidentialnote", parent="desk_case", key="case_id"),
        protect_through("desk_pause", parent="desk_case", key="case_id"),
        protect_through("desk_escalation", parent="desk_case", key="case_id"),
        protect_through("desk_viewer", parent="desk_case", key="case_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
        migrations.RunSQL(MISSING, "DROP FUNCTION desk_public_missing(text, bytea)"),
        migrations.RunPython(start_clocks, migrations.RunPython.noop),
    ]
