"""Nothing about a person is deleted through the web: rows end with a day and a reason, they do not go."""

from django.db import migrations

TABLES = "registry_person, registry_family, registry_membership, registry_identity, registry_welfarestatus, registry_condition"


class Migration(migrations.Migration):
    replaces = [("registry", "0005_nothing_deleted")]
    dependencies = [("registry", "0003_search")]
    operations = [
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM rangkul_app", f"GRANT DELETE ON {TABLES} TO rangkul_app"
        )
    ]
