"""Row-level security on activities and their participants.

Activities of an area above are read as well (a training of the district calls its villages), never changed from below.
"""

from django.db import migrations

from rangkul.platform.policy.walls import protect

READ_FROM_BELOW = migrations.RunSQL(
    sql="""
        CREATE POLICY organisation_activity_above ON organisation_activity FOR SELECT TO rangkul_app USING (
            starts_with(current_setting('rangkul.area_from', true), area_code || '.')
            OR EXISTS (
                SELECT 1 FROM unnest(string_to_array(current_setting('rangkul.area_list', true), ',')) AS own
                WHERE starts_with(own, area_code || '.')
            )
        );
    """,
    reverse_sql="DROP POLICY organisation_activity_above ON organisation_activity;",
)


class Migration(migrations.Migration):
    replaces = [("organisation", "0003_walls")]
    dependencies = [("organisation", "0001_initial"), ("policy", "0001_roles")]
    operations = [protect("organisation_activity"), READ_FROM_BELOW, protect("organisation_participant")]
