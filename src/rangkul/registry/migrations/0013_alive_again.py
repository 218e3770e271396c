"""A change request that takes back a death recorded wrongly."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0012_name_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="changerequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("LAHIR", "kelahiran"),
                    ("MENINGGAL", "kematian"),
                    ("PINDAH", "pindah di dalam kabupaten/kota"),
                    ("PINDAH_KELUAR", "pindah ke luar kabupaten/kota"),
                    ("PINDAH_MASUK", "pindah masuk dari luar kabupaten/kota"),
                    ("PECAH_KK", "pecah KK"),
                    ("GABUNG_KK", "masuk KK lain"),
                    ("KAWIN", "perkawinan"),
                    ("KEPALA_BARU", "ganti kepala keluarga"),
                    ("PERBAIKAN", "perbaikan data"),
                    ("BATAL_MENINGGAL", "pembatalan catatan meninggal"),
                ],
                max_length=15,
            ),
        ),
    ]
