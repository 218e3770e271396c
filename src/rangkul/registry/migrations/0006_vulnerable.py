"""Marks of the official lists, disability profiles, health data, photos and points; each table behind its wall."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect, protect_through, protect_through_any

_MARKED = {"person_id": "registry_person", "family_id": "registry_family", "community_id": "registry_community"}
_OF_PERSON = ("registry_disabilityprofile", "registry_disabilityfinding", "registry_healthrecord")
_OF_FAMILY = ("registry_familypoint", "registry_familyphoto")
_TABLES = ", ".join(["registry_community", "registry_groupmark", "registry_disabilitydevice", *_OF_PERSON, *_OF_FAMILY])


class Migration(migrations.Migration):
    replaces = [("registry", "0007_vulnerable")]

    dependencies = [
        ("registry", "0005_formats"),
        ("policy", "0001_roles"),
    ]

    operations = [
        protect("registry_community"),
        protect_through_any("registry_groupmark", parents=_MARKED),
        *(protect_through(table, parent="registry_person", key="person_id") for table in _OF_PERSON),
        protect_through("registry_disabilitydevice", parent="registry_disabilityprofile", key="profile_id"),
        *(protect_through(table, parent="registry_family", key="family_id") for table in _OF_FAMILY),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {_TABLES} FROM rangkul_app", f"GRANT DELETE ON {_TABLES} TO rangkul_app"
        ),
    ]
