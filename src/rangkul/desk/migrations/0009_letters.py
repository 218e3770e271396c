"""Letters for cases, behind the wall of their village; nothing of them is deleted."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect

STATES = [
    ("DRAFT", "konsep, menunggu paraf"),
    ("INITIALLED", "sudah diparaf, menunggu tanda tangan"),
    ("SIGNED", "sudah ditandatangani, menunggu nomor"),
    ("ISSUED", "terbit"),
    ("CANCELLED", "dibatalkan"),
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_citizen"), ("policy", "0001_roles"), ("registry", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("about_name", models.CharField(blank=True, max_length=200)),
                ("recipient", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(choices=STATES, default="DRAFT", max_length=10)),
                ("content_cipher", models.BinaryField()),
                ("paper_cipher", models.BinaryField(null=True)),
                ("facts_on", models.DateField()),
                ("drafted_by", models.UUIDField(null=True)),
                ("drafted_by_name", models.CharField(max_length=200)),
                ("drafted_at", models.DateTimeField()),
                ("returned_reason", models.CharField(blank=True, max_length=300)),
                ("initialled_by", models.UUIDField(null=True)),
                ("initialled_by_name", models.CharField(blank=True, max_length=200)),
                ("initialled_at", models.DateTimeField(null=True)),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signer", models.JSONField(default=dict)),
                ("document_id", models.UUIDField(null=True, unique=True)),
                ("number", models.CharField(blank=True, max_length=120)),
                ("issued_on", models.DateField(null=True)),
                ("issued_by_name", models.CharField(blank=True, max_length=200)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_by_name", models.CharField(blank=True, max_length=200)),
                ("cancelled_reason", models.CharField(blank=True, max_length=300)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("updated_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="desk.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-id"], name="desk_letter_case"),
                    models.Index(fields=["state", "area_code", "-id"], name="desk_letter_list"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(state="ISSUED")
                        | models.Q(document_id__isnull=False, paper_cipher__isnull=False, issued_on__isnull=False),
                        name="desk_letter_issued_whole",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="CANCELLED")
                        | (models.Q(cancelled_at__isnull=False) & ~models.Q(cancelled_reason="")),
                        name="desk_letter_cancelled_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(initialled_by__isnull=True)
                        | ~models.Q(initialled_by=models.F("drafted_by")),
                        name="desk_letter_other_initials",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(signed_by__isnull=True)
                        | (~models.Q(signed_by=models.F("drafted_by")) & ~models.Q(signed_by=models.F("initialled_by"))),
                        name="desk_letter_other_signs",
                    ),
                ],
            },
        ),
        protect("desk_letter"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON desk_letter FROM rangkul_app", "GRANT DELETE ON desk_letter TO rangkul_app"
        ),
    ]
