"""The web role may add to the trail and read it, never change it."""

from django.db import migrations

TABLES = "audit_event, audit_eventsubject, audit_accesslog"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {TABLES} FROM rangkul_app",
            f"GRANT UPDATE, DELETE ON {TABLES} TO rangkul_app",
        )
    ]
