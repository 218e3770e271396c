"""Referrals to roles inside, what was said, links for agencies without an account, and the door of such a link.

A visitor by link sees no case through row-level security. One function with the owner's eyes says of a link's id when
it ends, which referral it opens and where that case lives; not who or what it is about.
"""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect_through, protect_through_or_own

DOOR = """
CREATE FUNCTION desk_referral_door(wanted uuid)
RETURNS TABLE (referral_id uuid, agency_id uuid, area_code text, expires_at timestamptz, revoked_at timestamptz,
               code_index bytea, is_finished boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id, r.agency_id, r.area_code::text, l.expires_at, l.revoked_at, l.code_index,
           r.state IN ('DITOLAK', 'SELESAI', 'DITARIK')
    FROM public.desk_referrallink AS l JOIN public.desk_referral AS r ON r.id = l.referral_id
    WHERE l.id = wanted
$$;
REVOKE ALL ON FUNCTION desk_referral_door(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk_referral_door(uuid) TO rangkul_app;
"""
FILL = """
UPDATE desk_referral AS r SET ticket = c.ticket, concerned_name = c.concerned_name, area_code = c.area_code,
    to_label = a.name
FROM desk_case AS c, institutions_agency AS a WHERE c.id = r.case_id AND a.id = r.agency_id
"""
KEPT = "desk_referralnote, desk_referrallink"
STATES = [
    ("DIKIRIM", "dikirim"),
    ("DITERIMA", "diterima"),
    ("DITANYA", "ada pertanyaan"),
    ("DIKERJAKAN", "sedang dikerjakan"),
    ("DITOLAK", "ditolak"),
    ("SELESAI", "selesai dengan hasil"),
    ("DITARIK", "ditarik kembali"),
]
SIDES = [("MEJA", "meja layanan"), ("PENERIMA", "penerima rujukan"), ("PROGRAM", "pengingat")]


def _add(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField(model_name="referral", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_case_flow"), ("institutions", "0001_initial"), ("policy", "0001_roles")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        *(
            migrations.AlterField(model_name="referral", name=name, field=field)
            for name, field in {
                "to_role": models.CharField(blank=True, max_length=30),
                "to_area_code": models.CharField(blank=True, db_collation="C", max_length=13),
                "to_label": models.CharField(blank=True, max_length=250),
                "ticket": models.CharField(blank=True, max_length=24),
                "concerned_name": models.CharField(blank=True, max_length=200),
                "area_code": models.CharField(blank=True, db_collation="C", max_length=13),
                "sent_by_name": models.CharField(blank=True, max_length=200),
            }.items()
        ),
        migrations.RunSQL("DROP POLICY desk_referral_area ON desk_referral", migrations.RunSQL.noop),
        protect_through_or_own("desk_referral", parent="desk_case", key="case_id", column="to_area_code"),
        protect_through("desk_referralnote", parent="desk_referral", key="referral_id"),
        protect_through("desk_referrallink", parent="desk_referral", key="referral_id"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
        migrations.RunSQL(DOOR, "DROP FUNCTION desk_referral_door(uuid)"),
    ]
