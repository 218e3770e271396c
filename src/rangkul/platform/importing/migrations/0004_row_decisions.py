"""Doubtful rows that a person decides about."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("importing", "0003_staging"),
    ]

    operations = [
        migrations.AddField(model_name="importrow", name="candidates", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="importrow",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[("PERSON", "orang ini"), ("NEW", "orang baru"), ("SKIP", "lewati")],
                max_length=6,
            ),
        ),
        migrations.AddField(model_name="importrow", name="decided_person", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="importrow", name="decided_by_name", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(model_name="importrow", name="decided_at", field=models.DateTimeField(null=True)),
    ]
