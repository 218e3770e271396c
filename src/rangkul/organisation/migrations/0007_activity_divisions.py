"""Which division runs an activity, and with which other one (R228)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_structure")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="division",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="organisation.division",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="partner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.division"
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(partner__isnull=True)
                | (models.Q(division__isnull=False) & models.Q(("partner", models.F("division")), _negated=True)),
                name="organisation_activity_two_divisions",
            ),
        ),
    ]
