"""A village's open cases in the order of the worklist: its first page is the first rows of an index."""

import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("desk", "0017_paper")]

    operations = [
        migrations.RemoveIndex("case", "desk_open_in_area"),
        migrations.AddIndex(
            "case",
            models.Index(
                models.F("area_code"),
                models.F("is_urgent").desc(),
                Coalesce(
                    models.F("due_on"), models.Value(datetime.date(9999, 12, 31)), output_field=models.DateField()
                ),
                models.F("id"),
                condition=models.Q(("state", "CLOSED"), _negated=True),
                include=("due_on", "state", "assigned_to"),
                name="desk_open_of_village",
            ),
        ),
    ]
