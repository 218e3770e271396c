"""Pairs that may be one person, learnt weights, and what other registers say; walled like the people they name."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import APP_ROLE, protect, protect_through

_BOTH = " AND ".join(
    f"EXISTS (SELECT 1 FROM registry_person AS p WHERE p.id = registry_duplicatepair.{side}_id)" for side in ("left", "right")
)


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0008_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='LinkageModel',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(unique=True)),
                ('settings', models.JSONField()),
                ('threshold', models.FloatField()),
                ('figures', models.JSONField(default=dict)),
                ('trained_on', models.CharField(max_length=200)),
                ('trained_at', models.DateTimeField()),
                ('trained_by_name', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='LinkageRun',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('REGISTRI', 'seluruh registri'), ('BERKAS', 'warga dari satu berkas dengan registri')], max_length=10)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('batch_id', models.UUIDField(null=True)),
                ('job_id', models.UUIDField(null=True)),
                ('persons', models.PositiveIntegerField(default=0)),
                ('pairs', models.PositiveIntegerField(default=0)),
                ('pairs_new', models.PositiveIntegerField(default=0)),
                ('requested_by_name', models.CharField(max_length=200)),
                ('requested_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('model', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='registry.linkagemodel')),
            ],
        ),
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('weight', models.FloatField()),
                ('reasons', models.JSONField(default=list)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('state', models.CharField(choices=[('OPEN', 'belum diputuskan'), ('SAME', 'orang yang sama'), ('DIFFERENT', 'orang berbeda'), ('UNSURE', 'belum tahu')], default='OPEN', max_length=10)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('kept_id', models.UUIDField(null=True)),
                ('decided_by_name', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('found_at', models.DateTimeField()),
                ('left', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('right', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='found', to='registry.linkagerun')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-weight', 'id'], name='registry_pair_worklist')],
                'constraints': [models.UniqueConstraint(fields=('left', 'right'), name='registry_pair_once'), models.CheckConstraint(condition=models.Q(('left__lt', models.F('right'))), name='registry_pair_in_order')],
            },
        ),
        migrations.CreateModel(
            name='SourceRecord',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=10)),
                ('as_of', models.DateField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('birth_date', models.DateField(null=True)),
                ('sex', models.CharField(blank=True, max_length=1)),
                ('nik_status', models.CharField(blank=True, max_length=20)),
                ('is_same_nik', models.BooleanField(null=True)),
                ('batch_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='source_records', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'source', 'as_of'), name='registry_source_record_once')],
            },
        ),
        protect("registry_linkagerun"),
        protect_through("registry_sourcerecord", parent="registry_person", key="person_id"),
        migrations.RunSQL(
            f"""
            ALTER TABLE registry_duplicatepair ENABLE ROW LEVEL SECURITY;
            CREATE POLICY registry_duplicatepair_area ON registry_duplicatepair TO {APP_ROLE}
                USING ({_BOTH}) WITH CHECK ({_BOTH});
            """,
            "DROP POLICY registry_duplicatepair_area ON registry_duplicatepair;"
            " ALTER TABLE registry_duplicatepair DISABLE ROW LEVEL SECURITY;",
        ),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON registry_duplicatepair, registry_linkagerun, registry_linkagemodel FROM {APP_ROLE}",
            f"GRANT DELETE ON registry_duplicatepair, registry_linkagerun, registry_linkagemodel TO {APP_ROLE}",
        ),
    ]
