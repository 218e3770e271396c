"""Running the set-based statements of one batch: names filled in, rows counted, ids made."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import sql

from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports import guards, staging
from rangkul.registry.imports.ids import new_id


class Statements:
    """The batch's tables and values, put into statements of `registry/imports/*.sql` in the order asked for."""

    def __init__(self, batch: ImportBatch, *, source: str) -> None:
        self._values: dict[str, Any] = {
            "batch": batch.pk,
            "as_of": batch.as_of,
            "source": source,
            "scope": batch.area_code,
            "scope_end": f"{batch.area_code}/",
            "applied_at": batch.applied_at,
            "zone": settings.TIME_ZONE,
        }
        self._names: dict[str, sql.Composable] = {
            "rows": staging.rows_table(batch),
            "verdicts": staging.verdicts_table(batch),
            "new_id": new_id(),
            "alike": guards.ALIKE,
            "fits_family": guards.FITS_FAMILY,
            "who": guards.WHO,
            "who_here": guards.WHO_HERE,
            "family_here": guards.FAMILY_HERE,
            "corrected": guards.CORRECTED,
        }

    def run(self, text: str, **values: Any) -> int:
        """Run one statement and give the number of rows it wrote."""
        with connection.cursor() as cursor:
            cursor.execute(self._filled(text), self._values | values)
            return int(cursor.rowcount)

    def rows(self, text: str, **values: Any) -> list[tuple[Any, ...]]:
        """Run one query and give its rows."""
        with connection.cursor() as cursor:
            cursor.execute(self._filled(text), self._values | values)
            return list(cursor.fetchall())

    def _filled(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self._names)


def load(name: str) -> dict[str, str]:
    """Statements of `name`.sql by the title in their `-- name:` lines, in order."""
    found: dict[str, str] = {}
    for block in (Path(__file__).parent / f"{name}.sql").read_text("utf-8").split("-- name: ")[1:]:
        title, _, text = block.partition("\n")
        found[title.strip()] = text.strip().rstrip(";")
    return found
