"""Undoing a status batch: what it added goes, what it changed comes back, persons changed since stay and are listed."""

from django.db import connection
from psycopg import sql

from rangkul.platform.importing.landing import Progress
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports.statuses.statements import Statements, load

_TABLES = (
    "registry_welfarestatus",
    "registry_outsidemembership",
    "registry_identity",
    "registry_answersheet",
    "registry_sourcerecord",
    "registry_healthrecord",
    "registry_person",
    "registry_membership",
)


def undo(batch: ImportBatch, statements: Statements, progress: Progress) -> dict[str, object]:
    """Take the batch back in the running transaction: counts, and `kept` as [kind, id, name, why] of what others built upon."""
    texts = dict(load("undo"))
    outcome: dict[str, object] = {}
    kept = [list(each) for each in statements.rows(texts.pop("kept"))]
    for title, text in texts.items():
        outcome[title] = statements.run(text)
    for place, table in enumerate(_TABLES):
        outcome[f"restored_{table.removeprefix('registry_')}"] = _restore(table, batch)
        progress(place, len(_TABLES), "mengembalikan isi semula")
    statements.run("DELETE FROM importing_importbefore WHERE batch_id = %(batch)s")
    return outcome | {"kept": kept, "kept_count": len(kept)}


def _restore(table: str, batch: ImportBatch) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' AND attname <> 'id'",
            [table],
        )
        columns = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        is_person = table == "registry_person"
        unchanged = sql.SQL("t.revision = old.revision + 1" if is_person else "true")
        cursor.execute(
            sql.SQL(
                "UPDATE {table} t SET ({columns}) = ROW({old}) FROM importing_importbefore b,"
                " jsonb_populate_record(NULL::{table}, b.values) old"
                ' WHERE b.batch_id = %s AND b."table" = {name} AND b.row_id = t.id AND {unchanged}'
            ).format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(columns),
                old=sql.SQL(", ").join(sql.SQL("old.{}").format(each) for each in columns),
                name=sql.Literal(table),
                unchanged=unchanged,
            ),
            [batch.pk],
        )
        return int(cursor.rowcount)
