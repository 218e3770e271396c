"""A removed or added row is turned into JSON once: PostgreSQL pulled the subquery up and did it for every use.

Measured with EXPLAIN ANALYZE of the function's INSERT over 37,454 persons, one run: 2.9 s instead of 4.6.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("rangkul.platform.audit.migrations.0003_rows").NOTE.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
AFTER = (
    BEFORE.replace("FROM new_rows n) AS rows", "FROM new_rows n OFFSET 0) AS rows")
    .replace("FROM old_rows o) AS rows", "FROM old_rows o OFFSET 0) AS rows")
    .replace("fresh || veil", "CASE WHEN hidden IS NULL THEN fresh ELSE fresh || veil END")
    .replace("was || veil", "CASE WHEN hidden IS NULL THEN was ELSE was || veil END")
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_rows")]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
