import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=150)),
                ('kind', models.CharField(max_length=20)),
                ('owner_kind', models.CharField(max_length=30)),
                ('owner_id', models.UUIDField()),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('kept_by', models.UUIDField(null=True)),
                ('kept_by_name', models.CharField(max_length=200)),
                ('kept_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['owner_kind', 'owner_id'], name='files_file_owner'), models.Index(fields=['sha256'], name='files_file_digest')],
            },
        ),
    ]
