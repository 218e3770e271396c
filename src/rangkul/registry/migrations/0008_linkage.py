"""Pairs that may be one person, learnt weights, and what other registers say; walled like the people they name."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import APP_ROLE, protect, protect_through

_BOTH = " AND ".join(
    f"EXISTS (SELECT 1 FROM registry_person AS p WHERE p.id = registry_duplicatepair.{side}_id)" for side in ("left", "right")
)


class Migration(migrations.Migration):
    replaces = [("registry", "0009_linkage")]

    dependencies = [
        ("registry", "0007_changes"),
    ]

    operations = [
        protect("registry_linkagerun"),
        protect_through("registry_sourcerecord", parent="registry_person", key="person_id"),
        migrations.RunSQL(
            f"""
            ALTER TABLE registry_duplicatepair ENABLE ROW LEVEL SECURITY;
            CREATE POLICY registry_duplicatepair_area ON registry_duplicatepair TO {APP_ROLE}
                USING ({_BOTH}) WITH CHECK ({_BOTH});
            """,
            "DROP POLICY registry_duplicatepair_area ON registry_duplicatepair;"
            " ALTER TABLE registry_duplicatepair DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON registry_duplicatepair, registry_linkagerun, registry_linkagemodel FROM {APP_ROLE}",
            f"GRANT DELETE ON registry_duplicatepair, registry_linkagerun, registry_linkagemodel TO {APP_ROLE}",
        ),
    ]
