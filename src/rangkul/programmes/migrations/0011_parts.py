"""Parts of an aid that count members of a family; what is published keeps them as it keeps its rule."""

from importlib import import_module

from django.db import migrations, models

FREEZE = import_module("rangkul.programmes.migrations.0008_terms_flow").FREEZE
FUNCTION = FREEZE.partition("CREATE TRIGGER")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
WITH_PARTS = FUNCTION.replace("NEW.cases,", "NEW.cases, NEW.parts,").replace("OLD.cases,", "OLD.cases, OLD.parts,")


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0010_flagship"),
    ]

    operations = [
        migrations.AddField(
            model_name="terms",
            name="parts",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(WITH_PARTS, FUNCTION),
    ]
