import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("policy", "0001_roles"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200)),
                ('questionnaire_code', models.CharField(max_length=40)),
                ('questionnaire_version', models.PositiveSmallIntegerField()),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('kind', models.CharField(choices=[('PERSON', 'orang'), ('FAMILY', 'keluarga')], max_length=6)),
                ('cohort', models.CharField(max_length=40)),
                ('parameters', models.JSONField(default=dict)),
                ('is_sensitive', models.BooleanField(default=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('as_of', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('sampling', models.CharField(choices=[('ALL', 'semua yang termasuk'), ('COUNT_VILLAGE', 'sejumlah tertentu tiap desa/kelurahan'), ('PERCENT_VILLAGE', 'persen tertentu tiap desa/kelurahan'), ('COUNT_AREA', 'sejumlah tertentu dari seluruh wilayah')], default='ALL', max_length=16)),
                ('sample_size', models.PositiveIntegerField(null=True)),
                ('revisit_percent', models.PositiveSmallIntegerField(default=0)),
                ('seed', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('DRAFT', 'rancangan'), ('OPEN', 'berjalan'), ('CLOSED', 'selesai'), ('CANCELLED', 'dibatalkan')], default='DRAFT', max_length=10)),
                ('cancel_reason', models.TextField(blank=True)),
                ('created_by', models.UUIDField(null=True)),
                ('created_by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('sampling', 'ALL'), ('sample_size__gte', 1), _connector='OR'), name='verivali_sample_has_size'), models.CheckConstraint(condition=models.Q(('sampling__in', ['ALL', 'COUNT_VILLAGE', 'COUNT_AREA']), ('sample_size__lte', 100), _connector='OR'), name='verivali_percent_to_100'), models.CheckConstraint(condition=models.Q(('revisit_percent__lte', 100)), name='verivali_revisit_percent_to_100')],
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('rt', models.CharField(blank=True, max_length=5)),
                ('rw', models.CharField(blank=True, max_length=5)),
                ('is_drawn', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('TO_VISIT', 'belum dikunjungi'), ('SECOND_VISIT', 'perlu kunjungan kedua'), ('SUBMITTED', 'menunggu pemeriksaan'), ('RETURNED', 'dikembalikan ke petugas'), ('REVISIT', 'menunggu kunjungan ulang petugas lain'), ('APPROVED', 'disetujui')], default='TO_VISIT', max_length=12)),
                ('assigned_to', models.UUIDField(null=True)),
                ('assigned_to_name', models.CharField(blank=True, max_length=200)),
                ('result', models.CharField(blank=True, choices=[('CONFIRMED', 'terkonfirmasi'), ('NOT_CONFIRMED', 'tidak terkonfirmasi'), ('DOUBLE', 'data ganda'), ('DECEASED', 'meninggal'), ('NO_DOCUMENTS', 'tidak memiliki atau belum tercatat dokumen kependudukan'), ('MOVED', 'pindah ke daerah lain di Indonesia'), ('ABROAD', 'pindah ke luar negeri'), ('NOT_FOUND', 'tidak ditemukan'), ('ENUMERATED', 'selesai dicacah'), ('HOUSE_NOT_FOUND', 'rumah tangga tidak ditemukan'), ('HOUSE_GONE', 'rumah tangga pindah atau bangunan tidak ada'), ('PART_OF_OTHER', 'bagian dari rumah tangga lain di dokumen'), ('DECLINED', 'responden menolak')], max_length=16)),
                ('visit_count', models.PositiveSmallIntegerField(default=0)),
                ('approved_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='verivali.campaign')),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', 'area_code', 'state'], name='verivali_subject_board'), models.Index(fields=['assigned_to', 'state'], name='verivali_subject_mine')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('family__isnull', True), _connector='XOR'), name='verivali_subject_is_one'), models.UniqueConstraint(fields=('campaign', 'person'), name='verivali_person_once'), models.UniqueConstraint(fields=('campaign', 'family'), name='verivali_family_once')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('FIRST', 'kunjungan pertama'), ('SECOND', 'kunjungan kedua'), ('REVISIT', 'kunjungan ulang oleh petugas lain')], max_length=8)),
                ('state', models.CharField(choices=[('DRAFT', 'konsep'), ('SUBMITTED', 'menunggu pemeriksaan'), ('RETURNED', 'dikembalikan untuk diperbaiki'), ('MISSED', 'tidak bertemu'), ('APPROVED', 'disetujui'), ('SUPERSEDED', 'digantikan kunjungan ulang'), ('DROPPED', 'dialihkan ke petugas lain')], default='DRAFT', max_length=10)),
                ('enumerator', models.UUIDField()),
                ('enumerator_name', models.CharField(max_length=200)),
                ('visited_on', models.DateField(null=True)),
                ('result', models.CharField(blank=True, choices=[('CONFIRMED', 'terkonfirmasi'), ('NOT_CONFIRMED', 'tidak terkonfirmasi'), ('DOUBLE', 'data ganda'), ('DECEASED', 'meninggal'), ('NO_DOCUMENTS', 'tidak memiliki atau belum tercatat dokumen kependudukan'), ('MOVED', 'pindah ke daerah lain di Indonesia'), ('ABROAD', 'pindah ke luar negeri'), ('NOT_FOUND', 'tidak ditemukan'), ('ENUMERATED', 'selesai dicacah'), ('HOUSE_NOT_FOUND', 'rumah tangga tidak ditemukan'), ('HOUSE_GONE', 'rumah tangga pindah atau bangunan tidak ada'), ('PART_OF_OTHER', 'bagian dari rumah tangga lain di dokumen'), ('DECLINED', 'responden menolak')], max_length=16)),
                ('answers', models.JSONField(default=dict)),
                ('answers_cipher', models.BinaryField(null=True)),
                ('note_cipher', models.BinaryField(null=True)),
                ('latitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('longitude', models.DecimalField(decimal_places=6, max_digits=9, null=True)),
                ('base_revision', models.PositiveIntegerField()),
                ('applicable', models.PositiveIntegerField(default=0)),
                ('answered', models.PositiveIntegerField(default=0)),
                ('compared', models.PositiveIntegerField(default=0)),
                ('agreed', models.PositiveIntegerField(default=0)),
                ('return_reason', models.TextField(blank=True)),
                ('reviewed_by', models.UUIDField(null=True)),
                ('reviewed_by_name', models.CharField(blank=True, max_length=200)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='verivali.subject')),
            ],
            options={
                'indexes': [models.Index(fields=['enumerator', 'state'], name='verivali_visit_enumerator')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'number'), name='verivali_visit_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['DRAFT', 'RETURNED'])), fields=('subject',), name='verivali_one_visit_at_a_time'), models.CheckConstraint(condition=models.Q(('latitude__isnull', True), ('longitude__isnull', True), _connector='XOR', _negated=True), name='verivali_point_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(max_length=40)),
                ('verdict', models.CharField(choices=[('1', 'data lama benar'), ('2', 'perbaiki menjadi')], max_length=1)),
                ('old_cipher', models.BinaryField(null=True)),
                ('new_cipher', models.BinaryField(null=True)),
                ('state', models.CharField(choices=[('CONFIRMED', 'data lama benar'), ('PROPOSED', 'diusulkan'), ('APPLIED', 'diterapkan ke registri'), ('KEPT', 'data registri dipertahankan'), ('HANDED_ON', 'menunggu permintaan perubahan')], max_length=10)),
                ('decided_by_name', models.CharField(blank=True, max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='verivali.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'field'), name='verivali_correction_once')],
            },
        ),
    ]
