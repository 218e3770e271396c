"""Documents are seen and issued only inside the actor's areas; the public checks a code through one narrow function."""

from django.db import migrations

from rangkul.platform.policy.walls import protect

# SECURITY DEFINER: runs as the owner, whom row-level security does not bind, and gives out five harmless facts.
VERIFY = """
CREATE FUNCTION documents_verify(code text)
RETURNS TABLE (template text, number text, issued_on date, office_name text, revoked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT template::text, number::text, issued_on, office_name::text, revoked_at IS NOT NULL
    FROM public.documents_document WHERE verify_code = code
$$;
REVOKE ALL ON FUNCTION documents_verify(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION documents_verify(text) TO rangkul_app;
REVOKE UPDATE, DELETE, TRUNCATE ON documents_document FROM rangkul_app;
GRANT UPDATE (revoked_at, revoked_reason) ON documents_document TO rangkul_app;
REVOKE DELETE, TRUNCATE ON documents_numberseries FROM rangkul_app;
"""
UNDO = """
DROP FUNCTION documents_verify(text);
GRANT UPDATE, DELETE ON documents_document TO rangkul_app;
GRANT DELETE ON documents_numberseries TO rangkul_app;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("policy", "0001_roles")]
    operations = [protect("documents_document"), migrations.RunSQL(VERIFY, UNDO)]
