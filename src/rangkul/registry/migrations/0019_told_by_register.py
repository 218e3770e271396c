"""What a register writes of somebody it lists, beside the listing, in its own words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0018_past_numbers")]
    operations = [
        migrations.AddField(model_name="welfarestatus", name="told", field=models.JSONField(null=True)),
    ]
