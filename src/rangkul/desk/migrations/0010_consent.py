"""Whether a citizen agreed to be told, where, and that the ticket's page may say so; complaints past the head of the office."""

from django.db import migrations, models

PLACE = """
DROP FUNCTION desk_ticket_place(text, bytea);
CREATE FUNCTION desk_ticket_place(wanted text, tail bytea)
RETURNS TABLE (kind text, id uuid, area_code text, attached bigint, is_told boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT 'case', c.id, c.area_code::text,
           (SELECT count(*) FROM public.desk_attachment AS a WHERE a.case_id = c.id), c.may_be_told
    FROM public.desk_case AS c WHERE c.ticket = wanted AND c.phone_tail_index = tail
    UNION ALL
    SELECT 'complaint', c.id, c.area_code::text,
           (SELECT count(*) FROM public.desk_attachment AS a WHERE a.complaint_id = c.id), c.may_be_told
    FROM public.desk_complaint AS c WHERE c.ticket = wanted AND c.key_index = tail
$$;
REVOKE ALL ON FUNCTION desk_ticket_place(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_ticket_place(text, bytea) TO rangkul_app;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_letters"), ("policy", "0001_roles")]

    operations = [
        migrations.AddField("case", "email_cipher", models.BinaryField(null=True)),
        migrations.AddField("case", "may_be_told", models.BooleanField(default=False)),
        migrations.AddField("complaint", "email_cipher", models.BinaryField(null=True)),
        migrations.RemoveConstraint("case", "desk_anonymous_has_no_reporter"),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(is_anonymous=False)
                | models.Q(reporter_name="", phone_cipher__isnull=True, email_cipher__isnull=True),
                name="desk_anonymous_has_no_reporter",
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=models.Q(may_be_told=False)
                | models.Q(phone_cipher__isnull=False)
                | models.Q(email_cipher__isnull=False),
                name="desk_told_has_address",
            ),
        ),
        migrations.AlterField(
            model_name='complaint',
            name='against',
            field=models.CharField(choices=[('BUKAN_PETUGAS', 'bukan petugas'), ('DESA', 'petugas desa, RT/RW atau Puskesos'), ('KECAMATAN', 'petugas kecamatan, TKSK, fasilitator atau pendamping'), ('DINAS', 'petugas Dinas Sosial'), ('KEPALA', 'kepala Dinas Sosial'), ('PENYALUR', 'e-warong, bank atau Pos'), ('LAIN', 'petugas lain, misalnya sekolah atau puskesmas')], default='BUKAN_PETUGAS', max_length=14),
        ),
        migrations.AlterField(
            model_name='complaint',
            name='reach',
            field=models.PositiveSmallIntegerField(choices=[(0, 'desa/kelurahan ke atas'), (1, 'kecamatan (supervisor) ke atas'), (2, 'kabupaten/kota saja'), (3, 'kepala kantor, Inspektorat dan auditor'), (4, 'Inspektorat dan auditor saja')], default=0),
        ),
        migrations.RunSQL(PLACE, migrations.RunSQL.noop),
    ]
