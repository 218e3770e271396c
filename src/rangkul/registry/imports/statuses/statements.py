"""Running the set-based statements of one status batch: names filled in, values bound, rows counted."""

from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import sql

from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports import statements as shared
from rangkul.registry.imports.statuses import staging

ABOUT = ("person_id", "family_id")


class Statements(shared.Statements):
    """The batch's tables and values, put into statements of `registry/imports/statuses/*.sql`."""

    def __init__(self, batch: ImportBatch, *, source: str) -> None:
        super().__init__(batch, source=source)
        self._names |= {name: staging.table(batch, name) for name in staging.TABLES}

    def run_for_both(self, text: str, **values: Any) -> int:
        """Run one statement for claims about persons and once more for those about families."""
        written = 0
        for about in ABOUT:
            with connection.cursor() as cursor:
                filled = sql.SQL(text).format(**self._names, about=sql.Identifier(about))
                cursor.execute(filled, self._values | values)
                written += int(cursor.rowcount)
        return written


@cache
def load(name: str) -> dict[str, str]:
    """Statements of `name`.sql by the title in their `-- name:` lines, in order."""
    found: dict[str, str] = {}
    for block in (Path(__file__).parent / f"{name}.sql").read_text("utf-8").split("-- name: ")[1:]:
        title, _, text = block.partition("\n")
        found[title.strip()] = text.strip().rstrip(";")
    return found
