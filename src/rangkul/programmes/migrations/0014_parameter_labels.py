"""What people call the parameters of terms; what is published keeps it as it keeps its rule."""

from importlib import import_module

from django.db import migrations, models

WITH_PARTS = import_module("rangkul.programmes.migrations.0011_parts").WITH_PARTS
WITH_LABELS = WITH_PARTS.replace("NEW.parts,", "NEW.parts, NEW.labels,").replace("OLD.parts,", "OLD.parts, OLD.labels,")


class Migration(migrations.Migration):
    dependencies = [("programmes", "0013_cover_ends")]

    operations = [
        migrations.AddField(model_name="terms", name="labels", field=models.JSONField(default=dict)),
        migrations.RunSQL(WITH_LABELS, WITH_PARTS),
    ]
