"""The inspectorate of the district: a role outside the office, for complaints about the office."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name='duty',
            name='role',
            field=models.CharField(choices=[('FRONT_OFFICE', 'Front office Puskesos'), ('BACK_OFFICE', 'Back office Puskesos'), ('PUSKESOS_COORDINATOR', 'Koordinator Puskesos'), ('FACILITATOR', 'Fasilitator SLRT'), ('VILLAGE_OPERATOR', 'Operator desa/kelurahan'), ('KECAMATAN_OFFICER', 'Petugas kecamatan'), ('TKSK', 'TKSK'), ('SUPERVISOR', 'Supervisor SLRT'), ('SLRT_MANAGER', 'Manajer SLRT'), ('PROGRAMME_OFFICER', 'Petugas program bidang'), ('DIVISION_HEAD', 'Kepala bidang'), ('OFFICE_HEAD', 'Kepala Dinas'), ('DATA_OFFICER', 'Pengelola data'), ('INSTITUTION_OFFICER', 'Petugas lembaga'), ('AUDITOR', 'Auditor'), ('INSPECTORATE', 'Inspektorat daerah'), ('ADMINISTRATOR', 'Administrator sistem')], max_length=30),
        ),
    ]
