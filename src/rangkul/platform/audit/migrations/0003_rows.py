"""The function that notes changed rows, the sealer's columns, and who may touch the trail.

The web role has no right at all on `audit_rowchange`: rows get there only through the trigger, which runs as the owner
(SECURITY DEFINER), and are read only by the owner's commands and jobs. Seals and checks it may read.
"""

from django.db import migrations

NOTE = """
CREATE FUNCTION audit_note_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    key text := TG_ARGV[0];
    hidden text[] := string_to_array(nullif(TG_ARGV[1], ''), ',');
    who text := coalesce(current_setting('rangkul.actor', true), '');
    named text := coalesce(nullif(current_setting('rangkul.actor_name', true), ''), session_user);
    deed text := coalesce(current_setting('rangkul.action', true), '');
    bulk text := coalesce(current_setting('rangkul.bulk', true), '');
    veil jsonb := '{}';
    many bigint;
    lowest text;
    highest text;
BEGIN
    IF hidden IS NOT NULL THEN
        SELECT jsonb_object_agg(each, '…') INTO veil FROM unnest(hidden) AS each;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO many FROM new_rows;
        IF many = 0 THEN RETURN NULL; END IF;
        IF bulk <> '' OR many > 500 THEN
            EXECUTE format('SELECT min(%1$I::text), max(%1$I::text) FROM new_rows', key) INTO lowest, highest;
            INSERT INTO audit_rowchange (at, table_name, row_id, op, count, new, actor, actor_name, action, batch)
            VALUES (clock_timestamp(), TG_TABLE_NAME, '', 'B', many,
                    jsonb_build_object('first', lowest, 'last', highest), who, named, deed, bulk);
        ELSE
            INSERT INTO audit_rowchange (at, table_name, row_id, op, count, new, actor, actor_name, action, batch)
            SELECT clock_timestamp(), TG_TABLE_NAME, coalesce(fresh ->> key, ''), 'I', 1, fresh || veil,
                   who, named, deed, ''
            FROM (SELECT to_jsonb(n) AS fresh FROM new_rows n) AS rows;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO audit_rowchange (at, table_name, row_id, op, count, old, new, actor, actor_name, action, batch)
        SELECT clock_timestamp(), TG_TABLE_NAME, coalesce(was ->> key, fresh ->> key, ''), 'U', 1,
               (SELECT jsonb_object_agg(k, coalesce(veil -> k, v)) FROM jsonb_each(was) AS a(k, v)
                WHERE fresh IS NULL OR v IS DISTINCT FROM fresh -> k),
               (SELECT jsonb_object_agg(k, coalesce(veil -> k, v)) FROM jsonb_each(fresh) AS b(k, v)
                WHERE was IS NULL OR v IS DISTINCT FROM was -> k),
               who, named, deed, bulk
        FROM (SELECT to_jsonb(o) AS was FROM old_rows o) AS before
        FULL JOIN (SELECT to_jsonb(n) AS fresh FROM new_rows n) AS after ON before.was ->> key = after.fresh ->> key
        WHERE was IS DISTINCT FROM fresh;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit_rowchange (at, table_name, row_id, op, count, old, actor, actor_name, action, batch)
        SELECT clock_timestamp(), TG_TABLE_NAME, coalesce(was ->> key, ''), 'D', 1, was || veil, who, named, deed, bulk
        FROM (SELECT to_jsonb(o) AS was FROM old_rows o) AS rows;
    ELSE
        INSERT INTO audit_rowchange (at, table_name, row_id, op, count, actor, actor_name, action, batch)
        VALUES (clock_timestamp(), TG_TABLE_NAME, '', 'T', 0, who, named, deed, bulk);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION audit_note_rows() FROM PUBLIC;
"""

UNNOTE = """
DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT t.tgname, t.tgrelid::regclass AS place FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                WHERE p.proname = 'audit_note_rows' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', each.tgname, each.place);
    END LOOP;
END $$;
DROP FUNCTION audit_note_rows();
"""

SEALED = ("audit_event", "audit_accesslog", "audit_rowchange")
ADD = "".join(
    f"""
    ALTER TABLE {table} ADD COLUMN txid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
    ALTER TABLE {table} ADD COLUMN seal_seq bigint;
    CREATE UNIQUE INDEX {table}_sealed ON {table} (seal_seq) WHERE seal_seq IS NOT NULL;
    CREATE INDEX {table}_unsealed ON {table} (txid, id) WHERE seal_seq IS NULL;
    """
    for table in SEALED
)
DROP = "".join(f"ALTER TABLE {table} DROP COLUMN txid, DROP COLUMN seal_seq;" for table in SEALED)

RIGHTS = """
REVOKE ALL ON audit_rowchange FROM rangkul_app;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_seal, audit_check FROM rangkul_app;
REVOKE ALL ON SEQUENCE audit_rowchange_id_seq FROM rangkul_app;
"""
GIVE_BACK = """
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_rowchange, audit_seal, audit_check TO rangkul_app;
GRANT USAGE, SELECT ON SEQUENCE audit_rowchange_id_seq TO rangkul_app;
"""


class Migration(migrations.Migration):
    replaces = [("audit", "0004_rows")]
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RunSQL(NOTE, UNNOTE),
        migrations.RunSQL(ADD, DROP),
        migrations.RunSQL(RIGHTS, GIVE_BACK),
    ]
