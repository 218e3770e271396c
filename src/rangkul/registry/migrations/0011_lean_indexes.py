"""Fewer index entries for each person that is imported: a twin goes, and empty families are not indexed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0010_quick_hits'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='membership',
            name='registry_membership_family',
        ),
        migrations.AlterField(
            model_name='answersheet',
            name='family',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='registry.family'),
        ),
        migrations.AlterField(
            model_name='condition',
            name='family',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='registry.family'),
        ),
        migrations.AlterField(
            model_name='identity',
            name='family',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='registry.family'),
        ),
        migrations.AlterField(
            model_name='outsidemembership',
            name='family',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='registry.family'),
        ),
        migrations.AlterField(
            model_name='welfarestatus',
            name='family',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='registry.family'),
        ),
        migrations.AddIndex(
            model_name='answersheet',
            index=models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='reg_answersheet_family'),
        ),
        migrations.AddIndex(
            model_name='condition',
            index=models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='reg_condition_family'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='reg_identity_family'),
        ),
        migrations.AddIndex(
            model_name='outsidemembership',
            index=models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='reg_outsidemembership_family'),
        ),
        migrations.AddIndex(
            model_name='welfarestatus',
            index=models.Index(condition=models.Q(('family__isnull', False)), fields=['family'], name='reg_welfarestatus_family'),
        ),
    ]
