"""Two open cases are twins, too, when the records they were written about have become one person; and no longer, after
the merge is taken back.

A case stays with the record it was made for. So what is compared are persons, not records, and a merge weighs the cases
of both records anew. The functions run as the owner, because a record may lie in somebody else's village; they tell ids
of records only to whoever holds one of them.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("rangkul.desk.migrations.0011_worklist").KEEP
_OLD = _BEFORE[: _BEFORE.index("CREATE TRIGGER")].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")

KEEP = """
CREATE FUNCTION desk_records_with(asked uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE step AS (
        SELECT id, merged_into_id FROM registry_person WHERE id = ANY (asked)
        UNION
        SELECT p.id, p.merged_into_id FROM step JOIN registry_person AS p ON p.id = step.merged_into_id
    ), record AS (
        SELECT id FROM step WHERE merged_into_id IS NULL
        UNION
        SELECT p.id FROM record JOIN registry_person AS p ON p.merged_into_id = record.id
    ) SELECT array_agg(id) FROM record
$$;

CREATE FUNCTION desk_weigh_conflicts(changed uuid, persons uuid[], families uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    people uuid[] := desk_records_with(persons);
    subject uuid;
BEGIN
    FOREACH subject IN ARRAY ARRAY(
        SELECT DISTINCT key FROM unnest(people || families) AS key WHERE key IS NOT NULL ORDER BY key
    ) LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('desk.conflict:' || subject, 0));
    END LOOP;
    people := desk_records_with(persons);  -- whoever was waited for may have merged them
    WITH touched AS (
        SELECT c.id, c.area_code, c.state <> 'CLOSED' AND (
                   c.contested_at IS NOT NULL
                   OR EXISTS (SELECT FROM desk_case AS t
                              WHERE t.person_id = ANY (desk_records_with(ARRAY[c.person_id]))
                                AND t.state <> 'CLOSED' AND t.id <> c.id)
                   OR EXISTS (SELECT FROM desk_case AS t
                              WHERE t.family_id = c.family_id AND t.state <> 'CLOSED' AND t.id <> c.id)
               ) AS is_one
        FROM desk_case AS c
        WHERE c.id = changed OR (c.person_id = ANY (people) AND c.state <> 'CLOSED')
           OR (c.family_id = ANY (families) AND c.state <> 'CLOSED')
    ), gone AS (
        DELETE FROM desk_conflict AS d USING touched WHERE d.case_id = touched.id AND NOT touched.is_one
    )
    INSERT INTO desk_conflict (case_id, area_code) SELECT id, area_code FROM touched WHERE is_one
    ON CONFLICT (case_id) DO UPDATE SET area_code = excluded.area_code
    WHERE desk_conflict.area_code <> excluded.area_code;
END $$;
REVOKE ALL ON FUNCTION desk_weigh_conflicts(uuid, uuid[], uuid[]) FROM PUBLIC;

CREATE OR REPLACE FUNCTION desk_keep_conflicts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM desk_weigh_conflicts(
            NEW.id, ARRAY[NEW.person_id, OLD.person_id], ARRAY[NEW.family_id, OLD.family_id]);
    ELSE
        PERFORM desk_weigh_conflicts(NEW.id, ARRAY[NEW.person_id], ARRAY[NEW.family_id]);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION desk_keep_conflicts_of_merged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM desk_weigh_conflicts(NULL, ARRAY[NEW.id, NEW.merged_into_id, OLD.merged_into_id], '{}');
    RETURN NULL;
END $$;
CREATE TRIGGER desk_conflicts_of_merged AFTER UPDATE OF merged_into_id ON registry_person FOR EACH ROW
    WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id)
    EXECUTE FUNCTION desk_keep_conflicts_of_merged();

DO $$
BEGIN
    PERFORM desk_weigh_conflicts(
        NULL, (SELECT array_agg(c.person_id) FROM desk_case AS c JOIN registry_person AS p ON p.id = c.person_id
               WHERE c.state <> 'CLOSED' AND p.merged_into_id IS NOT NULL), '{}');
END $$;
"""
FORGET = (
    """
DROP TRIGGER desk_conflicts_of_merged ON registry_person;
DROP FUNCTION desk_keep_conflicts_of_merged();
"""
    + _OLD
    + """
DROP FUNCTION desk_weigh_conflicts(uuid, uuid[], uuid[]);
DROP FUNCTION desk_records_with(uuid[]);
"""
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0012_case_search"), ("registry", "0012_address_change")]
    operations = [migrations.RunSQL(KEEP, FORGET)]
