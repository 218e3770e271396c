"""Row-level security on every table that holds persons (decision 18)."""

from django.db import migrations

from rangkul.platform.policy.walls import protect, protect_through, protect_through_any

_ABOUT = {"person_id": "registry_person", "family_id": "registry_family"}


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        protect("registry_person"),
        protect("registry_family"),
        protect_through("registry_membership", parent="registry_family", key="family_id"),
        protect_through_any("registry_identity", parents=_ABOUT),
        protect_through_any("registry_welfarestatus", parents=_ABOUT),
        protect_through_any("registry_outsidemembership", parents=_ABOUT),
        protect_through_any("registry_condition", parents=_ABOUT),
    ]
