"""The register book: the count in each number, to whom a letter goes, and its kind for who checks it."""

from django.db import migrations, models

VERIFY = """
DROP FUNCTION documents_verify(text);
CREATE FUNCTION documents_verify(code text)
RETURNS TABLE (kind text, template text, number text, issued_on date, office_name text, revoked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT kind::text, template::text, number::text, issued_on, office_name::text, revoked_at IS NOT NULL
    FROM public.documents_document WHERE verify_code = code
$$;
REVOKE ALL ON FUNCTION documents_verify(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents_verify(text) TO rangkul_app;
"""
UNDO = """
DROP FUNCTION documents_verify(text);
CREATE FUNCTION documents_verify(code text)
RETURNS TABLE (template text, number text, issued_on date, office_name text, revoked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT template::text, number::text, issued_on, office_name::text, revoked_at IS NOT NULL
    FROM public.documents_document WHERE verify_code = code
$$;
REVOKE ALL ON FUNCTION documents_verify(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents_verify(text) TO rangkul_app;
"""


class Migration(migrations.Migration):
    replaces = [("documents", "0004_register")]
    dependencies = [("documents", "0002_walls")]
    operations = [
        migrations.RunSQL(VERIFY, UNDO),
    ]
