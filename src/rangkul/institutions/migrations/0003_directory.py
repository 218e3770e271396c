"""The service directory, shaped after Open Referral HSDS 3.1, and the agencies' own codes for opening links."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0002_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='access_code_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='agency',
            name='access_code_index',
            field=models.BinaryField(null=True),
        ),
        migrations.AlterField(
            model_name='agency',
            name='kind',
            field=models.CharField(choices=[('DUKCAPIL', 'Dinas Kependudukan dan Pencatatan Sipil'), ('KESEHATAN', 'Dinas Kesehatan, puskesmas, rumah sakit'), ('BPJS', 'BPJS Kesehatan'), ('PENDIDIKAN', 'Dinas Pendidikan, sekolah'), ('PERUMAHAN', 'Dinas Perumahan'), ('TENAGA_KERJA', 'Dinas Tenaga Kerja, koperasi, UMKM'), ('PPA', 'UPTD Perlindungan Perempuan dan Anak'), ('KEPOLISIAN', 'kepolisian, Satpol PP'), ('PANTI_LKS', 'panti, LKS, sentra'), ('LEMBAGA_AMAL', 'Baznas, LAZ, PMI, CSR, LSM'), ('DINSOS', 'Dinas Sosial sendiri'), ('LAINNYA', 'lainnya')], max_length=20),
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('name', models.CharField(max_length=200)),
                ('also_called', models.CharField(blank=True, max_length=300)),
                ('description', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('ACTIVE', 'berjalan'), ('INACTIVE', 'tidak berjalan'), ('TEMPORARILY_CLOSED', 'tutup sementara'), ('DEFUNCT', 'dihentikan')], default='ACTIVE', max_length=20)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('KESEHATAN', 'kesehatan'), ('PENDIDIKAN', 'pendidikan'), ('SOSIAL_EKONOMI', 'sosial-ekonomi'), ('PANGAN', 'pangan'), ('ENERGI', 'energi'), ('PERTANIAN', 'pertanian'), ('PERIKANAN', 'perikanan'), ('PERUMAHAN', 'perumahan'), ('ADMINDUK', 'administrasi kependudukan'), ('LANSIA', 'lanjut usia'), ('ANAK', 'anak'), ('DISABILITAS', 'penyandang disabilitas'), ('KEKERASAN', 'korban kekerasan'), ('TERLANTAR', 'orang telantar, pemulangan'), ('ODGJ_NAPZA', 'gangguan jiwa, napza'), ('BENCANA', 'korban bencana'), ('KERJA', 'kerja dan usaha'), ('LEMBAGA', 'lembaga dan yayasan')], max_length=20), default=list)),
                ('eligibility', models.TextField(blank=True)),
                ('requirements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list)),
                ('output', models.CharField(blank=True, max_length=300)),
                ('how_to_apply', models.TextField(blank=True)),
                ('fees', models.CharField(blank=True, max_length=200)),
                ('wait', models.CharField(blank=True, max_length=200)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('url', models.URLField(blank=True)),
                ('capacity_unit', models.CharField(blank=True, max_length=60)),
                ('capacity_maximum', models.PositiveIntegerField(null=True)),
                ('capacity_available', models.PositiveIntegerField(null=True)),
                ('capacity_at', models.DateTimeField(null=True)),
                ('feedback_days', models.PositiveSmallIntegerField(null=True)),
                ('search_key', models.TextField(blank=True)),
                ('verified_on', models.DateField(null=True)),
                ('verified_by_name', models.CharField(blank=True, max_length=200)),
                ('ended_on', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='institutions.agency')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceArea',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='institutions.service')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceHours',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('days', models.CharField(max_length=20)),
                ('opens_at', models.TimeField(null=True)),
                ('closes_at', models.TimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='institutions.service')),
            ],
            options={
                'verbose_name_plural': 'service hours',
            },
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['agency', 'status'], name='institutions_service_list'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='institutions_service_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('agency', 'code'), name='institutions_service_code_once'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('capacity_available__isnull', True), ('capacity_maximum__isnull', True), ('capacity_available__lte', models.F('capacity_maximum')), _connector='OR'), name='institutions_room_within_capacity'),
        ),
        migrations.AddConstraint(
            model_name='servicearea',
            constraint=models.UniqueConstraint(fields=('service', 'area_code'), name='institutions_service_area_once'),
        ),
    ]
