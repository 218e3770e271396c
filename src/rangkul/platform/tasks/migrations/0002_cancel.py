"""Jobs can be asked to stop."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]
    operations = [
        migrations.AddField("job", "is_cancel_requested", models.BooleanField(default=False)),
        migrations.AddIndex(
            "job",
            models.Index(
                fields=["state"], name="tasks_job_open", condition=models.Q(state__in=["WAITING", "RUNNING"])
            ),
        ),
    ]
