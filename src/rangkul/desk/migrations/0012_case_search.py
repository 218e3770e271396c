"""Search by part of a ticket or name over a district: trigram indexes, and the one function that may use them.

Behind row-level security PostgreSQL may not ask an index for `LIKE` (the operator is not leakproof), so that a search
would walk through every case of the district. The function runs as the owner, carries its scope as a parameter like the
registry's search (ADR 0018) and gives ids only: the page reads the cases themselves through the walls.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper

SEARCH = """
CREATE FUNCTION desk_cases_like(part text, scope text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE
        'SELECT c.id FROM desk_case AS c
         WHERE (upper(c.ticket) LIKE upper($1) OR upper(c.concerned_name) LIKE upper($1))
           AND EXISTS (SELECT FROM unnest($2) AS area WHERE c.area_code >= area AND c.area_code < area || ''/'')
         LIMIT $3'
        USING part, scope, most;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_worklist")]
    operations = [
        migrations.AddIndex(
            "case", GinIndex(OpClass(Upper("concerned_name"), name="gin_trgm_ops"), name="desk_case_name_part")
        ),
        migrations.AddIndex(
            "case", GinIndex(OpClass(Upper("ticket"), name="gin_trgm_ops"), name="desk_case_ticket_part")
        ),
        migrations.RunSQL(SEARCH, "DROP FUNCTION desk_cases_like(text, text[], integer);"),
    ]
