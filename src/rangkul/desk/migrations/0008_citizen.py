"""Complaints, attachments and the satisfaction survey, with their walls and what a ticket holder may ask."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect, protect_through_any

KEPT = "desk_complaint, desk_attachment, desk_surveyanswer, desk_surveyturn, desk_complaintcategory"
UNCHANGED = "desk_surveyanswer, desk_surveyturn, desk_attachment"

NOT_ABOUT_ME = """
CREATE POLICY desk_complaint_not_about_me ON desk_complaint AS RESTRICTIVE TO rangkul_app
USING (NOT (coalesce(current_setting('rangkul.actor', true), '') = ANY (hidden_from::text[])))
WITH CHECK (true);
"""

MARKS = """
ALTER TABLE desk_surveyanswer ADD CONSTRAINT desk_survey_marks
CHECK (array_length(marks, 1) = 9 AND 1 <= ALL (marks) AND 4 >= ALL (marks) AND extract(day FROM month) = 1);
"""

ASK = """
CREATE FUNCTION desk_ticket_place(wanted text, tail bytea)
RETURNS TABLE (kind text, id uuid, area_code text, attached bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'case', c.id, c.area_code::text, (SELECT count(*) FROM public.desk_attachment AS a WHERE a.case_id = c.id)
    FROM public.desk_case AS c WHERE c.ticket = wanted AND c.phone_tail_index = tail
    UNION ALL
    SELECT 'complaint', c.id, c.area_code::text,
           (SELECT count(*) FROM public.desk_attachment AS a WHERE a.complaint_id = c.id)
    FROM public.desk_complaint AS c WHERE c.ticket = wanted AND c.key_index = tail
$$;

CREATE FUNCTION desk_public_complaint(wanted text, tail bytea)
RETURNS TABLE (state text, category text, outcome text, registered_at timestamptz, updated_at timestamptz,
               answered_at timestamptz, objected_at timestamptz, closed_at timestamptz, due_on date,
               answer bytea, review bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.state::text, c.category::text, c.outcome::text, c.registered_at, c.updated_at, c.answered_at, c.objected_at,
           c.closed_at, c.due_on, c.answer_cipher, c.review_cipher
    FROM public.desk_complaint AS c
    WHERE c.ticket = wanted AND c.key_index = tail
$$;

CREATE FUNCTION desk_public_referrals(wanted text, tail bytea)
RETURNS TABLE (agency text, state text, is_accompanied boolean, sent_at timestamptz, answered_at timestamptz,
               answer_due_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(a.name, nullif(r.to_label, ''), 'Dinas Sosial')::text, r.state::text, r.is_accompanied, r.sent_at,
           r.answered_at, r.answer_due_on
    FROM public.desk_case AS c
    JOIN public.desk_referral AS r ON r.case_id = c.id
    LEFT JOIN public.institutions_agency AS a ON a.id = r.agency_id
    WHERE c.ticket = wanted AND c.phone_tail_index = tail
    ORDER BY r.sent_at, r.id
$$;

CREATE FUNCTION desk_closed_ticket(wanted uuid, rested_since timestamptz)
RETURNS TABLE (area_code text, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.area_code::text, c.post_id FROM public.desk_case AS c WHERE c.id = wanted AND c.state = 'CLOSED'
    UNION ALL
    SELECT c.area_code::text, c.post_id FROM public.desk_complaint AS c
    WHERE c.id = wanted AND (c.state = 'CLOSED' OR (c.state = 'ANSWERED' AND c.answered_at < rested_since))
$$;
"""
FUNCTIONS = (
    "desk_ticket_place(text, bytea)",
    "desk_public_complaint(text, bytea)",
    "desk_public_referrals(text, bytea)",
    "desk_closed_ticket(uuid, timestamptz)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {each} TO rangkul_app;" for each in FUNCTIONS
)
DROPS = "".join(f"DROP FUNCTION {each};" for each in FUNCTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_referral_links"),
        ("institutions", "0001_initial"),
        ("organisation", "0003_walls"),
        ("policy", "0001_roles"),
        ("registry", "0014_import_before"),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveyTurn',
            fields=[
                ('key', models.CharField(db_collation='C', max_length=32, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ticket', models.CharField(max_length=24, unique=True)),
                ('form_key', models.UUIDField(unique=True)),
                ('channel', models.CharField(choices=[('LOKET', 'loket Puskesos'), ('FASILITATOR', 'fasilitator'), ('DESA', 'desa, RT/RW'), ('TELEPON', 'telepon/WA'), ('WEB', 'halaman warga'), ('RUJUKAN', 'rujukan lembaga'), ('PENJANGKAUAN', 'penjangkauan')], max_length=14)),
                ('kind', models.CharField(choices=[('KEBUTUHAN', 'kebutuhan bantuan'), ('PENGADUAN', 'pengaduan'), ('PERTANYAAN', 'pertanyaan'), ('SARAN', 'saran')], default='PENGADUAN', max_length=12)),
                ('category', models.CharField(max_length=4)),
                ('programme', models.CharField(blank=True, max_length=100)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('story_cipher', models.BinaryField()),
                ('about_cipher', models.BinaryField(null=True)),
                ('against', models.CharField(choices=[('BUKAN_PETUGAS', 'bukan petugas'), ('DESA', 'petugas desa, RT/RW atau Puskesos'), ('KECAMATAN', 'petugas kecamatan, TKSK, fasilitator atau pendamping'), ('DINAS', 'petugas Dinas Sosial'), ('PENYALUR', 'e-warong, bank atau Pos'), ('LAIN', 'petugas lain, misalnya sekolah atau puskesmas')], default='BUKAN_PETUGAS', max_length=14)),
                ('reach', models.PositiveSmallIntegerField(choices=[(0, 'desa/kelurahan ke atas'), (1, 'kecamatan (supervisor) ke atas'), (2, 'kabupaten/kota saja'), (3, 'kepala kantor dan auditor saja')], default=0)),
                ('hidden_from', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('reporter_cipher', models.BinaryField(null=True)),
                ('phone_cipher', models.BinaryField(null=True)),
                ('key_index', models.BinaryField(null=True)),
                ('may_be_told', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('RECEIVED', 'diterima, belum diperiksa'), ('CHECKING', 'sedang diperiksa'), ('ANSWERED', 'dijawab, menunggu tanggapan warga'), ('OBJECTED', 'warga belum puas, diperiksa ulang'), ('CLOSED', 'selesai')], default='RECEIVED', max_length=12)),
                ('assigned_to', models.UUIDField(null=True)),
                ('assigned_to_name', models.CharField(blank=True, max_length=200)),
                ('due_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('TERBUKTI', 'terbukti, sudah ditindaklanjuti'), ('TIDAK_TERBUKTI', 'diperiksa, tidak terbukti'), ('INFORMASI', 'penjelasan sudah diberikan'), ('DITERUSKAN', 'diteruskan ke yang berwenang'), ('TIDAK_DAPAT', 'tidak dapat ditindaklanjuti, alasan dijelaskan')], max_length=16)),
                ('answer_cipher', models.BinaryField(null=True)),
                ('answered_by', models.UUIDField(null=True)),
                ('answered_by_name', models.CharField(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('is_in_time', models.BooleanField(null=True)),
                ('objection_cipher', models.BinaryField(null=True)),
                ('objected_at', models.DateTimeField(null=True)),
                ('review_cipher', models.BinaryField(null=True)),
                ('reviewed_by', models.UUIDField(null=True)),
                ('reviewed_by_name', models.CharField(blank=True, max_length=200)),
                ('registered_by', models.UUIDField(null=True)),
                ('registered_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
                ('family', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.family')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=150)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('sealed_sha256', models.CharField(max_length=64)),
                ('attached_by_name', models.CharField(max_length=200)),
                ('attached_at', models.DateTimeField()),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='desk.case')),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='desk.complaint')),
            ],
        ),
        migrations.CreateModel(
            name='ComplaintCategory',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=120)),
                ('days', models.PositiveSmallIntegerField()),
                ('is_active', models.BooleanField(default=True)),
                ('changed_by_name', models.CharField(max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'complaint categories',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='desk_category_days')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('month', models.DateField()),
                ('marks', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField())),
                ('suggestion_cipher', models.BinaryField(null=True)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post')),
            ],
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['state', 'area_code', 'due_on'], name='desk_complaint_list'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['category', 'registered_at'], name='desk_complaint_figures'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(fields=['family'], name='desk_complaint_family'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['RECEIVED', 'CHECKING']), models.Q(models.Q(('outcome', ''), _negated=True), ('answer_cipher__isnull', False), ('answered_at__isnull', False)), _connector='OR'), name='desk_complaint_answered_with_outcome'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='desk_complaint_closed_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('answered_by')), _negated=True), _connector='OR'), name='desk_complaint_reviewed_by_another'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('complaint__isnull', True)), models.Q(('case__isnull', True), ('complaint__isnull', False)), _connector='OR'), name='desk_attachment_of_one'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('case', 'sha256'), name='desk_attachment_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('complaint', 'sha256'), name='desk_attachment_once_a_complaint'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['month', 'area_code'], name='desk_survey_month'),
        ),
        protect("desk_complaint"),
        migrations.RunSQL(NOT_ABOUT_ME, "DROP POLICY desk_complaint_not_about_me ON desk_complaint"),
        protect("desk_surveyanswer"),
        protect_through_any("desk_attachment", parents={"case_id": "desk_case", "complaint_id": "desk_complaint"}),
        migrations.RunSQL(MARKS, "ALTER TABLE desk_surveyanswer DROP CONSTRAINT desk_survey_marks"),
        migrations.RunSQL(ASK + GRANTS, DROPS),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app; REVOKE UPDATE ON {UNCHANGED} FROM rangkul_app",
            f"GRANT DELETE ON {KEPT} TO rangkul_app; GRANT UPDATE ON {UNCHANGED} TO rangkul_app",
        ),
    ]
