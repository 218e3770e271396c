"""Opening hours day by day, several stretches a day: the columns of one range become a week."""

from django.db import migrations, models

TO_WEEK = """
UPDATE organisation_post SET week = (
    SELECT jsonb_object_agg(day, CASE
        WHEN opens_at IS NULL OR closes_at IS NULL THEN '[]'::jsonb
        ELSE jsonb_build_array(jsonb_build_array(left(opens_at::text, 5), left(closes_at::text, 5))) END)
    FROM unnest(string_to_array(open_days, ',')) AS day)
WHERE open_days <> ''
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0008_announcements")]

    operations = [
        migrations.AddField("post", "week", models.JSONField(default=dict)),
        migrations.RunSQL(TO_WEEK, migrations.RunSQL.noop),
    ]
