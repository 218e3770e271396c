"""The way through the office: clock, completeness, assessment, decision, tasks, confidential notes, escalation.

With walls that follow the case, what a ticket holder may know of missing papers, and the clock of cases that are open.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import rangkul.kernel.ids
from typing import Any

from django.conf import settings
from django.db import migrations, models

from rangkul.platform.policy.walls import protect_through


TABLES = (
    "desk_requirement",
    "desk_assessment",
    "desk_decision",
    "desk_task",
    "desk_confidentialnote",
    "desk_pause",
    "desk_escalation",
)
KEPT = ", ".join(TABLES)
MISSING = """
CREATE FUNCTION desk_public_missing(wanted text, tail bytea)
RETURNS TABLE (label text, reason text, bring text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.label::text, r.reason::text, r.bring::text
    FROM public.desk_case AS c JOIN public.desk_requirement AS r ON r.case_id = c.id AND r.service_code = c.service_code
    WHERE c.ticket = wanted AND c.phone_tail_index = tail AND c.state = 'RETURNED' AND r.state = 'KURANG'
    ORDER BY r.position
$$;
REVOKE ALL ON FUNCTION desk_public_missing(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_public_missing(text, bytea) TO rangkul_app;
"""


def start_clocks(apps: Any, schema_editor: Any) -> None:
    """Open cases of before: five working days from registration were promised, and are due at the end of that day."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE desk_case SET clock_started_at = registered_at, clock_amount = 5, due_counted_at = registered_at,"
            " due_at = (due_on + 1)::timestamp AT TIME ZONE %s, at_risk_at = (due_on - 1)::timestamp AT TIME ZONE %s,"
            " paused_at = CASE WHEN state = 'RETURNED' THEN updated_at END"
            " WHERE state <> 'CLOSED'",
            [settings.TIME_ZONE, settings.TIME_ZONE],
        )


class Migration(migrations.Migration):

    dependencies = [
        ("policy", "0001_roles"),
        ('desk', '0005_queue'),
        ('organisation', '0001_initial'),
        ('registry', '0014_import_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField()),
                ('need_cipher', models.BinaryField()),
                ('situation_cipher', models.BinaryField()),
                ('recommendation_cipher', models.BinaryField()),
                ('risk', models.CharField(choices=[('RENDAH', 'rendah: dapat menunggu'), ('SEDANG', 'sedang: memburuk bila lama'), ('TINGGI', 'tinggi: keselamatan, kesehatan atau anak')], max_length=8)),
                ('way', models.CharField(choices=[('LANGSUNG', 'layanan langsung'), ('SURAT', 'surat rekomendasi atau keterangan'), ('USULAN', 'usulan ke program bantuan'), ('RUJUKAN', 'rujukan ke lembaga lain')], max_length=10)),
                ('assessed_by', models.UUIDField(null=True)),
                ('assessed_by_name', models.CharField(max_length=200)),
                ('assessed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ConfidentialNote',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text_cipher', models.BinaryField()),
                ('written_by', models.UUIDField(null=True)),
                ('written_by_name', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('assessed_by', models.UUIDField(null=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('level', models.CharField(choices=[('DESA', 'Puskesos'), ('KABUPATEN', 'kabupaten/kota')], max_length=10)),
                ('verdict', models.CharField(choices=[('SETUJU', 'disetujui'), ('TOLAK', 'tidak disetujui'), ('NAIK', 'diteruskan ke kabupaten/kota'), ('ULANG', 'dikembalikan untuk dikaji ulang')], max_length=8)),
                ('way', models.CharField(blank=True, choices=[('LANGSUNG', 'layanan langsung'), ('SURAT', 'surat rekomendasi atau keterangan'), ('USULAN', 'usulan ke program bantuan'), ('RUJUKAN', 'rujukan ke lembaga lain')], max_length=10)),
                ('reason_cipher', models.BinaryField(null=True)),
                ('decided_by', models.UUIDField()),
                ('decided_by_name', models.CharField(max_length=200)),
                ('decided_at', models.DateTimeField()),
                ('on_behalf_of', models.CharField(blank=True, max_length=150)),
                ('giver_name', models.CharField(blank=True, max_length=200)),
                ('delegation_id', models.UUIDField(null=True)),
                ('needs_second', models.BooleanField(default=False)),
                ('second_by', models.UUIDField(null=True)),
                ('second_by_name', models.CharField(blank=True, max_length=200)),
                ('second_on_behalf_of', models.CharField(blank=True, max_length=150)),
                ('second_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('level', models.PositiveSmallIntegerField()),
                ('role', models.CharField(max_length=30)),
                ('told', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list)),
                ('due_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('service_code', models.CharField(max_length=8)),
                ('position', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('BELUM', 'belum diperiksa'), ('ADA', 'ada'), ('KURANG', 'kurang'), ('TIDAK_PERLU', 'tidak perlu')], default='BELUM', max_length=12)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('bring', models.CharField(blank=True, max_length=200)),
                ('file_id', models.UUIDField(null=True)),
                ('file_name', models.CharField(blank=True, max_length=150)),
                ('checked_by_name', models.CharField(blank=True, max_length=200)),
                ('checked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('form_key', models.UUIDField(unique=True)),
                ('title', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('assigned_to', models.UUIDField(null=True)),
                ('assigned_to_name', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('TERBUKA', 'belum dikerjakan'), ('SELESAI', 'selesai'), ('BATAL', 'dibatalkan')], default='TERBUKA', max_length=8)),
                ('result', models.CharField(blank=True, max_length=300)),
                ('created_by', models.UUIDField(null=True)),
                ('created_by_name', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('ended_by_name', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Viewer',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField()),
                ('name', models.CharField(max_length=200)),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='at_risk_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='clock_amount',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='clock_started_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='clock_unit',
            field=models.CharField(choices=[('MENIT', 'menit jam kerja'), ('HARI', 'hari kerja'), ('TANPA', 'kondisional, tanpa tenggat')], default='HARI', max_length=8),
        ),
        migrations.AddField(
            model_name='case',
            name='decision_level',
            field=models.CharField(choices=[('DESA', 'Puskesos'), ('KABUPATEN', 'kabupaten/kota')], default='DESA', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='due_counted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='escalation_level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='paused_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='unknown_years',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('REGISTERED', 'terdaftar, belum dicocokkan'), ('RETURNED', 'dikembalikan, menunggu warga melengkapi'), ('MATCHED', 'sudah dicocokkan, menunggu penanganan'), ('HANDLED', 'sedang ditangani'), ('ASSESSED', 'sudah dikaji, menunggu penetapan'), ('DECIDED', 'sudah ditetapkan, menunggu dilaksanakan'), ('REFERRED', 'dirujuk, menunggu jawaban'), ('PROPOSED', 'diusulkan, menunggu keputusan program'), ('CLOSED', 'selesai')], default='REGISTERED', max_length=12),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'CLOSED'), _negated=True), fields=['due_at'], name='desk_case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'CLOSED'), _negated=True), fields=['at_risk_at'], name='desk_case_at_risk'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='desk.case'),
        ),
        migrations.AddField(
            model_name='confidentialnote',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confidential_notes', to='desk.case'),
        ),
        migrations.AddField(
            model_name='decision',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='desk.assessment'),
        ),
        migrations.AddField(
            model_name='decision',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='desk.case'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='desk.case'),
        ),
        migrations.AddField(
            model_name='pause',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='desk.case'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='desk.case'),
        ),
        migrations.AddField(
            model_name='task',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='desk.case'),
        ),
        migrations.AddField(
            model_name='viewer',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='viewers', to='desk.case'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('case', 'version'), name='desk_assessment_version'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='desk_decision_number'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('assessed_by__isnull', True), models.Q(('decided_by', models.F('assessed_by')), _negated=True), _connector='OR'), name='desk_decider_is_not_assessor'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(models.Q(('second_by', models.F('decided_by')), _negated=True), models.Q(('second_by', models.F('assessed_by')), _negated=True)), models.Q(models.Q(('second_by', models.F('decided_by')), _negated=True), ('assessed_by__isnull', True)), _connector='OR'), name='desk_second_is_another'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('case', 'level'), name='desk_escalation_once'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('began_at__lte', models.F('ended_at'))), name='desk_pause_forward'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.UniqueConstraint(fields=('case', 'service_code', 'position'), name='desk_requirement_once'),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'KURANG'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='desk_missing_has_reason'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['assigned_to', 'state', 'due_on'], name='desk_task_mine'),
        ),
        migrations.AddConstraint(
            model_name='viewer',
            constraint=models.UniqueConstraint(fields=('case', 'user_id'), name='desk_viewer_once'),
        ),
        protect_through("desk_requirement", parent="desk_case", key="case_id"),
        protect_through("desk_assessment", parent="desk_case", key="case_id"),
        protect_through("desk_decision", parent="desk_case", key="case_id"),
        protect_through("desk_task", parent="desk_case", key="case_id"),
        protect_through("desk_confidentialnote", parent="desk_case", key="case_id"),
        protect_through("desk_pause", parent="desk_case", key="case_id"),
        protect_through("desk_escalation", parent="desk_case", key="case_id"),
        protect_through("desk_viewer", parent="desk_case", key="case_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
        migrations.RunSQL(MISSING, "DROP FUNCTION desk_public_missing(text, bytea)"),
        migrations.RunPython(start_clocks, migrations.RunPython.noop),
    ]
