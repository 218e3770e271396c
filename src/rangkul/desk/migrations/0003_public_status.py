"""What a ticket holder may learn: stage, days and the public note of one case, by ticket and digits of the phone.

Citizens see no case through row-level security. One function with the owner's eyes answers exactly this question and
returns nothing that tells who or what the case is about.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION desk_public_status(wanted text, tail bytea)
RETURNS TABLE (state text, outcome text, registered_at timestamptz, updated_at timestamptz, closed_at timestamptz,
               due_on date, public_note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.state::text, c.outcome::text, c.registered_at, c.updated_at, c.closed_at, c.due_on, c.public_note::text
    FROM public.desk_case AS c
    WHERE c.ticket = wanted AND c.phone_tail_index = tail
$$;
REVOKE ALL ON FUNCTION desk_public_status(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_public_status(text, bytea) TO rangkul_app;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_walls"), ("policy", "0001_roles")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION desk_public_status(text, bytea)")]
