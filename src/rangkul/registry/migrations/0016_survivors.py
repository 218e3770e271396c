"""Every merged record names the person it belongs to now, however many merges lie between; kept true by a trigger."""

import django.db.models.deletion
from django.db import migrations, models

# A merge, its undoing and a split all write merged_into_id alone; the records merged earlier may lie in other areas.
KEEP = """
CREATE FUNCTION registry_keep_survivor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last uuid;
BEGIN
    SELECT coalesce(p.survivor_id, p.id) INTO last FROM registry_person p WHERE p.id = NEW.merged_into_id;
    UPDATE registry_person SET survivor_id = last WHERE id = NEW.id AND survivor_id IS DISTINCT FROM last;
    WITH RECURSIVE older AS (
        SELECT p.id FROM registry_person p WHERE p.merged_into_id = NEW.id
        UNION SELECT p.id FROM registry_person p JOIN older ON p.merged_into_id = older.id
    )
    UPDATE registry_person p SET survivor_id = coalesce(last, NEW.id) FROM older
    WHERE p.id = older.id AND p.survivor_id IS DISTINCT FROM coalesce(last, NEW.id);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION registry_keep_survivor() FROM PUBLIC;
CREATE TRIGGER registry_person_survivor AFTER UPDATE OF merged_into_id ON registry_person
    FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION registry_keep_survivor();
CREATE TRIGGER registry_person_survivor_new AFTER INSERT ON registry_person
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION registry_keep_survivor();
"""
FILL = """
WITH RECURSIVE step AS (
    SELECT id AS record, merged_into_id AS at FROM registry_person WHERE merged_into_id IS NOT NULL
    UNION ALL SELECT step.record, p.merged_into_id FROM step JOIN registry_person p ON p.id = step.at
    WHERE p.merged_into_id IS NOT NULL
)
UPDATE registry_person r SET survivor_id = step.at FROM step JOIN registry_person s ON s.id = step.at
WHERE r.id = step.record AND s.merged_into_id IS NULL;
"""
UNDO = """
DROP TRIGGER registry_person_survivor_new ON registry_person;
DROP TRIGGER registry_person_survivor ON registry_person;
DROP FUNCTION registry_keep_survivor();
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_returners")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="survivor",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("survivor__isnull", False)),
                fields=["survivor"],
                name="registry_person_survivor",
            ),
        ),
        migrations.RunSQL(FILL + KEEP, UNDO),
    ]
