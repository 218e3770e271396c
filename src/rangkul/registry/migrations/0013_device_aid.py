"""Assistive devices that were given: which need, whose budget, which paper; behind the wall of areas."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):
    dependencies = [("registry", "0012_address_change"), ("policy", "0001_roles")]
    operations = [
        migrations.CreateModel(
            name="DeviceAid",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("device", models.CharField(max_length=60)),
                (
                    "fund_source",
                    models.CharField(
                        choices=[
                            ("APBN", "APBN"),
                            ("APBD_PROV", "APBD provinsi"),
                            ("APBD_KAB", "APBD kabupaten/kota"),
                            ("DANA_DESA", "Dana Desa"),
                            ("BAZNAS_CSR", "Baznas, CSR, masyarakat"),
                        ],
                        max_length=12,
                    ),
                ),
                ("given_on", models.DateField()),
                ("evidence", models.CharField(max_length=150)),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "need",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="aid", to="registry.condition"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="device_aids", to="registry.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area_code", "given_on"], name="registry_aid_area")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="registry_aid_has_evidence"
                    )
                ],
            },
        ),
        protect("registry_deviceaid"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON registry_deviceaid FROM rangkul_app",
            "GRANT DELETE ON registry_deviceaid TO rangkul_app",
        ),
    ]
