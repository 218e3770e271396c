"""Subjects that were taken out of a running campaign, each with its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verivali", "0002_walls")]
    operations = [
        migrations.AddField(
            model_name="subject",
            name="drop_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="subject",
            name="state",
            field=models.CharField(
                choices=[
                    ("TO_VISIT", "belum dikunjungi"),
                    ("SECOND_VISIT", "perlu kunjungan kedua"),
                    ("SUBMITTED", "menunggu pemeriksaan"),
                    ("RETURNED", "dikembalikan ke petugas"),
                    ("REVISIT", "menunggu kunjungan ulang petugas lain"),
                    ("APPROVED", "disetujui"),
                    ("DROPPED", "dikeluarkan dari kegiatan"),
                ],
                default="TO_VISIT",
                max_length=12,
            ),
        ),
    ]
