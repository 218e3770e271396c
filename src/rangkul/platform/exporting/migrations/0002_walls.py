"""Row-level security: exports by area; whose they are is the policy's matter."""

from django.db import migrations

from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):
    dependencies = [("exporting", "0001_initial"), ("policy", "0001_roles")]
    operations = [protect("exporting_export")]
