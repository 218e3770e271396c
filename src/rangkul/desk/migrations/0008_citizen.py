"""Complaints, attachments and the satisfaction survey, with their walls and what a ticket holder may ask."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect, protect_through_any

KEPT = "desk_complaint, desk_attachment, desk_surveyanswer, desk_surveyturn, desk_complaintcategory"
UNCHANGED = "desk_surveyanswer, desk_surveyturn, desk_attachment"

NOT_ABOUT_ME = """
CREATE POLICY desk_complaint_not_about_me ON desk_complaint AS RESTRICTIVE TO rangkul_app
USING (NOT (coalesce(current_setting('rangkul.actor', true), '') = ANY (hidden_from::text[])))
WITH CHECK (true);
"""

MARKS = """
ALTER TABLE desk_surveyanswer ADD CONSTRAINT desk_survey_marks
CHECK (array_length(marks, 1) = 9 AND 1 <= ALL (marks) AND 4 >= ALL (marks) AND extract(day FROM month) = 1);
"""

ASK = """
CREATE FUNCTION desk_ticket_place(wanted text, tail bytea)
RETURNS TABLE (kind text, id uuid, area_code text, attached bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'case', c.id, c.area_code::text, (SELECT count(*) FROM public.desk_attachment AS a WHERE a.case_id = c.id)
    FROM public.desk_case AS c WHERE c.ticket = wanted AND c.phone_tail_index = tail
    UNION ALL
    SELECT 'complaint', c.id, c.area_code::text,
           (SELECT count(*) FROM public.desk_attachment AS a WHERE a.complaint_id = c.id)
    FROM public.desk_complaint AS c WHERE c.ticket = wanted AND c.key_index = tail
$$;

CREATE FUNCTION desk_public_complaint(wanted text, tail bytea)
RETURNS TABLE (state text, category text, outcome text, registered_at timestamptz, updated_at timestamptz,
               answered_at timestamptz, objected_at timestamptz, closed_at timestamptz, due_on date,
               answer bytea, review bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.state::text, c.category::text, c.outcome::text, c.registered_at, c.updated_at, c.answered_at, c.objected_at,
           c.closed_at, c.due_on, c.answer_cipher, c.review_cipher
    FROM public.desk_complaint AS c
    WHERE c.ticket = wanted AND c.key_index = tail
$$;

CREATE FUNCTION desk_public_referrals(wanted text, tail bytea)
RETURNS TABLE (agency text, state text, is_accompanied boolean, sent_at timestamptz, answered_at timestamptz,
               answer_due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(a.name, nullif(r.to_label, ''), 'Dinas Sosial')::text, r.state::text, r.is_accompanied, r.sent_at,
           r.answered_at, r.answer_due_on
    FROM public.desk_case AS c
    JOIN public.desk_referral AS r ON r.case_id = c.id
    LEFT JOIN public.institutions_agency AS a ON a.id = r.agency_id
    WHERE c.ticket = wanted AND c.phone_tail_index = tail
    ORDER BY r.sent_at, r.id
$$;

CREATE FUNCTION desk_closed_ticket(wanted uuid, rested_since timestamptz)
RETURNS TABLE (area_code text, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.area_code::text, c.post_id FROM public.desk_case AS c WHERE c.id = wanted AND c.state = 'CLOSED'
    UNION ALL
    SELECT c.area_code::text, c.post_id FROM public.desk_complaint AS c
    WHERE c.id = wanted AND (c.state = 'CLOSED' OR (c.state = 'ANSWERED' AND c.answered_at < rested_since))
$$;
"""
FUNCTIONS = (
    "desk_ticket_place(text, bytea)",
    "desk_public_complaint(text, bytea)",
    "desk_public_referrals(text, bytea)",
    "desk_closed_ticket(uuid, timestamptz)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {each} TO rangkul_app;" for each in FUNCTIONS
)
DROPS = "".join(f"DROP FUNCTION {each};" for each in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_referral_links"),
        ("institutions", "0001_initial"),
        ("organisation", "0002_walls"),
        ("policy", "0001_roles"),
        ("registry", "0011_import_before"),
    ]

    operations = [
        protect("desk_complaint"),
        migrations.RunSQL(NOT_ABOUT_ME, "DROP POLICY desk_complaint_not_about_me ON desk_complaint"),
        protect("desk_surveyanswer"),
        protect_through_any("desk_attachment", parents={"case_id": "desk_case", "complaint_id": "desk_complaint"}),
        migrations.RunSQL(MARKS, "ALTER TABLE desk_surveyanswer DROP CONSTRAINT desk_survey_marks"),
        migrations.RunSQL(ASK + GRANTS, DROPS),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app; REVOKE UPDATE ON {UNCHANGED} FROM rangkul_app",
            f"GRANT DELETE ON {KEPT} TO rangkul_app; GRANT UPDATE ON {UNCHANGED} TO rangkul_app",
        ),
    ]
