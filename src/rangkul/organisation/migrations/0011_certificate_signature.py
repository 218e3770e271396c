"""Certificates of an activity are asked for by one official and signed by another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0010_one_range_gone")]

    operations = [
        migrations.AddField("activity", "certificates_asked_by", models.UUIDField(null=True)),
        migrations.AddField(
            "activity", "certificates_asked_by_name", models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField("activity", "certificates_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("activity", "certificates_signer", models.JSONField(default=dict)),
    ]
