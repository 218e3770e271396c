"""The role that pages run under: owns nothing, bypasses nothing, reads and writes through row-level security."""

from django.db import migrations

CREATE = """
SELECT pg_advisory_xact_lock(hashtext('rangkul_app_role'));
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rangkul_app') THEN
        CREATE ROLE rangkul_app NOLOGIN NOBYPASSRLS;
    END IF;
    BEGIN
        EXECUTE format('GRANT rangkul_app TO %I', current_user);
    EXCEPTION WHEN OTHERS THEN
        -- granted already, by the supervisor or by another database's migration at this very moment
        IF NOT pg_has_role(current_user, 'rangkul_app', 'MEMBER') THEN RAISE; END IF;
    END;
END $$;
GRANT USAGE ON SCHEMA public TO rangkul_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rangkul_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO rangkul_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO rangkul_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO rangkul_app;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""


class Migration(migrations.Migration):
    initial = True
    run_before = [("contenttypes", "0001_initial"), ("procrastinate", "0001_initial"), ("sessions", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, migrations.RunSQL.noop)]
