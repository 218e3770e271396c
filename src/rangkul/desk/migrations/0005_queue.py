"""Queue tickets and the screen of a waiting room, saved filters; urgency, anonymous reporters, classes of a case."""

import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect

SCREEN = """
CREATE FUNCTION desk_queue_screen(wanted text, today date)
RETURNS TABLE (post_name text, waiting bigint, label text, counter text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH place AS (
        SELECT d.post_id, p.name FROM public.desk_queuedisplay AS d
        JOIN public.organisation_post AS p ON p.id = d.post_id WHERE d.address = wanted
    ), told AS (
        (SELECT t.letter || '-' || lpad(t.number::text, 3, '0') AS label, t.counter, t.state, t.last_called_at
         FROM public.desk_queueticket AS t JOIN place USING (post_id)
         WHERE t.day = today AND t.state = 'CALLED' ORDER BY t.last_called_at DESC LIMIT 6)
        UNION ALL
        (SELECT t.letter || '-' || lpad(t.number::text, 3, '0'), t.counter, t.state, t.last_called_at
         FROM public.desk_queueticket AS t JOIN place USING (post_id)
         WHERE t.day = today AND t.state IN ('SERVED', 'ABSENT') ORDER BY t.last_called_at DESC LIMIT 4)
    )
    SELECT place.name::text,
           (SELECT count(*) FROM public.desk_queueticket AS t
            WHERE t.post_id = place.post_id AND t.day = today AND t.state = 'WAITING'),
           told.label, told.counter::text, told.state::text
    FROM place LEFT JOIN told ON true
    ORDER BY told.last_called_at DESC NULLS LAST
$$;
REVOKE ALL ON FUNCTION desk_queue_screen(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_queue_screen(text, date) TO rangkul_app;
REVOKE DELETE, TRUNCATE ON desk_queueticket, desk_queuedisplay FROM rangkul_app;
"""
UNDO = """
DROP FUNCTION desk_queue_screen(text, date);
GRANT DELETE ON desk_queueticket, desk_queuedisplay TO rangkul_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('policy', '0001_roles'),
        ('desk', '0004_nothing_deleted'),
        ('organisation', '0003_walls'),
        ('registry', '0014_import_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='QueueDisplay',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('address', models.CharField(max_length=43, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='QueueTicket',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('form_key', models.UUIDField(unique=True)),
                ('area_code', models.CharField(db_collation='C', max_length=13)),
                ('day', models.DateField()),
                ('letter', models.CharField(max_length=1)),
                ('number', models.PositiveSmallIntegerField()),
                ('purpose', models.CharField(choices=[('KEBUTUHAN', 'minta bantuan atau mengadu'), ('BERKAS', 'melengkapi berkas atau mengambil surat'), ('BERTANYA', 'bertanya')], default='KEBUTUHAN', max_length=10)),
                ('priority', models.CharField(choices=[('BIASA', 'biasa'), ('LANSIA', 'lanjut usia'), ('DIFABEL', 'penyandang disabilitas'), ('HAMIL', 'ibu hamil atau membawa bayi'), ('DARURAT', 'darurat')], default='BIASA', max_length=8)),
                ('rank', models.PositiveSmallIntegerField(default=2)),
                ('state', models.CharField(choices=[('WAITING', 'menunggu dipanggil'), ('CALLED', 'dipanggil'), ('SERVED', 'selesai dilayani'), ('ABSENT', 'tidak hadir saat dipanggil')], default='WAITING', max_length=8)),
                ('counter', models.CharField(blank=True, max_length=20)),
                ('called_by', models.UUIDField(null=True)),
                ('called_by_name', models.CharField(blank=True, max_length=200)),
                ('taken_at', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('call_count', models.PositiveSmallIntegerField(default=0)),
                ('last_called_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.UUIDField(default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField()),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(max_length=300)),
                ('saved_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='classified_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='contested_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='is_anonymous',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='reporter_agency',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='case',
            name='service_code',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name='case',
            name='urgency',
            field=models.CharField(blank=True, choices=[('LAPAR', 'tidak ada makanan hari ini'), ('TELANTAR', 'telantar, tidak ada yang merawat'), ('KEKERASAN', 'kekerasan atau ancaman di rumah'), ('ANAK', 'anak dalam bahaya atau tanpa pengasuh'), ('SAKIT', 'sakit atau luka, perlu ditolong hari ini'), ('JIWA', 'gangguan jiwa, membahayakan diri atau orang lain'), ('BENCANA', 'bencana atau kebakaran'), ('KEHABISAN_BEKAL', 'kehabisan bekal di perjalanan'), ('LAIN', 'mendesak karena hal lain')], max_length=16),
        ),
        migrations.AddField(
            model_name='case',
            name='urgency_reason_cipher',
            field=models.BinaryField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.OrderBy(models.F('is_urgent'), descending=True), django.db.models.functions.comparison.Coalesce(models.F('due_on'), models.Value(datetime.date(9999, 12, 31)), output_field=models.DateField()), models.F('id'), condition=models.Q(('state', 'CLOSED'), _negated=True), name='desk_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('person__isnull', False)), fields=['person', 'area_code'], name='desk_open_of_person'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('family__isnull', False)), fields=['family', 'area_code'], name='desk_open_of_family'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'CLOSED'), _negated=True), fields=['area_code', 'due_on'], name='desk_open_in_area'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('is_anonymous', False), models.Q(('phone_cipher__isnull', True), ('reporter_name', '')), _connector='OR'), name='desk_anonymous_has_no_reporter'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('urgency', ''), ('is_urgent', True), _connector='OR'), name='desk_urgency_is_urgent'),
        ),
        migrations.AddField(
            model_name='queuedisplay',
            name='post',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddField(
            model_name='queueticket',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.case'),
        ),
        migrations.AddField(
            model_name='queueticket',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.post'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('user_id', 'name'), name='desk_filter_name'),
        ),
        migrations.AddIndex(
            model_name='queueticket',
            index=models.Index(fields=['post', 'day', 'state', 'rank', 'taken_at'], name='desk_queue_next'),
        ),
        migrations.AddConstraint(
            model_name='queueticket',
            constraint=models.UniqueConstraint(fields=('post', 'day', 'letter', 'number'), name='desk_queue_number'),
        ),
        migrations.AddConstraint(
            model_name='queueticket',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'CALLED')), fields=('post', 'day', 'called_by'), name='desk_queue_one_call_each'),
        ),
        protect("desk_queueticket"),
        protect("desk_queuedisplay"),
        migrations.RunSQL(SCREEN, UNDO),
    ]
