"""The columns of a single range of opening hours are gone; `week` has them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0009_week")]

    operations = [
        migrations.RemoveField("post", "open_days"),
        migrations.RemoveField("post", "opens_at"),
        migrations.RemoveField("post", "closes_at"),
    ]
