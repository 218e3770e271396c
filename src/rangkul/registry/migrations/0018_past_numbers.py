"""NIK and card numbers as they stood before a change, behind the wall of who they are of; earlier changes are not known.

What an import found without a NIK is told by its before-images.
"""

import django.db.models.deletion
from django.db import migrations, models

import rangkul.kernel.ids
from rangkul.platform.policy.walls import protect_through_any

FIELDS = """'name', 'nik_status', 'sex', 'birth_place', 'birth_date', 'mother_name', 'marital_status',
                            'education_code', 'occupation_code', 'area_code', 'address', 'hamlet', 'rt', 'rw', 'head_name'"""
BEFORE = """
CREATE OR REPLACE FUNCTION registry_import_before(wanted uuid[], since date)
RETURNS TABLE (row_id uuid, batch_id uuid, file_name varchar, applied_at timestamptz, approved_by_name varchar, fields jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.row_id, i.id, i.file_name, i.applied_at, i.approved_by_name,
           (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(b."values") AS e
            WHERE e.key IN ({fields}){blank})
    FROM importing_importbatch AS i
    JOIN importing_importbefore AS b ON b.batch_id = i.id AND b."table" IN ('registry_person', 'registry_family')
         AND b.row_id = ANY (wanted)
    WHERE i.state = 'APPLIED' AND (since IS NULL OR i.as_of > since) AND NOT b."values" ? 'absent'
      AND (EXISTS (SELECT 1 FROM registry_person AS p WHERE p.id = b.row_id AND registry_in_scope(p.area_code))
           OR EXISTS (SELECT 1 FROM registry_family AS f WHERE f.id = b.row_id AND registry_in_scope(f.area_code)))
$$;
"""
# A file gives a NIK only to who had none: that there was none is all that an image has to say.
BLANK = " OR (e.key = 'nik_cipher' AND e.value = 'null')"
# Until now a change of a number left its day in the trail and nothing of the number.
UNKNOWN = """
INSERT INTO registry_pastnumber (id, person_id, nik_status, is_known, until_at)
SELECT uuidv7(), e.object_id, '', false, e.at FROM audit_event AS e JOIN registry_person AS p ON p.id = e.object_id
WHERE (e.name = 'registry.person.correct' AND e.data -> 'fields' ? 'nik')
   OR (e.name = 'registry.person.merge' AND e.data -> 'filled' ? 'nik')
   OR (e.name IN ('registry.person.undo_merge', 'registry.person.split') AND EXISTS (
           SELECT FROM audit_event AS m WHERE m.name = 'registry.person.merge' AND m.object_id = e.object_id
             AND m.data ->> 'merged' = e.data ->> 'merged' AND m.data -> 'filled' ? 'nik'));
INSERT INTO registry_pastnumber (id, family_id, nik_status, is_known, until_at)
SELECT uuidv7(), e.object_id, '', false, e.at FROM audit_event AS e JOIN registry_family AS f ON f.id = e.object_id
WHERE e.name = 'registry.family.record_card';
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_leftovers"), ("audit", "0003_rows"), ("policy", "0001_roles")]
    operations = [
        migrations.CreateModel(
            name="PastNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=rangkul.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("nik_cipher", models.BinaryField(null=True)),
                (
                    "nik_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ADA_PADAN", "ada, padan"),
                            ("ADA_TIDAK_PADAN", "ada, tidak padan"),
                            ("BELUM_DICEK", "ada, belum dicek"),
                            ("BELUM_REKAM", "belum rekam KTP-el"),
                            ("TIDAK_PUNYA", "tidak punya"),
                            ("GANDA", "ganda"),
                        ],
                        max_length=20,
                    ),
                ),
                ("kk_cipher", models.BinaryField(null=True)),
                ("is_known", models.BooleanField(default=True)),
                ("until_at", models.DateTimeField()),
                (
                    "family",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_numbers",
                        to="registry.family",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_numbers",
                        to="registry.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("family__isnull", True), _connector="XOR"),
                        name="registry_pastnumber_about_one",
                    )
                ],
            },
        ),
        protect_through_any(
            "registry_pastnumber", parents={"person_id": "registry_person", "family_id": "registry_family"}
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON registry_pastnumber FROM rangkul_app",
            "GRANT UPDATE, DELETE ON registry_pastnumber TO rangkul_app",
        ),
        migrations.RunSQL(BEFORE.format(fields=FIELDS, blank=BLANK), BEFORE.format(fields=FIELDS, blank="")),
        migrations.RunSQL(UNKNOWN, migrations.RunSQL.noop),
    ]
