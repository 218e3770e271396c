"""The covering letter of a referral is drafted, initialled and signed like every letter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0015_unmet")]

    operations = [migrations.AddField("referral", "letter_id", models.UUIDField(null=True, unique=True))]
