"""Marks of the official lists, disability profiles, health data, photos and points; each table behind its wall."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect, protect_through, protect_through_any

_MARKED = {"person_id": "registry_person", "family_id": "registry_family", "community_id": "registry_community"}
_OF_PERSON = ("registry_disabilityprofile", "registry_disabilityfinding", "registry_healthrecord")
_OF_FAMILY = ("registry_familypoint", "registry_familyphoto")
_TABLES = ", ".join(["registry_community", "registry_groupmark", "registry_disabilitydevice", *_OF_PERSON, *_OF_FAMILY])


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_formats'),
        ('policy', '0001_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('leader_name', models.CharField(blank=True, max_length=200)),
                ('member_count', models.PositiveIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'communities',
                'indexes': [models.Index(fields=['area_code', 'name'], name='registry_community_area')],
            },
        ),
        migrations.CreateModel(
            name='DisabilityFinding',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.CharField(choices=[('PBDT_CACAT', 'PBDT 2015, jenis cacat'), ('REGSOSEK_428', 'Regsosek 2022, blok 428 (kesulitan fungsi)'), ('WG_SS', 'Washington Group, enam pertanyaan')], max_length=15)),
                ('answers', models.JSONField()),
                ('found_on', models.DateField()),
                ('source', models.CharField(choices=[('DTKS', 'DTKS'), ('DTSEN', 'DTSEN'), ('PBDT', 'PBDT/BDT 2015'), ('OPENSID', 'OpenSID'), ('DUKCAPIL', 'Dukcapil'), ('REGSOSEK', 'Regsosek 2022'), ('KEMENSOS', 'daftar Kementerian Sosial'), ('BPJS', 'BPJS Kesehatan'), ('PIP', 'daftar PIP Kemendikdasmen'), ('DESK', 'loket Puskesos'), ('SURVEY', 'verifikasi lapangan'), ('DEMO', 'data contoh'), ('OTHER', 'lainnya')], max_length=10)),
                ('batch_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disability_findings', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='DisabilityProfile',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12))),
                ('detail_cipher', models.BinaryField(null=True)),
                ('seeing', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('hearing', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('walking', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('remembering', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('selfcare', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('communicating', models.PositiveSmallIntegerField(choices=[(1, 'tidak ada kesulitan'), (2, 'sedikit kesulitan'), (3, 'banyak kesulitan'), (4, 'tidak bisa sama sekali')], null=True)),
                ('severity', models.CharField(choices=[('RINGAN', 'ringan'), ('SEDANG', 'sedang'), ('BERAT', 'berat'), ('BELUM_DINILAI', 'belum dinilai')], max_length=15)),
                ('rule', models.CharField(max_length=60)),
                ('cause', models.CharField(blank=True, choices=[('LAHIR', 'sejak lahir'), ('PENYAKIT', 'penyakit'), ('KUSTA', 'akibat kusta'), ('STROKE', 'akibat stroke'), ('KECELAKAAN', 'kecelakaan'), ('BENCANA', 'bencana'), ('KEKERASAN', 'kekerasan'), ('USIA', 'usia lanjut'), ('TIDAK_TAHU', 'tidak diketahui')], max_length=12)),
                ('since_on', models.DateField(null=True)),
                ('has_asked_devices', models.BooleanField(default=False)),
                ('caregiver', models.CharField(blank=True, choices=[('TIDAK_PERLU', 'tidak membutuhkan pendamping'), ('ANGGOTA_KELUARGA', 'didampingi anggota keluarga'), ('BUKAN_KELUARGA', 'didampingi orang lain'), ('BELUM_ADA', 'membutuhkan pendamping, belum ada')], max_length=20)),
                ('caregiver_cipher', models.BinaryField(null=True)),
                ('communication', models.CharField(blank=True, choices=[('LISAN', 'lisan seperti biasa'), ('ISYARAT', 'bahasa isyarat'), ('TULISAN', 'tulisan'), ('BRAILLE', 'braille atau pembaca layar'), ('GAMBAR', 'gambar atau kata sederhana'), ('PENDAMPING', 'lewat pendamping')], max_length=12)),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list)),
                ('source', models.CharField(choices=[('DTKS', 'DTKS'), ('DTSEN', 'DTSEN'), ('PBDT', 'PBDT/BDT 2015'), ('OPENSID', 'OpenSID'), ('DUKCAPIL', 'Dukcapil'), ('REGSOSEK', 'Regsosek 2022'), ('KEMENSOS', 'daftar Kementerian Sosial'), ('BPJS', 'BPJS Kesehatan'), ('PIP', 'daftar PIP Kemendikdasmen'), ('DESK', 'loket Puskesos'), ('SURVEY', 'verifikasi lapangan'), ('DEMO', 'data contoh'), ('OTHER', 'lainnya')], max_length=10)),
                ('recorded_by', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('BELUM', 'belum divalidasi'), ('SUDAH', 'sudah divalidasi'), ('PERLU_PERBAIKAN', 'perlu diperbaiki')], default='BELUM', max_length=16)),
                ('validated_by', models.UUIDField(null=True)),
                ('validated_by_name', models.CharField(blank=True, max_length=200)),
                ('validated_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('remark_cipher', models.BinaryField(null=True)),
                ('caregiver_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cares_for', to='registry.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disability_profiles', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='DisabilityDevice',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('KURSI_RODA', 'kursi roda'), ('KURSI_RODA_CP', 'kursi roda cerebral palsy'), ('KRUK', 'kruk/tongkat ketiak'), ('WALKER', 'alat bantu jalan (walker)'), ('PROTESA', 'kaki/tangan palsu'), ('ORTOSA', 'penopang tubuh/sepatu khusus'), ('ALAT_DENGAR', 'alat bantu dengar'), ('TONGKAT_NETRA', 'tongkat netra'), ('KACAMATA', 'kacamata/lup low vision'), ('LAINNYA', 'alat lain')], max_length=15)),
                ('detail', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('LAYAK', 'dimiliki, layak pakai'), ('RUSAK', 'dimiliki, rusak atau tidak sesuai'), ('DIBUTUHKAN', 'dibutuhkan, belum dimiliki')], max_length=12)),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='registry.disabilityprofile')),
            ],
        ),
        migrations.CreateModel(
            name='FamilyPhoto',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('file_id', models.UUIDField()),
                ('view', models.CharField(choices=[('DEPAN', 'rumah tampak depan'), ('DALAM', 'rumah tampak dalam'), ('JAMBAN', 'jamban dan sumber air'), ('LAINNYA', 'foto lain')], max_length=10)),
                ('taken_on', models.DateField()),
                ('added_by_name', models.CharField(max_length=200)),
                ('added_at', models.DateTimeField()),
                ('withdrawn_on', models.DateField(null=True)),
                ('withdraw_reason', models.CharField(blank=True, max_length=300)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='registry.family')),
            ],
        ),
        migrations.CreateModel(
            name='FamilyPoint',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('point_cipher', models.BinaryField()),
                ('accuracy_m', models.PositiveIntegerField(null=True)),
                ('taken_on', models.DateField()),
                ('is_current', models.BooleanField(default=True)),
                ('source', models.CharField(choices=[('DTKS', 'DTKS'), ('DTSEN', 'DTSEN'), ('PBDT', 'PBDT/BDT 2015'), ('OPENSID', 'OpenSID'), ('DUKCAPIL', 'Dukcapil'), ('REGSOSEK', 'Regsosek 2022'), ('KEMENSOS', 'daftar Kementerian Sosial'), ('BPJS', 'BPJS Kesehatan'), ('PIP', 'daftar PIP Kemendikdasmen'), ('DESK', 'loket Puskesos'), ('SURVEY', 'verifikasi lapangan'), ('DEMO', 'data contoh'), ('OTHER', 'lainnya')], max_length=10)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='registry.family')),
            ],
        ),
        migrations.CreateModel(
            name='GroupMark',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('type_code', models.CharField(max_length=30)),
                ('is_sensitive', models.BooleanField(default=False)),
                ('period', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('evidence', models.CharField(max_length=300)),
                ('source', models.CharField(choices=[('DTKS', 'DTKS'), ('DTSEN', 'DTSEN'), ('PBDT', 'PBDT/BDT 2015'), ('OPENSID', 'OpenSID'), ('DUKCAPIL', 'Dukcapil'), ('REGSOSEK', 'Regsosek 2022'), ('KEMENSOS', 'daftar Kementerian Sosial'), ('BPJS', 'BPJS Kesehatan'), ('PIP', 'daftar PIP Kemendikdasmen'), ('DESK', 'loket Puskesos'), ('SURVEY', 'verifikasi lapangan'), ('DEMO', 'data contoh'), ('OTHER', 'lainnya')], max_length=10)),
                ('marked_by_name', models.CharField(max_length=200)),
                ('end_reason', models.CharField(blank=True, max_length=300)),
                ('ended_by_name', models.CharField(blank=True, max_length=200)),
                ('batch_id', models.UUIDField(null=True)),
                ('created_at', models.DateTimeField()),
                ('community', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_marks', to='registry.community')),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_marks', to='registry.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='group_marks', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='HealthRecord',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('KEHAMILAN', 'kehamilan'), ('GIZI_BALITA', 'status gizi balita')], max_length=12)),
                ('status', models.CharField(choices=[('HAMIL_NORMAL', 'hamil, normal'), ('HAMIL_RISTI', 'hamil, risiko tinggi'), ('HAMIL_KEK', 'hamil, kurang energi kronis'), ('GIZI_NORMAL', 'gizi normal'), ('PENDEK', 'pendek (stunting)'), ('SANGAT_PENDEK', 'sangat pendek (stunting)'), ('GIZI_KURANG', 'gizi kurang'), ('GIZI_BURUK', 'gizi buruk')], max_length=15)),
                ('measured_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('source', models.CharField(choices=[('EPPGBM', 'Dinas Kesehatan, e-PPGBM'), ('PUSKESMAS', 'puskesmas'), ('POSYANDU', 'posyandu'), ('LAINNYA', 'sumber lain')], max_length=10)),
                ('reported_period', models.CharField(blank=True, max_length=7)),
                ('note_cipher', models.BinaryField(null=True)),
                ('batch_id', models.UUIDField(null=True)),
                ('recorded_by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='health_records', to='registry.person')),
            ],
        ),
        migrations.AddConstraint(
            model_name='disabilityprofile',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('person',), name='registry_profile_current_once'),
        ),
        migrations.AddConstraint(
            model_name='disabilityprofile',
            constraint=models.UniqueConstraint(fields=('person', 'version'), name='registry_profile_version'),
        ),
        migrations.AddConstraint(
            model_name='disabilityprofile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'SUDAH'), _negated=True), models.Q(('due_on__isnull', False), ('validated_on__isnull', False)), _connector='OR'), name='registry_profile_validated_when'),
        ),
        migrations.AddConstraint(
            model_name='familypoint',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('family',), name='registry_point_current_once'),
        ),
        migrations.AddIndex(
            model_name='groupmark',
            index=models.Index(fields=['type_code'], name='registry_groupmark_type'),
        ),
        migrations.AddConstraint(
            model_name='groupmark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('community__isnull', True), ('family__isnull', True), ('person__isnull', False)), models.Q(('community__isnull', True), ('family__isnull', False), ('person__isnull', True)), models.Q(('community__isnull', False), ('family__isnull', True), ('person__isnull', True)), _connector='OR'), name='registry_groupmark_about_one'),
        ),
        migrations.AddConstraint(
            model_name='groupmark',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('person__isnull', False)), expressions=[('person', '='), ('type_code', '='), ('period', '&&')], name='registry_group_once_person'),
        ),
        migrations.AddConstraint(
            model_name='groupmark',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('family__isnull', False)), expressions=[('family', '='), ('type_code', '='), ('period', '&&')], name='registry_group_once_family'),
        ),
        migrations.AddConstraint(
            model_name='groupmark',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('community__isnull', False)), expressions=[('community', '='), ('type_code', '='), ('period', '&&')], name='registry_group_once_community'),
        ),
        migrations.AddConstraint(
            model_name='healthrecord',
            constraint=models.UniqueConstraint(fields=('person', 'kind', 'measured_on', 'source'), name='registry_health_measured_once'),
        ),
        protect("registry_community"),
        protect_through_any("registry_groupmark", parents=_MARKED),
        *(protect_through(table, parent="registry_person", key="person_id") for table in _OF_PERSON),
        protect_through("registry_disabilitydevice", parent="registry_disabilityprofile", key="profile_id"),
        *(protect_through(table, parent="registry_family", key="family_id") for table in _OF_FAMILY),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {_TABLES} FROM rangkul_app", f"GRANT DELETE ON {_TABLES} TO rangkul_app"
        ),
    ]
