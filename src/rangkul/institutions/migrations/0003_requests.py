"""Requests for a bed, behind the wall of residents."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect_residents


class Migration(migrations.Migration):

    dependencies = [
        ("institutions", "0002_residents"),
    ]

    operations = [
        migrations.CreateModel(
            name='BedRequest',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('TANYA', 'Dinas menanyakan tempat'), ('MINTA', 'lembaga minta menerima')], max_length=8)),
                ('state', models.CharField(choices=[('DIMINTA', 'menunggu jawaban'), ('DISANGGUPI', 'disanggupi lembaga'), ('DITOLAK', 'ditolak'), ('MASUK', 'diterima'), ('DITARIK', 'ditarik')], default='DIMINTA', max_length=12)),
                ('referral_id', models.UUIDField(null=True)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('institution_area', models.CharField(db_collation='C', max_length=13)),
                ('name', models.CharField(max_length=200)),
                ('sex', models.CharField(blank=True, max_length=1)),
                ('birth_date', models.DateField(null=True)),
                ('origin', models.CharField(blank=True, max_length=300)),
                ('reason_cipher', models.BinaryField()),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('asked_by_name', models.CharField(max_length=200)),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('answered_by_name', models.CharField(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('bed_group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.bedgroup')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bed_requests', to='institutions.institution')),
                ('residency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.residency')),
            ],
            options={
                'indexes': [models.Index(fields=['institution', 'state', 'asked_at'], name='institutions_bed_request')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('referral_id__isnull', False), ('state__in', ['DIMINTA', 'DISANGGUPI'])), fields=('institution', 'referral_id'), name='institutions_asked_once')],
            },
        ),
        protect_residents("institutions_bedrequest", columns=("area_code", "institution_area")),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON institutions_bedrequest FROM rangkul_app",
            "GRANT DELETE ON institutions_bedrequest TO rangkul_app",
        ),
    ]
