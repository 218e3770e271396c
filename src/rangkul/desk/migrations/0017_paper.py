"""Needs heard on paper where there is no signal: the sheet's number, and the day they were heard."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0016_referral_letter")]

    operations = [
        migrations.AddField("case", "sheet", models.CharField(blank=True, db_default="", default="", max_length=12)),
        migrations.AddField("case", "heard_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                condition=models.Q(("sheet", ""), _negated=True), fields=("sheet",), name="desk_sheet_once"
            ),
        ),
    ]
