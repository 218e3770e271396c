"""Columns of a population file that the registry has no place for, sealed beside what else a source writes of a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0016_survivors")]
    operations = [
        migrations.AddField(
            model_name="sourcerecord", name="leftover_cipher", field=models.BinaryField(null=True)
        ),
        migrations.AddField(model_name="sourcerecord", name="leftover_index", field=models.BinaryField(null=True)),
    ]
