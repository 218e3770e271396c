"""What the database holds of proposals and enrolments whatever the code above forgets.

The unit of a component is the unit of its lines and enrolments; a line screened under terms that require a registry
names the id in force. Institutions have no such id.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION programmes_check_subject() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted text;
    given text := CASE WHEN NEW.person_id IS NOT NULL THEN 'PERSON' WHEN NEW.family_id IS NOT NULL THEN 'FAMILY'
                       ELSE 'INSTITUTION' END;
BEGIN
    IF TG_TABLE_NAME = 'programmes_enrolment' THEN
        SELECT unit INTO wanted FROM programmes_component WHERE id = NEW.component_id;
    ELSE
        SELECT c.unit INTO wanted FROM programmes_proposalbatch AS b JOIN programmes_component AS c ON c.id = b.component_id
        WHERE b.id = NEW.batch_id;
    END IF;
    IF wanted IS DISTINCT FROM given THEN
        RAISE EXCEPTION 'a component counted by % takes no %', wanted, given
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programmes_unit_of_component';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION programmes_check_registry_id() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.registry_id = '' AND NEW.institution_id IS NULL AND EXISTS (
        SELECT 1 FROM programmes_screening AS s JOIN programmes_terms AS t ON t.id = s.terms_id
        WHERE s.id = NEW.screening_id AND t.required_registry <> ''
    ) THEN
        RAISE EXCEPTION 'a proposal under these terms names the registry id in force'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'programmes_registry_id_at_proposal';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER programmes_unit_of_component BEFORE INSERT OR UPDATE OF person_id, family_id, institution_id, batch_id
    ON programmes_proposalline FOR EACH ROW EXECUTE FUNCTION programmes_check_subject();
CREATE TRIGGER programmes_unit_of_component BEFORE INSERT OR UPDATE OF person_id, family_id, institution_id, component_id
    ON programmes_enrolment FOR EACH ROW EXECUTE FUNCTION programmes_check_subject();
CREATE TRIGGER programmes_registry_id_at_proposal BEFORE INSERT OR UPDATE OF registry_id, screening_id
    ON programmes_proposalline FOR EACH ROW EXECUTE FUNCTION programmes_check_registry_id();
"""
DROP = """
DROP TRIGGER programmes_registry_id_at_proposal ON programmes_proposalline;
DROP TRIGGER programmes_unit_of_component ON programmes_enrolment;
DROP TRIGGER programmes_unit_of_component ON programmes_proposalline;
DROP FUNCTION programmes_check_registry_id();
DROP FUNCTION programmes_check_subject();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_screening_tally")]
    operations = [migrations.RunSQL(CREATE, DROP)]
