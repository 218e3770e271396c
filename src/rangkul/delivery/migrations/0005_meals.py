"""Days of meals in institutions; an institution's own user sees what their institution is due."""

import django.contrib.postgres.fields
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect, protect_residents


class Migration(migrations.Migration):

    dependencies = [
        ("delivery", "0004_nothing_deleted"),
        ("institutions", "0003_requests"),
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='MealDay',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('on', models.DateField()),
                ('served_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ('absent_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list)),
                ('absent_reason', models.CharField(blank=True, max_length=300)),
                ('proof', models.CharField(choices=[('TANDA_TANGAN', 'tanda tangan pada daftar'), ('CAP_JEMPOL', 'cap jempol pada daftar'), ('FOTO', 'foto serah terima')], max_length=12)),
                ('signed_by', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('voided_at', models.DateTimeField(null=True)),
                ('voided_by_name', models.CharField(blank=True, max_length=200)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('entitlement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meal_days', to='delivery.entitlement')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('entitlement', 'on'), name='delivery_meals_once_a_day'), models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='delivery_meal_void_has_reason')],
            },
        ),
        protect_residents("delivery_mealday", columns=("area_code",)),
        migrations.RunSQL(
            "REVOKE DELETE, TRUNCATE ON delivery_mealday FROM rangkul_app",
            "GRANT DELETE ON delivery_mealday TO rangkul_app",
        ),
        migrations.RunSQL(
            "DROP POLICY delivery_entitlement_area ON delivery_entitlement", protect("delivery_entitlement").sql
        ),
        protect_residents("delivery_entitlement", columns=("area_code",)),
    ]
