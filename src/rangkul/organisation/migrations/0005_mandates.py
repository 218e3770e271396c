"""Powers to sign: on behalf of an official, or in the place of one."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_posts")]
    operations = [
        migrations.CreateModel(
            name="SigningMandate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.CharField(max_length=150)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("AN", "a.n. (atas nama)"),
                            ("PLT", "Plt. (pelaksana tugas, jabatan kosong)"),
                            ("PLH", "Plh. (pelaksana harian, pejabat berhalangan)"),
                        ],
                        max_length=3,
                    ),
                ),
                ("basis", models.CharField(max_length=200)),
                ("term", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("granted_by", models.UUIDField(null=True)),
                ("granted_by_name", models.CharField(max_length=200)),
                ("granted_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisation.office",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisation.official",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("capacity__in", ["PLT", "PLH"])),
                        expressions=[("office", "="), ("position", "="), ("term", "&&")],
                        name="organisation_one_acting_at_a_time",
                    )
                ]
            },
        ),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON organisation_signingmandate FROM rangkul_app",
            "GRANT DELETE ON organisation_signingmandate TO rangkul_app",
        ),
    ]
