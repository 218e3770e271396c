"""Change requests, behind the same wall as persons; nothing of them is deleted through the web."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):
    replaces = [("registry", "0008_changes")]

    dependencies = [
        ("registry", "0006_vulnerable"),
    ]

    operations = [
        protect("registry_changerequest"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON registry_changerequest FROM rangkul_app",
            "GRANT DELETE ON registry_changerequest TO rangkul_app",
        ),
    ]
