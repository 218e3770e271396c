"""What an imported list made of institutions."""

import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("institutions", "0003_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedInstitution',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('batch_id', models.UUIDField(db_index=True)),
                ('was_created', models.BooleanField()),
                ('before', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
        ),
    ]
