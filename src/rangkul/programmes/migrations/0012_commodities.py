"""What may be bought with food aid: commodities, and dated rules about them with their source."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids

GROUPS = [
    ("KARBOHIDRAT", "karbohidrat"),
    ("PROTEIN_HEWANI", "protein hewani"),
    ("PROTEIN_NABATI", "protein nabati"),
    ("VITAMIN_MINERAL", "vitamin dan mineral"),
    ("LAIN", "di luar empat kelompok"),
]
STATUSES = [
    ("BOLEH", "boleh dibeli"),
    ("BOLEH_CATATAN", "boleh dengan catatan"),
    ("TIDAK_BOLEH", "tidak boleh dibeli"),
]
STATES = [
    ("DRAFT", "tercatat, belum diberlakukan"),
    ("IN_FORCE", "berlaku"),
    ("SUPERSEDED", "digantikan"),
    ("WITHDRAWN", "dibatalkan"),
]


def an_id() -> models.UUIDField:
    return models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0011_parts")]

    operations = [
        migrations.CreateModel(
            name="Commodity",
            fields=[
                ("id", an_id()),
                ("name", models.CharField(max_length=60, unique=True)),
                ("group", models.CharField(choices=GROUPS, max_length=15)),
            ],
            options={"verbose_name_plural": "commodities"},
        ),
        migrations.CreateModel(
            name="CommodityRule",
            fields=[
                ("id", an_id()),
                ("status", models.CharField(choices=STATUSES, max_length=13)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=300)),
                ("is_verified", models.BooleanField(default=False)),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("state", models.CharField(choices=STATES, default="DRAFT", max_length=10)),
                ("drafted_by", models.UUIDField(null=True)),
                ("changed_by", models.UUIDField(null=True)),
                ("changed_by_name", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField()),
                ("published_by_name", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "commodity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="programmes.commodity"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["commodity", "state"], name="programmes_commodity_rules")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(basis="") & ~models.Q(source=""), name="programmes_commodity_has_basis"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(status="BOLEH_CATATAN") | ~models.Q(note=""),
                        name="programmes_commodity_note_said",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(state="IN_FORCE"),
                        expressions=[("commodity", "="), ("valid", "&&")],
                        name="programmes_commodity_one_in_force",
                    ),
                ],
            },
        ),
    ]
