"""Row-level security on cases; a citizen's report from the public page may be added but not read back."""

from django.db import migrations

from rangkul.platform.policy.walls import protect, protect_through


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("desk_case"),
        protect_through("desk_referral", parent="desk_case", key="case_id"),
    ]
