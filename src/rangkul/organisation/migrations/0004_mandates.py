"""Powers to sign: on behalf of an official, or in the place of one."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids


class Migration(migrations.Migration):
    replaces = [("organisation", "0005_mandates")]
    dependencies = [("organisation", "0003_posts")]
    operations = [
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON organisation_signingmandate FROM rangkul_app",
            "GRANT DELETE ON organisation_signingmandate TO rangkul_app",
        ),
    ]
