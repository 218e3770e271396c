"""The way of terms written in the browser: two more states, their cases, and what is published stays as it is."""

from django.db import migrations, models

STATES = [
    ("DRAFT", "rancangan"),
    ("SUBMITTED", "menunggu ditinjau"),
    ("REVIEWED", "sudah ditinjau"),
    ("PUBLISHED", "berlaku"),
    ("SUPERSEDED", "digantikan"),
    ("WITHDRAWN", "dibatalkan"),
]
# A published version may end earlier or be superseded; what it says was the ground of decisions and stays.
FREEZE = """
CREATE FUNCTION programmes_keep_published_terms() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.published_by IS NOT NULL THEN
            RAISE EXCEPTION 'published terms stay'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'programmes_published_terms_stay';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.published_by IS NOT NULL AND (
        (NEW.component_id, NEW.version, NEW.rule_text, NEW.rule_digest, NEW.rule_note, NEW.parameters,
         NEW.required_registry, NEW.deliveries_per_year, NEW.legal_basis, NEW.amount_text, NEW.ranking, NEW.cases,
         lower(NEW.valid))
        IS DISTINCT FROM
        (OLD.component_id, OLD.version, OLD.rule_text, OLD.rule_digest, OLD.rule_note, OLD.parameters,
         OLD.required_registry, OLD.deliveries_per_year, OLD.legal_basis, OLD.amount_text, OLD.ranking, OLD.cases,
         lower(OLD.valid))
        OR NEW.tariff IS DISTINCT FROM OLD.tariff OR NEW.quantity IS DISTINCT FROM OLD.quantity
        OR NEW.state NOT IN ('PUBLISHED', 'SUPERSEDED')
    ) THEN
        RAISE EXCEPTION 'published terms are never edited: a new version is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programmes_published_terms_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programmes_published_terms_stay BEFORE UPDATE OR DELETE ON programmes_terms
    FOR EACH ROW EXECUTE FUNCTION programmes_keep_published_terms();
REVOKE DELETE, TRUNCATE ON programmes_terms FROM rangkul_app;
"""
THAW = """
GRANT DELETE ON programmes_terms TO rangkul_app;
DROP TRIGGER programmes_published_terms_stay ON programmes_terms;
DROP FUNCTION programmes_keep_published_terms();
"""


class Migration(migrations.Migration):
    replaces = [("programmes", "0009_terms_flow")]

    dependencies = [
        ("programmes", "0007_removal"),
    ]

    operations = [
        migrations.RunSQL(FREEZE, THAW),
    ]
