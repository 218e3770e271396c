"""Lists of persons proposed for health cover that the region pays: behind walls, and nothing deleted."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect

STATES = [
    ("DIUSULKAN", "diusulkan, menunggu jawaban BPJS"),
    ("DITERIMA", "diterima BPJS, belum aktif"),
    ("AKTIF", "aktif"),
    ("DITOLAK", "ditolak"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0008_terms_flow"),
        ("registry", "0012_address_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoverList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True)),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("created_by", models.UUIDField(null=True)),
                ("created_by_name", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["area_code", "created_at"], name="programmes_cover_list")],
            },
        ),
        migrations.CreateModel(
            name="CoverLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("state", models.CharField(choices=STATES, default="DIUSULKAN", max_length=10)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("answered_on", models.DateField(null=True)),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="programmes.coverlist",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("DIUSULKAN", "DITERIMA", "AKTIF"))),
                        fields=("person",),
                        name="programmes_cover_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "DITOLAK"), _negated=True) | models.Q(("reason", ""), _negated=True),
                        name="programmes_cover_refused_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "DIUSULKAN"), ("answered_on__isnull", False), _connector="OR"),
                        name="programmes_cover_answered_on_a_day",
                    ),
                ],
            },
        ),
        protect("programmes_coverlist"),
        protect("programmes_coverline"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON programmes_coverlist, programmes_coverline FROM rangkul_app",
            "GRANT DELETE ON programmes_coverlist, programmes_coverline TO rangkul_app",
        ),
    ]
