"""Years whose days off are known, and office hours. Years that were loaded before count as the packaged list."""

from django.db import migrations, models

KNOWN = """
INSERT INTO reference_calendaryear (year, source, is_confirmed, changed_at, changed_by_name)
SELECT DISTINCT extract(year FROM day)::int, 'daftar bawaan Rangkul (SKB 3 Menteri), belum diperiksa kantor', false, now(), ''
FROM reference_holiday
"""


class Migration(migrations.Migration):
    replaces = [("reference", "0003_calendar")]
    dependencies = [("reference", "0001_initial")]

    operations = [
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
