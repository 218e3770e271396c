"""Row-level security on the tables that name recipients."""

from django.db import migrations

from rangkul.platform.policy.walls import protect, protect_through


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("delivery_entitlement"),
        protect_through("delivery_handover", parent="delivery_entitlement", key="entitlement_id"),
        protect("delivery_bast"),
    ]
