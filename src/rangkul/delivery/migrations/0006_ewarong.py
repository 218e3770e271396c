"""E-warongs with the villages they serve, and what families buy there, behind the wall of the family's village."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect, protect_through

KINDS = [("ORANG", "perorangan"), ("KUBE", "KUBE")]
STATES = [
    ("PROPOSED", "diusulkan, menunggu SK"),
    ("APPOINTED", "ditetapkan"),
    ("SUSPENDED", "dihentikan sementara"),
    ("ENDED", "berakhir"),
]
KNOWN = [
    ("BPNT", "penerima Sembako/BPNT"),
    ("KKS", "pemegang KKS"),
    ("TIDAK_ADA", "tidak tercatat menerima Sembako"),
]
VERDICTS = [
    ("BOLEH", "sesuai ketentuan"),
    ("BOLEH_CATATAN", "boleh dengan catatan"),
    ("TIDAK_BOLEH", "tidak sesuai ketentuan"),
    ("BELUM_DIATUR", "belum ada ketentuan"),
]
GROUPS = [
    ("KARBOHIDRAT", "karbohidrat"),
    ("PROTEIN_HEWANI", "protein hewani"),
    ("PROTEIN_NABATI", "protein nabati"),
    ("VITAMIN_MINERAL", "vitamin dan mineral"),
    ("LAIN", "di luar empat kelompok"),
]
KEPT = "delivery_purchase, delivery_purchaseline, delivery_ewarong, delivery_ewarongpause"


def an_id() -> models.UUIDField:
    return models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


def of(to: str, name: str = "+", **more: object) -> models.ForeignKey:
    kept = {"on_delete": django.db.models.deletion.PROTECT, "related_name": name, "to": to} | more
    return models.ForeignKey(**kept)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0005_meals"),
        ("policy", "0001_roles"),
        ("programmes", "0012_commodities"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ewarong",
            fields=[
                ("id", an_id()),
                ("name", models.CharField(max_length=120)),
                ("operator_kind", models.CharField(choices=KINDS, max_length=6)),
                ("operator_name", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=200)),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("state", models.CharField(choices=STATES, default="PROPOSED", max_length=10)),
                ("decree_number", models.CharField(blank=True, max_length=80)),
                ("decree_on", models.DateField(null=True)),
                ("decree_file_id", models.UUIDField(null=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.CharField(blank=True, max_length=300)),
                ("created_by_name", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("operator_person", of("registry.person", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["area_code", "name"], name="delivery_ewarong_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(state__in=("APPOINTED", "SUSPENDED"))
                        | (~models.Q(decree_number="") & models.Q(decree_on__isnull=False, valid_from__isnull=False)),
                        name="delivery_ewarong_has_decree",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(valid_until__isnull=True)
                        | models.Q(valid_until__gte=models.F("valid_from")),
                        name="delivery_ewarong_period",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="ENDED")
                        | (models.Q(ended_on__isnull=False) & ~models.Q(end_reason="")),
                        name="delivery_ewarong_end_said",
                    ),
                    models.UniqueConstraint(
                        condition=~models.Q(state="ENDED"),
                        fields=("name", "area_code"),
                        name="delivery_ewarong_name_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EwarongCover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("ewarong", of("delivery.ewarong", "covered", on_delete=django.db.models.deletion.CASCADE)),
            ],
            options={
                "indexes": [models.Index(fields=["area_code"], name="delivery_ewarong_covered")],
                "constraints": [
                    models.UniqueConstraint(fields=("ewarong", "area_code"), name="delivery_ewarong_cover_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EwarongPause",
            fields=[
                ("id", an_id()),
                ("since_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("by_name", models.CharField(max_length=200)),
                ("ewarong", of("delivery.ewarong", "pauses")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(until_on__isnull=True),
                        fields=("ewarong",),
                        name="delivery_ewarong_one_pause",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Purchase",
            fields=[
                ("id", an_id()),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
                ("buyer_name", models.CharField(max_length=200)),
                ("known_aid", models.CharField(choices=KNOWN, default="TIDAK_ADA", max_length=9)),
                ("bought_on", models.DateField()),
                ("total", models.BigIntegerField()),
                ("forbidden", models.PositiveSmallIntegerField(default=0)),
                ("key", models.UUIDField(unique=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=200)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by_name", models.CharField(blank=True, max_length=200)),
                ("review_note", models.CharField(blank=True, max_length=300)),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by_name", models.CharField(blank=True, max_length=200)),
                ("void_reason", models.CharField(blank=True, max_length=300)),
                ("ewarong", of("delivery.ewarong", "purchases")),
                ("family", of("registry.family")),
                ("person", of("registry.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ewarong", "-bought_on"], name="delivery_purchase_list"),
                    models.Index(fields=["family", "-bought_on"], name="delivery_purchase_family"),
                    models.Index(fields=["area_code", "bought_on"], name="delivery_purchase_area"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(voided_at__isnull=True) | ~models.Q(void_reason=""),
                        name="delivery_purchase_void_said",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseLine",
            fields=[
                ("id", an_id()),
                ("rule_id", models.UUIDField(null=True)),
                ("verdict", models.CharField(choices=VERDICTS, max_length=13)),
                ("group", models.CharField(choices=GROUPS, max_length=15)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9)),
                ("unit", models.CharField(max_length=20)),
                ("price", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                ("commodity", of("programmes.commodity")),
                ("purchase", of("delivery.purchase", "lines")),
            ],
        ),
        protect("delivery_purchase"),
        protect_through("delivery_purchaseline", parent="delivery_purchase", key="purchase_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
    ]
