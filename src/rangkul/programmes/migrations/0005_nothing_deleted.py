"""Nothing about a person is deleted through the web: rows end with a day and a reason, they do not go."""

from django.db import migrations

TABLES = "programmes_decree, programmes_enrolment, programmes_screening"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_invariants")]
    operations = [
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM rangkul_app", f"GRANT DELETE ON {TABLES} TO rangkul_app"
        )
    ]
