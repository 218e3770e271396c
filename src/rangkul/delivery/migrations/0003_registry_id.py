"""Where the terms of the day require a registry id, no handover stands without one, whatever the code above forgets."""

from django.db import migrations

CREATE = """
CREATE FUNCTION delivery_check_registry_id() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.registry_id = '' AND EXISTS (
        SELECT 1 FROM delivery_entitlement AS e
        JOIN delivery_cycle AS c ON c.id = e.cycle_id
        JOIN programmes_terms AS t ON t.component_id = c.component_id AND t.state = 'PUBLISHED' AND t.valid @> NEW.handed_on
        WHERE e.id = NEW.entitlement_id AND e.institution_id IS NULL AND t.required_registry <> ''
    ) THEN
        RAISE EXCEPTION 'a handover under these terms names the registry id in force'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'delivery_registry_id_at_handover';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_registry_id_at_handover BEFORE INSERT OR UPDATE OF registry_id, entitlement_id, handed_on
    ON delivery_handover FOR EACH ROW EXECUTE FUNCTION delivery_check_registry_id();
"""
DROP = """
DROP TRIGGER delivery_registry_id_at_handover ON delivery_handover;
DROP FUNCTION delivery_check_registry_id();
"""


class Migration(migrations.Migration):
    replaces = [("delivery", "0004_registry_id")]
    dependencies = [("delivery", "0002_walls"), ("programmes", "0004_invariants")]
    operations = [migrations.RunSQL(CREATE, DROP)]
