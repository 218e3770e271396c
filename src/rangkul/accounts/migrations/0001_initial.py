import django.contrib.postgres.fields
import django.db.models.deletion
import rangkul.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('username', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('FRONT_OFFICE', 'Front office Puskesos'), ('BACK_OFFICE', 'Back office Puskesos'), ('PUSKESOS_COORDINATOR', 'Koordinator Puskesos'), ('FACILITATOR', 'Fasilitator SLRT'), ('VILLAGE_OPERATOR', 'Operator desa/kelurahan'), ('KECAMATAN_OFFICER', 'Petugas kecamatan'), ('TKSK', 'TKSK'), ('SUPERVISOR', 'Supervisor SLRT'), ('SLRT_MANAGER', 'Manajer SLRT'), ('PROGRAMME_OFFICER', 'Petugas program bidang'), ('DIVISION_HEAD', 'Kepala bidang'), ('OFFICE_HEAD', 'Kepala Dinas'), ('DATA_OFFICER', 'Pengelola data'), ('INSTITUTION_OFFICER', 'Petugas lembaga'), ('AUDITOR', 'Auditor'), ('ADMINISTRATOR', 'Administrator sistem')], max_length=30)),
                ('institution_id', models.UUIDField(null=True)),
                ('area_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=13), default=list)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('division', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.division')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.office')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'duties',
            },
        ),
    ]
