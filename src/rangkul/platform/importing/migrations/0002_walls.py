"""Row-level security: batches by area, their rows with them; before-images are for the worker alone."""

from django.db import migrations

from rangkul.platform.policy.walls import APP_ROLE, protect, protect_through


class Migration(migrations.Migration):
    dependencies = [("importing", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("importing_importbatch"),
        protect_through("importing_importrow", parent="importing_importbatch", key="batch_id"),
        migrations.RunSQL(
            f"REVOKE ALL ON importing_importbefore FROM {APP_ROLE}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON importing_importbefore TO {APP_ROLE}",
        ),
    ]
