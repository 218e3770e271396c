"""An accepted request holds a bed for some days."""

import django.contrib.postgres.fields.ranges
from django.db import migrations, models

HELD = """
CREATE FUNCTION institutions_held(asked uuid[], day date, but_for uuid)
RETURNS TABLE (institution_id uuid, bed_group_id uuid, held bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.institution_id, b.bed_group_id, count(*) FROM institutions_bedrequest b
    WHERE b.institution_id = ANY (asked) AND b.state = 'DISANGGUPI' AND b.held @> day
      AND (but_for IS NULL OR b.referral_id IS DISTINCT FROM but_for)
    GROUP BY 1, 2
$$;
"""
"""Figures over all areas, no persons: whoever gives a bed away has to know that it is promised."""


class Migration(migrations.Migration):
    dependencies = [
        ("institutions", "0004_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="bedrequest",
            name="held",
            field=django.contrib.postgres.fields.ranges.DateRangeField(null=True),
        ),
        migrations.AlterField(
            model_name="bedrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("DIMINTA", "menunggu jawaban"),
                    ("DISANGGUPI", "disanggupi lembaga"),
                    ("DITOLAK", "ditolak"),
                    ("MASUK", "diterima"),
                    ("DITARIK", "ditarik"),
                    ("LEWAT", "waktu simpan lewat"),
                ],
                default="DIMINTA",
                max_length=12,
            ),
        ),
        migrations.RunSQL(HELD, "DROP FUNCTION institutions_held(uuid[], date, uuid)"),
    ]
