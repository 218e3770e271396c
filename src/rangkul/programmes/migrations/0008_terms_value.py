from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0007_removal'),
    ]

    operations = [
        migrations.AddField(model_name='terms', name='amount_text', field=models.TextField(blank=True)),
        migrations.AddField(model_name='terms', name='ranking', field=models.JSONField(default=list)),
        migrations.AddField(model_name='terms', name='change_note', field=models.TextField(blank=True)),
        migrations.AddField(model_name='terms', name='proposed_by', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='terms', name='submitted_at', field=models.DateTimeField(null=True)),
        migrations.AddField(model_name='terms', name='reviewed_by', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='terms', name='reviewed_at', field=models.DateTimeField(null=True)),
        migrations.AddField(model_name='terms', name='published_by', field=models.UUIDField(null=True)),
        migrations.AlterField(
            model_name='terms',
            name='state',
            field=models.CharField(choices=[('DRAFT', 'rancangan'), ('REVIEWED', 'sudah ditinjau'), ('PUBLISHED', 'berlaku'), ('SUPERSEDED', 'digantikan')], default='DRAFT', max_length=12),
        ),
    ]
