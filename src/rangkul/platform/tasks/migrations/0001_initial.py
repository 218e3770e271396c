import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('tasks', '0002_cancel')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('WAITING', 'menunggu'), ('RUNNING', 'berjalan'), ('DONE', 'selesai'), ('FAILED', 'gagal'), ('CANCELLED', 'dibatalkan')], default='WAITING', max_length=12)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('message', models.CharField(blank=True, max_length=300)),
                ('args', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('error', models.TextField(blank=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('requested_by', models.UUIDField(null=True)),
                ('requested_by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('is_cancel_requested', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['requested_by', '-created_at'], name='tasks_job_mine'), models.Index(condition=models.Q(('state__in', ['WAITING', 'RUNNING'])), fields=['state'], name='tasks_job_open')],
            },
        ),
    ]
