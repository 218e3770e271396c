"""Change requests, behind the same wall as persons; nothing of them is deleted through the web."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0007_vulnerable'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangeRequest',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('kind', models.CharField(choices=[('LAHIR', 'kelahiran'), ('MENINGGAL', 'kematian'), ('PINDAH', 'pindah di dalam kabupaten/kota'), ('PINDAH_KELUAR', 'pindah ke luar kabupaten/kota'), ('PINDAH_MASUK', 'pindah masuk dari luar kabupaten/kota'), ('PECAH_KK', 'pecah KK'), ('GABUNG_KK', 'masuk KK lain'), ('KAWIN', 'perkawinan'), ('KEPALA_BARU', 'ganti kepala keluarga'), ('PERBAIKAN', 'perbaikan data')], max_length=13)),
                ('state', models.CharField(choices=[('DRAFT', 'disusun desa'), ('SUBMITTED', 'menunggu pemeriksaan'), ('CHECKED', 'diperiksa, menunggu diterapkan Dinas'), ('RETURNED', 'dikembalikan ke pengaju'), ('APPLIED', 'sudah diterapkan'), ('REFUSED', 'ditolak'), ('WITHDRAWN', 'ditarik')], default='DRAFT', max_length=9)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('to_area', models.CharField(blank=True, db_collation='C', max_length=13)),
                ('happened_on', models.DateField()),
                ('proposed_cipher', models.BinaryField()),
                ('base', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('note', models.TextField(blank=True)),
                ('decision_reason', models.TextField(blank=True)),
                ('settled', models.JSONField(default=dict)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('asked_by', models.UUIDField(null=True)),
                ('asked_by_name', models.CharField(max_length=200)),
                ('submitted_by', models.UUIDField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('checked_by', models.UUIDField(null=True)),
                ('checked_by_name', models.CharField(blank=True, max_length=200)),
                ('checked_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change_requests', to='registry.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='change_requests', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'area_code'], name='registry_change_list'), models.Index(fields=['family'], name='registry_change_family'), models.Index(fields=['person'], name='registry_change_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('family__isnull', False), ('person__isnull', False), ('kind', 'PINDAH_MASUK'), _connector='OR'), name='registry_change_about_somebody'), models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'WITHDRAWN']), models.Q(('digest', ''), _negated=True), _connector='OR'), name='registry_change_frozen_when_asked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'APPLIED'), _negated=True), models.Q(('applied_at__isnull', False), ('checked_at__isnull', False)), _connector='OR'), name='registry_change_applied_after_check')],
            },
        ),
        protect("registry_changerequest"),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON registry_changerequest FROM rangkul_app",
            "GRANT DELETE ON registry_changerequest TO rangkul_app",
        ),
    ]
