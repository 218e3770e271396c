"""Duties given to another official for a time."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_mandates"), ("policy", "0001_roles")]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("duty_id", models.UUIDField()),
                ("giver_id", models.UUIDField()),
                ("giver_name", models.CharField(max_length=200)),
                ("position", models.CharField(max_length=150)),
                ("receiver_id", models.UUIDField()),
                ("receiver_name", models.CharField(max_length=200)),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("number", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(max_length=300)),
                ("given_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="organisation.office",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["receiver_id"], name="organisation_delegate")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        expressions=[("duty_id", "="), ("period", "&&")],
                        name="organisation_one_delegate_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver_id", models.F("receiver_id")), _negated=True),
                        name="organisation_delegate_is_another",
                    ),
                ],
            },
        ),
    ]
