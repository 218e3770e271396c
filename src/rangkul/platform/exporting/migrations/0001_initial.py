import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('format_code', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('XLSX', 'Excel (.xlsx)'), ('CSV', 'CSV (.csv)')], max_length=4)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('as_of', models.DateField()),
                ('purpose', models.CharField(max_length=300)),
                ('scope', models.JSONField()),
                ('state', models.CharField(choices=[('WAITING', 'sedang disiapkan'), ('READY', 'siap diunduh'), ('FAILED', 'gagal'), ('EXPIRED', 'kedaluwarsa')], default='WAITING', max_length=8)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('size', models.BigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('error', models.TextField(blank=True)),
                ('job_id', models.UUIDField(null=True)),
                ('requested_by', models.UUIDField(null=True)),
                ('requested_by_name', models.CharField(max_length=200)),
                ('requested_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['requested_by', '-requested_at'], name='exporting_mine')],
            },
        ),
    ]
