"""Years whose days off are known, and office hours. Years that were loaded before count as the packaged list."""

from django.db import migrations, models

KNOWN = """
INSERT INTO reference_calendaryear (year, source, is_confirmed, changed_at, changed_by_name)
SELECT DISTINCT extract(year FROM day)::int, 'daftar bawaan Rangkul (SKB 3 Menteri), belum diperiksa kantor', false, now(), ''
FROM reference_holiday
"""


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_shapes")]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("source", models.CharField(max_length=200)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField()),
                ("changed_by_name", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="OfficeHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "verbose_name_plural": "office hours",
                "constraints": [
                    models.UniqueConstraint(fields=("weekday", "opens"), name="reference_hours_once"),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes")), ("weekday__lte", 6)),
                        name="reference_hours_forward",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
