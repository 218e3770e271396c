import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('organisation', '0002_activities'), ('organisation', '0006_delegations')]

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('government', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('REGENCY', 'kabupaten/kota'), ('PROVINCE', 'provinsi')], max_length=10)),
                ('area_code', models.CharField(db_collation='C', max_length=13, unique=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('city', models.CharField(max_length=100)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('time_zone', models.CharField(default='Asia/Jakarta', max_length=40)),
                ('village_label', models.CharField(default='Desa/Kelurahan', max_length=30)),
            ],
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='divisions', to='organisation.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'code'), name='organisation_division_code')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('duty_id', models.UUIDField()),
                ('giver_id', models.UUIDField()),
                ('giver_name', models.CharField(max_length=200)),
                ('position', models.CharField(max_length=150)),
                ('receiver_id', models.UUIDField()),
                ('receiver_name', models.CharField(max_length=200)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('number', models.CharField(blank=True, max_length=100)),
                ('reason', models.CharField(max_length=300)),
                ('given_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by_name', models.CharField(blank=True, max_length=200)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='organisation.office')),
            ],
            options={
                'indexes': [models.Index(fields=['receiver_id'], name='organisation_delegate')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('revoked_at__isnull', True)), expressions=[('duty_id', '='), ('period', '&&')], name='organisation_one_delegate_at_a_time'), models.CheckConstraint(condition=models.Q(('giver_id', models.F('receiver_id')), _negated=True), name='organisation_delegate_is_another')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('BIMTEK', 'bimbingan teknis'), ('SOSIALISASI', 'sosialisasi'), ('RAKOR', 'rapat koordinasi'), ('PELATIHAN', 'pelatihan'), ('KESERASIAN', 'keserasian sosial'), ('OTHER', 'kegiatan lain')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('topic', models.TextField(blank=True)),
                ('held_on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('venue', models.CharField(max_length=200)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('attendance_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='organisation.office')),
                ('certificates_file', models.UUIDField(null=True)),
                ('certificates_job', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-held_on', '-id'], name='organisation_activity_newest')],
                'constraints': [models.UniqueConstraint(models.F('office'), django.db.models.functions.text.Lower('name'), models.F('held_on'), name='organisation_one_activity_a_day'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('held_on')), _connector='OR'), name='organisation_activity_days')],
            },
        ),
        migrations.CreateModel(
            name='Official',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.CharField(max_length=150)),
                ('is_head', models.BooleanField(default=False)),
                ('is_signatory', models.BooleanField(default=False)),
                ('name', models.CharField(max_length=200)),
                ('rank', models.CharField(blank=True, max_length=100)),
                ('nip', models.CharField(blank=True, max_length=30)),
                ('user_id', models.UUIDField(null=True)),
                ('term', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('division', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officials', to='organisation.division')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officials', to='organisation.office')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('office', '='), ('position', '='), ('term', '&&')], name='organisation_one_holder_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('VILLAGE_HEAD', 'kepala desa/lurah'), ('WELFARE_SECTION', 'kesra'), ('VILLAGE_OPERATOR', 'operator desa'), ('FACILITATOR', 'fasilitator'), ('TKSK', 'TKSK'), ('CITIZEN', 'warga'), ('OTHER', 'peserta lain')], max_length=20)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('attended', models.BooleanField(default=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='organisation.activity')),
                ('certificate_id', models.UUIDField(null=True)),
                ('has_disability', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('activity'), django.db.models.functions.text.Lower('name'), models.F('area_code'), name='organisation_one_participant_an_activity')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('status', models.CharField(choices=[('PLANNED', 'rencana'), ('TRIAL', 'uji coba'), ('ACTIVE', 'aktif'), ('PAUSED', 'berhenti sementara'), ('CLOSED', 'ditutup')], default='PLANNED', max_length=10)),
                ('decree_number', models.CharField(blank=True, max_length=100)),
                ('started_on', models.DateField(null=True)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('has_internet', models.BooleanField(default=False)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'area_code'), name='organisation_post_area')],
            },
        ),
        migrations.CreateModel(
            name='PostCheck',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('checked_on', models.DateField()),
                ('answers', models.JSONField(default=dict)),
                ('points', models.PositiveSmallIntegerField()),
                ('remark', models.CharField(blank=True, max_length=500)),
                ('checked_at', models.DateTimeField()),
                ('checked_by', models.UUIDField(null=True)),
                ('checked_by_name', models.CharField(max_length=200)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='organisation.post')),
            ],
            options={
                'indexes': [models.Index(fields=['post', '-checked_on'], name='organisation_check_of_post')],
            },
        ),
        migrations.CreateModel(
            name='PostMember',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(choices=[('RESPONSIBLE', 'penanggung jawab'), ('COORDINATOR', 'koordinator'), ('FRONT_OFFICE', 'front office'), ('BACK_OFFICE', 'back office'), ('DATA_OPERATOR', 'operator data'), ('FACILITATOR', 'fasilitator')], max_length=20)),
                ('user_id', models.UUIDField(null=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='organisation.post')),
                ('decree_number', models.CharField(blank=True, max_length=100)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('post', '='), ('role', '='), (models.Func('valid_from', 'valid_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='organisation_one_holder_of_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='PostStatusChange',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('before', models.CharField(blank=True, choices=[('PLANNED', 'rencana'), ('TRIAL', 'uji coba'), ('ACTIVE', 'aktif'), ('PAUSED', 'berhenti sementara'), ('CLOSED', 'ditutup')], max_length=10)),
                ('after', models.CharField(choices=[('PLANNED', 'rencana'), ('TRIAL', 'uji coba'), ('ACTIVE', 'aktif'), ('PAUSED', 'berhenti sementara'), ('CLOSED', 'ditutup')], max_length=10)),
                ('on', models.DateField()),
                ('decree_number', models.CharField(blank=True, max_length=100)),
                ('reason', models.CharField(max_length=500)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.UUIDField(null=True)),
                ('changed_by_name', models.CharField(max_length=200)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='organisation.post')),
            ],
            options={
                'indexes': [models.Index(fields=['post', 'on'], name='organisation_change_of_post')],
            },
        ),
        migrations.CreateModel(
            name='RolloutPlan',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('owner', models.CharField(max_length=200)),
                ('started_on', models.DateField()),
                ('basis', models.CharField(blank=True, max_length=300)),
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rollout', to='organisation.office')),
            ],
        ),
        migrations.CreateModel(
            name='RolloutTarget',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('due_on', models.DateField()),
                ('villages', models.PositiveIntegerField()),
                ('basis', models.CharField(blank=True, max_length=300)),
                ('set_at', models.DateTimeField()),
                ('set_by_name', models.CharField(max_length=200)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='organisation.rolloutplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'due_on'), name='organisation_one_target_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SigningMandate',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('position', models.CharField(max_length=150)),
                ('capacity', models.CharField(choices=[('AN', 'a.n. (atas nama)'), ('PLT', 'Plt. (pelaksana tugas, jabatan kosong)'), ('PLH', 'Plh. (pelaksana harian, pejabat berhalangan)')], max_length=3)),
                ('basis', models.CharField(max_length=200)),
                ('term', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('granted_by', models.UUIDField(null=True)),
                ('granted_by_name', models.CharField(max_length=200)),
                ('granted_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='organisation.office')),
                ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='organisation.official')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('capacity__in', ['PLT', 'PLH'])), expressions=[('office', '='), ('position', '='), ('term', '&&')], name='organisation_one_acting_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='SlrtOfficer',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('MANAGER', 'manajer SLRT'), ('SUPERVISOR', 'supervisor'), ('FACILITATOR', 'fasilitator')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('user_id', models.UUIDField(null=True)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=13), default=list)),
                ('decree_number', models.CharField(blank=True, max_length=100)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slrt_officers', to='organisation.office')),
                ('supervisor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facilitators', to='organisation.slrtofficer')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'role'], name='organisation_slrt_role')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('role', 'MANAGER')), expressions=[('office', '='), (models.Func('valid_from', 'valid_to', function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='organisation_one_slrt_manager'), models.CheckConstraint(condition=models.Q(('role', 'FACILITATOR'), ('supervisor__isnull', True), _connector='OR'), name='organisation_facilitators_are_guided'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='organisation_slrt_days')],
            },
        ),
        migrations.CreateModel(
            name='WorkReport',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('WEEKLY', 'laporan mingguan fasilitator'), ('DAILY', 'laporan harian Puskesos')], max_length=8)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('figures', models.JSONField(default=dict)),
                ('remark', models.CharField(blank=True, max_length=1000)),
                ('sent_at', models.DateTimeField()),
                ('sent_by', models.UUIDField(null=True)),
                ('sent_by_name', models.CharField(max_length=200)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisation.slrtofficer')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisation.post')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'first_on'], name='organisation_report_period')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'DAILY')), fields=('post', 'first_on'), name='organisation_one_daily_report'), models.UniqueConstraint(condition=models.Q(('kind', 'WEEKLY')), fields=('officer', 'first_on'), name='organisation_one_weekly_report'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'DAILY'), ('officer__isnull', True), ('post__isnull', False)), models.Q(('kind', 'WEEKLY'), ('officer__isnull', False), ('post__isnull', True)), _connector='OR'), name='organisation_report_is_of_one')],
            },
        ),
        migrations.CreateModel(
            name='ActionItem',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300)),
                ('owner_name', models.CharField(max_length=200)),
                ('owner_id', models.UUIDField(null=True)),
                ('due_on', models.DateField()),
                ('added_at', models.DateTimeField()),
                ('added_by_name', models.CharField(max_length=200)),
                ('done_on', models.DateField(null=True)),
                ('done_note', models.CharField(blank=True, max_length=300)),
                ('done_by_name', models.CharField(blank=True, max_length=200)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='organisation.activity')),
            ],
            options={
                'indexes': [models.Index(fields=['done_on', 'due_on'], name='organisation_item_due')],
            },
        ),
        migrations.CreateModel(
            name='Formation',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('MANAGER', 'manajer SLRT'), ('SUPERVISOR', 'supervisor'), ('FACILITATOR', 'fasilitator')], max_length=12)),
                ('seats', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('basis', models.CharField(blank=True, max_length=200)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formations', to='organisation.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'role', 'valid_from'), name='organisation_formation_once')],
            },
        ),
    ]
