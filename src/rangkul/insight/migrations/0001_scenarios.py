"""Kept scenarios, behind the wall of their area."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
        ("organisation", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("owner_id", models.UUIDField()),
                ("owner_name", models.CharField(max_length=200)),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("content", models.JSONField(default=dict)),
                ("summary", models.JSONField(default=list)),
                ("snapshot_at", models.DateTimeField()),
                ("as_of", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("division", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.division")),
            ],
            options={
                "indexes": [models.Index(fields=["area_code", "-created_at"], name="insight_scenario_list")],
                "constraints": [models.UniqueConstraint(fields=("owner_id", "name"), name="insight_scenario_name_once")],
            },
        ),
        protect("insight_scenario"),
    ]
