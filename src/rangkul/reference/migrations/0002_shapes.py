from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reference', '0001_initial'),
    ]

    operations = [
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
    ]
