"""When a post is open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_mandates")]

    operations = [
        migrations.AddField(model_name="post", name="open_days", field=models.CharField(blank=True, max_length=20)),
        migrations.AddField(model_name="post", name="opens_at", field=models.TimeField(null=True)),
        migrations.AddField(model_name="post", name="closes_at", field=models.TimeField(null=True)),
        migrations.AddField(model_name="post", name="hours_note", field=models.CharField(blank=True, max_length=150)),
    ]
