"""Row-level security on subjects and what hangs on them; nothing about a person is deleted through the web."""

from django.db import migrations

from rangkul.platform.policy.walls import protect, protect_through

TABLES = "verivali_campaign, verivali_subject, verivali_visit, verivali_correction"


class Migration(migrations.Migration):
    dependencies = [("verivali", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("verivali_subject"),
        protect_through("verivali_visit", parent="verivali_subject", key="subject_id"),
        protect_through("verivali_correction", parent="verivali_visit", key="visit_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {TABLES} FROM rangkul_app", f"GRANT DELETE ON {TABLES} TO rangkul_app"
        ),
    ]
