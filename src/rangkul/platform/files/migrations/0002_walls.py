"""Files are seen and kept only inside the actor's areas; nobody on the web changes or removes a row."""

from django.db import migrations

from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("files_storedfile"),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON files_storedfile FROM rangkul_app",
            "GRANT UPDATE, DELETE ON files_storedfile TO rangkul_app",
        ),
    ]
