"""Where the living person with a NIK is registered, verified or not: a move in asks before somebody is registered twice."""

from django.db import migrations

HOME = """
CREATE FUNCTION registry_home_of_nik(wanted bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT area_code FROM registry_person
    WHERE nik_index = wanted AND died_on IS NULL AND merged_into_id IS NULL
    ORDER BY nik_status = 'ADA_PADAN' DESC, id LIMIT 1
$$;
REVOKE ALL ON FUNCTION registry_home_of_nik(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_home_of_nik(bytea) TO rangkul_app;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0014_health_service")]
    operations = [migrations.RunSQL(HOME, "DROP FUNCTION registry_home_of_nik(bytea);")]
