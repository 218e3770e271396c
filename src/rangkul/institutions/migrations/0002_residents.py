"""Registration, accreditation, management, beds, residents behind their wall, changes, applications and agreements."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import rangkul.kernel.ids
from django.db import migrations, models

from rangkul.platform.policy.walls import protect, protect_residents, protect_through

OCCUPANCY = """
CREATE FUNCTION institutions_occupancy(asked uuid[], day date)
RETURNS TABLE (institution_id uuid, bed_group_id uuid, residents bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.institution_id, r.bed_group_id, count(*) FILTER (WHERE r.period @> day)
    FROM institutions_residency r WHERE r.institution_id = ANY (asked) GROUP BY 1, 2
$$;
"""
"""Figures over all areas, no persons: whoever gives a bed away has to know that it is free."""
KEPT = (
    "institutions_registration, institutions_accreditation, institutions_residency, institutions_institutionchange,"
    " institutions_application, institutions_applicationstep, institutions_partnership"
)


class Migration(migrations.Migration):
    replaces = [("institutions", "0004_residents")]

    dependencies = [
        ("policy", "0001_roles"),
        ("institutions", "0001_initial"),
        ("registry", "0011_import_before"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE institutions_institution SET is_sensitive = true WHERE kind = 'LKS_DISABILITAS'", migrations.RunSQL.noop
        ),
        migrations.RunSQL(OCCUPANCY, "DROP FUNCTION institutions_occupancy(uuid[], date)"),
        protect_residents("institutions_residency", columns=("area_code", "institution_area")),
        protect("institutions_application"),
        protect_through("institutions_applicationstep", parent="institutions_application", key="application_id"),
        protect("institutions_partnership"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM rangkul_app", f"GRANT DELETE ON {KEPT} TO rangkul_app"
        ),
    ]
