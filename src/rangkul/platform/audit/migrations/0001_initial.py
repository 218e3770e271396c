import django.contrib.postgres.indexes
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0003_rowchange_seal_check')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('role', models.CharField(max_length=40)),
                ('purpose', models.CharField(max_length=300)),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.UUIDField()),
                ('fields', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_id', 'at'], name='audit_access_subject')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('ok', models.BooleanField()),
                ('blocks', models.BigIntegerField()),
                ('rows', models.BigIntegerField()),
                ('unsealed', models.BigIntegerField()),
                ('head', models.CharField(blank=True, max_length=100)),
                ('problems', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['-at'], name='audit_check_at')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('name', models.CharField(max_length=80)),
                ('actor_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('role', models.CharField(max_length=40)),
                ('object_kind', models.CharField(max_length=60)),
                ('object_id', models.UUIDField(null=True)),
                ('area_code', models.CharField(blank=True, db_collation='C', max_length=13)),
                ('reason', models.TextField(blank=True)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['object_id', 'at'], name='audit_event_object'), models.Index(fields=['actor_id', 'at'], name='audit_event_actor'), models.Index(fields=['name', 'at'], name='audit_event_name'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='audit_event_at')],
            },
        ),
        migrations.CreateModel(
            name='RowChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('table_name', models.CharField(max_length=63)),
                ('row_id', models.CharField(max_length=64)),
                ('op', models.CharField(max_length=1)),
                ('count', models.BigIntegerField(default=1)),
                ('old', models.JSONField(null=True)),
                ('new', models.JSONField(null=True)),
                ('actor', models.CharField(max_length=36)),
                ('actor_name', models.CharField(max_length=200)),
                ('action', models.CharField(max_length=80)),
                ('batch', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['table_name', 'row_id'], name='audit_row_of'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='audit_row_at')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('EVENT', 'peristiwa'), ('ROW', 'perubahan baris'), ('ACCESS', 'akses data')], max_length=10)),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('count', models.IntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('previous', models.CharField(max_length=64)),
                ('root', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('horizon', models.BigIntegerField()),
                ('cluster', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'first'), name='audit_seal_first')],
            },
        ),
        migrations.CreateModel(
            name='EventSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('subject_id', models.UUIDField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='audit.event')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'subject_id'], name='audit_subject')],
            },
        ),
    ]
