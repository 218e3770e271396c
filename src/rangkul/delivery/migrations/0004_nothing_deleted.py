"""Nothing about a person is deleted through the web: rows end with a day and a reason, they do not go."""

from django.db import migrations

TABLES = "delivery_entitlement, delivery_handover, delivery_bast"


class Migration(migrations.Migration):
    replaces = [("delivery", "0005_nothing_deleted")]
    dependencies = [("delivery", "0003_registry_id")]
    operations = [
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM rangkul_app", f"GRANT DELETE ON {TABLES} TO rangkul_app"
        )
    ]
