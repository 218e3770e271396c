import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reference', '0002_shapes')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=200)),
                ('is_confirmed', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField()),
                ('changed_by_name', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('is_shared_leave', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=13, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('name_key', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('provinsi', 'provinsi'), ('kabupaten', 'kabupaten'), ('kota', 'kota'), ('kecamatan', 'kecamatan'), ('desa', 'desa'), ('kelurahan', 'kelurahan'), ('desa_adat', 'desa adat')], max_length=12)),
                ('level', models.PositiveSmallIntegerField()),
                ('parent_code', models.CharField(blank=True, db_collation='C', max_length=13)),
                ('bps_code', models.CharField(blank=True, max_length=10)),
                ('edition', models.CharField(max_length=20)),
            ],
            options={
                'indexes': [models.Index(fields=['parent_code', 'name'], name='reference_area_children'), models.Index(fields=['bps_code'], name='reference_area_bps'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('name_key', name='gin_trgm_ops'), name='reference_area_name_trgm')],
            },
        ),
        migrations.CreateModel(
            name='AreaShape',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=13, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('path', models.TextField()),
                ('least_x', models.IntegerField()),
                ('least_y', models.IntegerField()),
                ('greatest_x', models.IntegerField()),
                ('greatest_y', models.IntegerField()),
                ('is_derived', models.BooleanField(default=False)),
                ('source', models.CharField(max_length=200)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['level', 'code'], name='reference_shape_level')],
            },
        ),
        migrations.CreateModel(
            name='OfficeHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
            ],
            options={
                'verbose_name_plural': 'office hours',
                'constraints': [models.UniqueConstraint(fields=('weekday', 'opens'), name='reference_hours_once'), models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes')), ('weekday__lte', 6)), name='reference_hours_forward')],
            },
        ),
        migrations.CreateModel(
            name='AreaAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alias', models.CharField(max_length=120)),
                ('alias_key', models.CharField(max_length=120)),
                ('source', models.CharField(max_length=20)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='reference.area')),
            ],
            options={
                'verbose_name_plural': 'area aliases',
                'indexes': [models.Index(fields=['alias_key'], name='reference_alias_key')],
            },
        ),
    ]
