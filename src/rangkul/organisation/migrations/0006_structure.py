"""On what a division and an official's term rest, and how they ended or were called before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_opening_hours")]

    operations = [
        migrations.AddField(model_name="division", name="basis", field=models.CharField(blank=True, max_length=200)),
        migrations.AddField(model_name="division", name="former_names", field=models.JSONField(default=list)),
        migrations.AddField(model_name="official", name="basis", field=models.CharField(blank=True, max_length=200)),
        migrations.AddField(model_name="official", name="end_reason", field=models.CharField(blank=True, max_length=300)),
    ]
