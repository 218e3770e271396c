"""A division marks its flagship programme, saying why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0009_cover")]
    operations = [
        migrations.AddField("programme", "is_flagship", models.BooleanField(default=False)),
        migrations.AddField("programme", "flagship_reason", models.CharField(blank=True, max_length=300)),
        migrations.AddConstraint(
            "programme",
            models.CheckConstraint(
                condition=models.Q(
                    ("is_flagship", False), models.Q(("flagship_reason", ""), _negated=True), _connector="OR"
                ),
                name="programmes_flagship_has_reason",
            ),
        ),
    ]
