"""What imports overwrote, for whoever may see the person or the family: without numbers of identity, inside the areas.

Before-images are for the worker alone, because they hold whole rows. These functions give the fields that pages show.
"""

from django.db import migrations

# Requests run as rangkul_app with their areas; background work and commands see everything.
_IN_SCOPE = """(
    NOT ('rangkul_app' IN (current_setting('role', true), session_user))
    OR (code >= current_setting('rangkul.area_from', true) AND code < current_setting('rangkul.area_until', true))
    OR code = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
    OR left(code, 8) = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
    OR left(code, 5) = ANY (string_to_array(current_setting('rangkul.area_list', true), ','))
)"""
SCOPE = f"""
CREATE FUNCTION registry_in_scope(area text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT {_IN_SCOPE} FROM (SELECT area COLLATE "C" AS code) AS asked
$$;
"""
BEFORE = """
CREATE FUNCTION registry_import_before(wanted uuid[], since date)
RETURNS TABLE (row_id uuid, batch_id uuid, file_name varchar, applied_at timestamptz, approved_by_name varchar, fields jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.row_id, i.id, i.file_name, i.applied_at, i.approved_by_name,
           (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(b."values") AS e
            WHERE e.key IN ('name', 'nik_status', 'sex', 'birth_place', 'birth_date', 'mother_name', 'marital_status',
                            'education_code', 'occupation_code', 'area_code', 'address', 'hamlet', 'rt', 'rw', 'head_name'))
    FROM importing_importbatch AS i
    JOIN importing_importbefore AS b ON b.batch_id = i.id AND b."table" IN ('registry_person', 'registry_family')
         AND b.row_id = ANY (wanted)
    WHERE i.state = 'APPLIED' AND (since IS NULL OR i.as_of > since) AND NOT b."values" ? 'absent'
      AND (EXISTS (SELECT 1 FROM registry_person AS p WHERE p.id = b.row_id AND registry_in_scope(p.area_code))
           OR EXISTS (SELECT 1 FROM registry_family AS f WHERE f.id = b.row_id AND registry_in_scope(f.area_code)))
$$;
REVOKE ALL ON FUNCTION registry_import_before(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_import_before(uuid[], date) TO rangkul_app;
"""
MOVES = """
CREATE FUNCTION registry_import_moves(place text, since date)
RETURNS TABLE (family_id uuid, area_before text, applied_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.id, b."values" ->> 'area_code', i.applied_at
    FROM importing_importbatch AS i
    JOIN importing_importbefore AS b ON b.batch_id = i.id AND b."table" = 'registry_family'
    JOIN registry_family AS f ON f.id = b.row_id
    WHERE i.state = 'APPLIED' AND i.as_of > since AND NOT b."values" ? 'absent'
      AND (starts_with(place || '.', i.area_code || '.') OR starts_with(i.area_code || '.', place || '.'))
      AND b."values" ->> 'area_code' <> f.area_code
      AND (starts_with(f.area_code || '.', place || '.') OR starts_with((b."values" ->> 'area_code') || '.', place || '.'))
      AND registry_in_scope(f.area_code)
$$;
REVOKE ALL ON FUNCTION registry_import_moves(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_import_moves(text, date) TO rangkul_app;
"""
UNDO = """
DROP FUNCTION registry_import_moves(text, date);
DROP FUNCTION registry_import_before(uuid[], date);
DROP FUNCTION registry_in_scope(text);
"""


class Migration(migrations.Migration):
    replaces = [("registry", "0014_import_before")]
    dependencies = [("registry", "0010_name_keys"), ("importing", "0003_staging")]
    operations = [migrations.RunSQL(SCOPE + BEFORE + MOVES, UNDO)]
