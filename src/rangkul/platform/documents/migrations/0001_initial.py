import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0003_needs_permission')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('series', models.CharField(max_length=40)),
                ('number', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=300)),
                ('template', models.CharField(max_length=40)),
                ('template_version', models.CharField(max_length=12)),
                ('data_digest', models.CharField(max_length=64)),
                ('pdf_sha256', models.CharField(max_length=64)),
                ('pdf_size', models.PositiveIntegerField()),
                ('office_name', models.CharField(max_length=200)),
                ('subject_kind', models.CharField(max_length=30)),
                ('subject_id', models.UUIDField()),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('issued_by', models.UUIDField(null=True)),
                ('issued_by_name', models.CharField(max_length=200)),
                ('issued_at', models.DateTimeField()),
                ('issued_on', models.DateField()),
                ('verify_code', models.CharField(max_length=20, unique=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_reason', models.CharField(blank=True, max_length=300)),
                ('needs_permission', models.CharField(blank=True, max_length=80)),
                ('sequence', models.PositiveIntegerField(null=True)),
                ('recipient', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='documents_subject'), models.Index(fields=['issued_on', 'issued_at', 'id'], name='documents_register')],
                'constraints': [models.UniqueConstraint(fields=('series', 'office_name', 'number'), name='documents_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_reason', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='documents_revoked_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('series', models.CharField(max_length=40)),
                ('office_code', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('classification', models.CharField(max_length=20)),
                ('pattern', models.CharField(max_length=120)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'number series',
                'constraints': [models.UniqueConstraint(fields=('series', 'office_code', 'year'), name='documents_series_year')],
            },
        ),
    ]
