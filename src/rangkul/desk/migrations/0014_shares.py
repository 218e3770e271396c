"""A case shared between divisions: who may read it until when, and their remarks, behind the wall of the case itself."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect_through

KEPT = "desk_share, desk_remark"


class Migration(migrations.Migration):
    dependencies = [("desk", "0013_merged_twins"), ("policy", "0001_roles")]
    operations = [
        migrations.CreateModel(
            name="Share",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("user_id", models.UUIDField()),
                ("user_name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=300)),
                ("until_on", models.DateField()),
                ("given_by", models.UUIDField(null=True)),
                ("given_by_name", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shares", to="desk.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "until_on"], name="desk_share_mine")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="desk_share_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("given_by__isnull", True))
                        | models.Q(("given_by", models.F("user_id")), _negated=True),
                        name="desk_share_is_for_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(unique=True)),
                ("text_cipher", models.BinaryField()),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
                ("written_by", models.UUIDField(null=True)),
                ("written_by_name", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="desk.case"
                    ),
                ),
            ],
        ),
        protect_through("desk_share", parent="desk_case", key="case_id"),
        protect_through("desk_remark", parent="desk_case", key="case_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
    ]
