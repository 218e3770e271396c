"""What was done about a difference between registry, Dukcapil and DTSEN; names compared as they sound."""

from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.kernel.names import search_key
from rangkul.platform.policy.walls import protect_through

_PIECE = 5000


def fill_name_keys(apps, schema_editor):
    """Records kept before have a name and no key."""
    records = apps.get_model("registry", "SourceRecord").objects.exclude(name="").order_by("pk")
    after = UUID(int=0)
    while piece := list(records.filter(pk__gt=after)[:_PIECE]):
        for each in piece:
            each.name_key = search_key(each.name)[:200]
        records.model.objects.bulk_update(piece, ["name_key"])
        after = piece[-1].pk


class Migration(migrations.Migration):
    dependencies = [("registry", "0019_told_by_register"), ("policy", "0001_roles")]
    operations = [
        migrations.AddField(
            model_name="sourcerecord",
            name="name_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(model_name="sourcerecord", name="is_same_kk", field=models.BooleanField(null=True)),
        migrations.AddField(model_name="sourcerecord", name="is_same_mother", field=models.BooleanField(null=True)),
        migrations.RunPython(fill_name_keys, migrations.RunPython.noop),
        migrations.CreateModel(
            name="DifferenceMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("name", "nama"),
                            ("born", "tanggal lahir"),
                            ("nik", "NIK"),
                            ("sex", "jenis kelamin"),
                            ("mother", "nama ibu"),
                            ("kk", "nomor KK"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "belum ditangani"),
                            ("CHECKED", "sudah diperiksa"),
                            ("ASKED", "diajukan ke Dukcapil"),
                            ("ASIDE", "dikesampingkan"),
                        ],
                        max_length=8,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("decided_by_name", models.CharField(max_length=200)),
                ("decided_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difference_marks",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "field"), name="registry_difference_once"),
                ],
            },
        ),
        protect_through("registry_differencemark", parent="registry_person", key="person_id"),
    ]
