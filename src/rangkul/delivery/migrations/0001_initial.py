import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('delivery', '0003_item_detail'), ('delivery', '0006_overlap_reason')]

    initial = True

    dependencies = [
        ("institutions", "0001_initial"),
        ("policy", "0001_roles"),
        ("programmes", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('item', models.CharField(max_length=100)),
                ('item_unit', models.CharField(max_length=20)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12)),
                ('tariff', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('DRAFT', 'disiapkan'), ('FROZEN', 'daftar dibekukan, menunggu persetujuan'), ('APPROVED', 'disetujui'), ('OPEN', 'sedang disalurkan'), ('CLOSED', 'ditutup')], default='DRAFT', max_length=10)),
                ('created_by', models.UUIDField(null=True)),
                ('frozen_by', models.UUIDField(null=True)),
                ('approved_by', models.UUIDField(null=True)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.component')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-period_start'], name='delivery_cycle_state')],
                'constraints': [models.UniqueConstraint(fields=('component', 'area_code', 'period_start'), name='delivery_one_cycle_a_period')],
            },
        ),
        migrations.CreateModel(
            name='Bast',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('served', models.PositiveIntegerField()),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=14)),
                ('document_id', models.UUIDField()),
                ('issued_by_name', models.CharField(max_length=200)),
                ('issued_at', models.DateTimeField()),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='basts', to='delivery.cycle')),
            ],
            options={
                'indexes': [models.Index(fields=['cycle', 'area_code'], name='delivery_bast_village')],
            },
        ),
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('recipient_name', models.CharField(max_length=200)),
                ('registry_id', models.CharField(blank=True, max_length=64)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12)),
                ('state', models.CharField(choices=[('PENDING', 'belum diserahkan'), ('SETTLED', 'sudah diserahkan'), ('MISSED', 'tidak tersalurkan')], default='PENDING', max_length=8)),
                ('missed_reason', models.CharField(blank=True, choices=[('TIDAK_HADIR', 'tidak hadir sampai batas waktu'), ('MENINGGAL', 'meninggal'), ('PINDAH', 'pindah'), ('MENOLAK', 'menolak'), ('TANPA_ID', 'ID registri tidak lagi berlaku'), ('SIKLUS_DITUTUP', 'siklus ditutup')], max_length=20)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entitlements', to='delivery.cycle')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.enrolment')),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('institution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['cycle', 'area_code', 'recipient_name'], name='delivery_entitlement_list'), models.Index(fields=['family'], name='delivery_entitlement_family'), models.Index(fields=['person'], name='delivery_entitlement_person')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'enrolment'), name='delivery_one_entitlement_a_cycle'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'MISSED'), _negated=True), models.Q(('missed_reason', ''), _negated=True), _connector='OR'), name='delivery_missed_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('receiver', models.CharField(choices=[('SENDIRI', 'penerima sendiri'), ('PASANGAN', 'suami/istri'), ('KELUARGA', 'anggota keluarga lain'), ('WAKIL', 'wakil dengan surat kuasa'), ('PENGURUS', 'pengurus lembaga')], max_length=12)),
                ('receiver_name', models.CharField(max_length=200)),
                ('proof', models.CharField(choices=[('TANDA_TANGAN', 'tanda tangan pada daftar'), ('CAP_JEMPOL', 'cap jempol pada daftar'), ('FOTO', 'foto serah terima')], max_length=12)),
                ('proof_file_id', models.UUIDField(null=True)),
                ('registry_id', models.CharField(blank=True, max_length=64)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=12)),
                ('handed_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('voided_at', models.DateTimeField(null=True)),
                ('voided_by_name', models.CharField(blank=True, max_length=200)),
                ('void_reason', models.TextField(blank=True)),
                ('entitlement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='delivery.entitlement')),
                ('item_detail', models.CharField(blank=True, max_length=200)),
                ('overlap_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('entitlement',), name='delivery_settled_once'), models.CheckConstraint(condition=models.Q(('voided_at__isnull', True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='delivery_void_has_reason')],
            },
        ),
    ]
