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
    dependencies = [("documents", "0003_needs_permission")]
    operations = [
        migrations.AddField("document", "sequence", models.PositiveIntegerField(null=True)),
        migrations.AddField("document", "recipient", models.CharField(blank=True, default="", max_length=200), False),
        migrations.AddIndex(
            "document", models.Index(fields=["issued_on", "issued_at", "id"], name="documents_register")
        ),
        migrations.RunSQL(VERIFY, UNDO),
    ]
