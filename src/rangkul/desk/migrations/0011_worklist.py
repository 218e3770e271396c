"""Worklists over a hundred thousand open cases: which of them are in conflict is kept, and every order has its index.

The database keeps `desk_conflict` itself, whoever writes: comparing all open cases with each other costs a second, a
look at this small table nothing. The function runs as the owner, because the twin may lie in somebody else's village;
what a reader learns of it is settled by `desk.queries.conflicts`. Two officials who register the same person at once
wait for each other at the lock on that person, so the second always sees the first.
"""

import datetime

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce

from rangkul.platform.policy.walls import protect

KEEP = """
CREATE FUNCTION desk_keep_conflicts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keys uuid[] := ARRAY[NEW.person_id, NEW.family_id];
    subject uuid;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        keys := keys || ARRAY[OLD.person_id, OLD.family_id];
    END IF;
    keys := ARRAY(SELECT DISTINCT key FROM unnest(keys) AS key WHERE key IS NOT NULL ORDER BY key);
    FOREACH subject IN ARRAY keys LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('desk.conflict:' || subject, 0));
    END LOOP;
    WITH touched AS (
        SELECT c.id, c.area_code, c.state <> 'CLOSED' AND (
                   c.contested_at IS NOT NULL
                   OR EXISTS (SELECT FROM desk_case AS t
                              WHERE t.person_id = c.person_id AND t.state <> 'CLOSED' AND t.id <> c.id)
                   OR EXISTS (SELECT FROM desk_case AS t
                              WHERE t.family_id = c.family_id AND t.state <> 'CLOSED' AND t.id <> c.id)
               ) AS is_one
        FROM desk_case AS c
        WHERE c.id = NEW.id OR (c.person_id = ANY (keys) AND c.state <> 'CLOSED')
           OR (c.family_id = ANY (keys) AND c.state <> 'CLOSED')
    ), gone AS (
        DELETE FROM desk_conflict AS d USING touched WHERE d.case_id = touched.id AND NOT touched.is_one
    )
    INSERT INTO desk_conflict (case_id, area_code) SELECT id, area_code FROM touched WHERE is_one
    ON CONFLICT (case_id) DO UPDATE SET area_code = excluded.area_code
    WHERE desk_conflict.area_code <> excluded.area_code;
    RETURN NULL;
END $$;
CREATE TRIGGER desk_case_conflicts_new AFTER INSERT ON desk_case FOR EACH ROW
    WHEN (NEW.person_id IS NOT NULL OR NEW.family_id IS NOT NULL OR NEW.contested_at IS NOT NULL)
    EXECUTE FUNCTION desk_keep_conflicts();
CREATE TRIGGER desk_case_conflicts_changed AFTER UPDATE ON desk_case FOR EACH ROW
    WHEN (OLD.person_id IS DISTINCT FROM NEW.person_id OR OLD.family_id IS DISTINCT FROM NEW.family_id
          OR (OLD.state = 'CLOSED') <> (NEW.state = 'CLOSED') OR OLD.area_code <> NEW.area_code
          OR (OLD.contested_at IS NULL) <> (NEW.contested_at IS NULL))
    EXECUTE FUNCTION desk_keep_conflicts();
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON desk_conflict FROM rangkul_app;

INSERT INTO desk_conflict (case_id, area_code)
SELECT id, area_code FROM desk_case WHERE state <> 'CLOSED' AND (
    contested_at IS NOT NULL
    OR person_id IN (SELECT person_id FROM desk_case WHERE state <> 'CLOSED' GROUP BY person_id HAVING count(*) > 1)
    OR family_id IN (SELECT family_id FROM desk_case WHERE state <> 'CLOSED' GROUP BY family_id HAVING count(*) > 1)
);
"""
FORGET = """
DROP TRIGGER desk_case_conflicts_new ON desk_case;
DROP TRIGGER desk_case_conflicts_changed ON desk_case;
DROP FUNCTION desk_keep_conflicts();
"""
NEVER = datetime.date(9999, 12, 31)


class Migration(migrations.Migration):
    dependencies = [("desk", "0010_consent"), ("policy", "0001_roles")]
    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="conflict",
                        serialize=False,
                        to="desk.case",
                    ),
                ),
                ("area_code", models.CharField(db_collation="C", max_length=13)),
            ],
            options={"indexes": [models.Index(fields=["area_code"], name="desk_conflict_area")]},
        ),
        protect("desk_conflict"),
        migrations.RunSQL(KEEP, FORGET),
        migrations.AddIndex("case", models.Index(fields=["concerned_name", "id"], name="desk_case_by_name")),
        migrations.AddIndex("case", models.Index(fields=["registered_at", "id"], name="desk_case_by_entry")),
        migrations.AddIndex(
            "case",
            models.Index(
                Coalesce(models.F("due_on"), models.Value(NEVER), output_field=models.DateField()),
                models.F("id"),
                name="desk_case_by_due",
            ),
        ),
        migrations.AddIndex(
            "referral", models.Index(fields=["area_code", "state", "answer_due_on"], name="desk_referral_area")
        ),
    ]
