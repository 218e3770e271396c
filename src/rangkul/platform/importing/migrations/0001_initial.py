import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('importing', '0004_row_decisions')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnMapping',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('format_code', models.CharField(max_length=40)),
                ('fingerprint', models.CharField(max_length=64)),
                ('header', models.JSONField(default=list)),
                ('plan', models.JSONField(default=dict)),
                ('saved_by', models.UUIDField(null=True)),
                ('saved_by_name', models.CharField(max_length=200)),
                ('saved_at', models.DateTimeField()),
                ('used_count', models.PositiveIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area_code', 'fingerprint'), name='importing_mapping_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('format_code', models.CharField(blank=True, max_length=40)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('as_of', models.DateField()),
                ('state', models.CharField(choices=[('UPLOADED', 'diunggah, sedang dibaca'), ('MAPPING', 'menunggu padanan kolom'), ('READ', 'terbaca, menunggu persetujuan'), ('APPROVED', 'disetujui, sedang diterapkan'), ('APPLIED', 'diterapkan'), ('UNDONE', 'dibatalkan seluruhnya'), ('FAILED', 'gagal dibaca'), ('CANCELLED', 'tidak jadi')], default='UPLOADED', max_length=12)),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('header', models.JSONField(default=list)),
                ('layout', models.JSONField(default=dict)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_new', models.PositiveIntegerField(default=0)),
                ('rows_changed', models.PositiveIntegerField(default=0)),
                ('rows_same', models.PositiveIntegerField(default=0)),
                ('rows_doubtful', models.PositiveIntegerField(default=0)),
                ('rows_refused', models.PositiveIntegerField(default=0)),
                ('rows_staged', models.PositiveIntegerField(default=0)),
                ('families_total', models.PositiveIntegerField(default=0)),
                ('question', models.TextField(blank=True)),
                ('notes', models.JSONField(default=dict)),
                ('outcome', models.JSONField(default=dict)),
                ('error', models.TextField(blank=True)),
                ('job_id', models.UUIDField(null=True)),
                ('uploaded_by', models.UUIDField(null=True)),
                ('uploaded_by_name', models.CharField(max_length=200)),
                ('uploaded_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('approved_by', models.UUIDField(null=True)),
                ('approved_by_name', models.CharField(blank=True, max_length=200)),
                ('approved_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('undone_by', models.UUIDField(null=True)),
                ('undone_by_name', models.CharField(blank=True, max_length=200)),
                ('undo_reason', models.CharField(blank=True, max_length=300)),
                ('undone_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='importing.importbatch')),
                ('peek_cipher', models.BinaryField(null=True)),
                ('plan', models.JSONField(default=dict)),
                ('unit', models.CharField(blank=True, choices=[('PERSON', 'orang'), ('FAMILY', 'keluarga')], max_length=8)),
                ('mapping', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='importing.columnmapping')),
            ],
            options={
                'verbose_name_plural': 'import batches',
                'indexes': [models.Index(fields=['area_code', '-uploaded_at'], name='importing_batch_area')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['FAILED', 'CANCELLED', 'UNDONE']), _negated=True), fields=('sha256',), name='importing_same_file_once'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('uploaded_by__isnull', True), models.Q(('approved_by', models.F('uploaded_by')), _negated=True), _connector='OR'), name='importing_four_eyes')],
            },
        ),
        migrations.CreateModel(
            name='ImportBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('row_id', models.UUIDField()),
                ('values', models.JSONField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='befores', to='importing.importbatch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('batch', 'table', 'row_id'), name='importing_before_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('NEW', 'baru'), ('CHANGED', 'berubah'), ('SAME', 'sama'), ('DOUBTFUL', 'meragukan'), ('REFUSED', 'ditolak')], max_length=8)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('reasons', models.JSONField(default=list)),
                ('difference', models.JSONField(default=dict)),
                ('raw_cipher', models.BinaryField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='importing.importbatch')),
                ('area_code', models.CharField(blank=True, db_collation='C', max_length=13)),
                ('other', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contradicted', to='importing.importbatch')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='importing.importbatch')),
                ('candidates', models.JSONField(default=list)),
                ('decision', models.CharField(blank=True, choices=[('PERSON', 'orang ini'), ('NEW', 'orang baru'), ('SKIP', 'lewati')], max_length=6)),
                ('decided_person', models.UUIDField(null=True)),
                ('decided_by_name', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'verdict', 'number'], name='importing_row_verdict'), models.Index(fields=['batch', 'area_code'], name='importing_row_area')],
            },
        ),
        migrations.CreateModel(
            name='UploadSession',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('file_name', models.CharField(max_length=200)),
                ('client_key', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('received', models.BigIntegerField(default=0)),
                ('as_of', models.DateField()),
                ('format_code', models.CharField(blank=True, max_length=40)),
                ('unit', models.CharField(blank=True, choices=[('PERSON', 'orang'), ('FAMILY', 'keluarga')], max_length=8)),
                ('started_by', models.UUIDField()),
                ('started_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='importing.importbatch')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('started_by', 'client_key'), name='importing_upload_once')],
            },
        ),
    ]
