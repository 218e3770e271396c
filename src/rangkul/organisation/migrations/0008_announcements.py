"""Press releases and announcements; nothing of them is deleted through the web."""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_activity_divisions"), ("policy", "0001_roles")]
    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form_key", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("SIARAN_PERS", "siaran pers"), ("PENGUMUMAN", "pengumuman")], max_length=12
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("KONSEP", "konsep"), ("TERBIT", "terbit"), ("ARSIP", "arsip")],
                        default="KONSEP",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("written_by", models.UUIDField(null=True)),
                ("written_by_name", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField()),
                ("changed_by", models.UUIDField(null=True)),
                ("published_by", models.UUIDField(null=True)),
                ("published_by_name", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField(null=True)),
                ("is_by_head", models.BooleanField(default=False)),
                ("archived_by_name", models.CharField(blank=True, max_length=200)),
                ("archived_at", models.DateTimeField(null=True)),
                ("archive_reason", models.CharField(blank=True, max_length=300)),
                (
                    "division",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.division",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="organisation.office",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-published_at", "-id"], name="organisation_announced")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "KONSEP"),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="organisation_announced_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            ("is_by_head", True),
                            models.Q(
                                models.Q(("published_by", models.F("written_by")), _negated=True),
                                models.Q(("published_by", models.F("changed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_announced_by_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON organisation_announcement FROM rangkul_app",
            "GRANT DELETE ON organisation_announcement TO rangkul_app",
        ),
    ]
