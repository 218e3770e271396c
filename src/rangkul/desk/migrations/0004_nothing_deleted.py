"""Nothing about a person is deleted through the web: rows end with a day and a reason, they do not go."""

from django.db import migrations

TABLES = "desk_case, desk_referral"


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_public_status")]
    operations = [
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM rangkul_app", f"GRANT DELETE ON {TABLES} TO rangkul_app"
        )
    ]
