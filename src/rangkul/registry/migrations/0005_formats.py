"""Filled forms of registers, and the registers that lists of recipients come from; walled like all about persons."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import APP_ROLE, protect_through_any


class Migration(migrations.Migration):
    replaces = [("registry", "0006_formats")]
    dependencies = [
        ("registry", "0004_nothing_deleted"),
    ]

    operations = [
        protect_through_any(
            "registry_answersheet", parents={"person_id": "registry_person", "family_id": "registry_family"}
        ),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON registry_answersheet FROM {APP_ROLE}",
            f"GRANT DELETE ON registry_answersheet TO {APP_ROLE}",
        ),
    ]
