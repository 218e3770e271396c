"""Undoing a batch: what only it created goes, what it changed comes back, what others built upon stays and is listed."""

from django.db import connection
from psycopg import sql

from rangkul.platform.importing.landing import Progress
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.imports.statements import Statements, load

# Children first when restoring: a person's row never depends on them, families before memberships.
_TABLES = (
    "registry_family",
    "registry_person",
    "registry_membership",
    "registry_identity",
    "registry_outsidemembership",
    "registry_condition",
    "registry_welfarestatus",
    "registry_sourcerecord",
)
_OUTSIDE_KEYS = """
SELECT c.conrelid::regclass::text, a.attname
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND NOT c.conrelid::regclass::text = ANY (%s)
"""
_ABOUT = ("registry_answersheet", "registry_duplicatepair")
_ASIDE = (
    *("kept", "kept_count", "touched", "touched_families", "later_files", "later_files_families"),
    *("members_of_kept", "families_of_kept", "members_of_those"),
)


def undo(batch: ImportBatch, statements: Statements, progress: Progress) -> dict[str, object]:
    """Take the batch back in the running transaction: counts, and `kept` as [kind, id, name, why] of what stays.

    Running it again changes nothing: rows of the batch are gone and before-images are used up.
    """
    texts = load("undo")
    for title in ("touched", "later_files", "touched_families", "later_files_families"):
        statements.run(texts[title])
    _keep_referred("registry_person", "import_kept_persons", statements)
    _keep_referred("registry_family", "import_kept_families", statements)
    for title in ("members_of_kept", "families_of_kept", "members_of_those"):
        statements.run(texts[title])
    deletions = {title: text for title, text in texts.items() if title not in _ASIDE}
    outcome: dict[str, object] = {}
    children = [title for title in deletions if title not in ("persons", "families")]
    steps = len(deletions) + len(_TABLES)
    for place, title in enumerate(children):
        outcome[title] = statements.run(deletions[title])
        progress(place, steps, f"menarik kembali, langkah {place + 1} dari {steps}")
    kept = [list(each) for each in statements.rows(texts["kept"])]
    kept_count = sum(int(count) for (count,) in statements.rows(texts["kept_count"]))
    for place, table in enumerate(_TABLES, start=len(children)):
        outcome[f"restored_{table.removeprefix('registry_')}"] = _restore(table, batch, statements)
        progress(place, steps, "mengembalikan isi semula")
    outcome["persons"] = statements.run(deletions["persons"])
    outcome["families"] = statements.run(deletions["families"])
    for text in load("hand_on").values():
        statements.run(text)
    statements.run("DELETE FROM importing_importbefore WHERE batch_id = %(batch)s")
    statements.run("DROP TABLE import_kept_persons, import_kept_families, import_heirs")
    return outcome | {"kept": kept, "kept_count": kept_count}


def _keep_referred(table: str, kept: str, statements: Statements) -> None:
    """Rows that others point to stay: enrolments, cases, decided pairs, profiles, whatever comes later."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE_KEYS, [table, [*_TABLES, *_ABOUT]])
        keys = cursor.fetchall()
    for other, column in keys:
        statements.run(
            f"INSERT INTO {kept} SELECT DISTINCT t.id, 'REFERRED' FROM {table} t JOIN {other} o ON o.{column} = t.id"  # noqa: S608
            f" WHERE t.batch_id = %(batch)s AND t.id NOT IN (SELECT id FROM {kept})"
        )
    if table == "registry_person":
        statements.run(
            "INSERT INTO import_kept_persons SELECT DISTINCT t.id, 'REFERRED' FROM registry_person t"
            " JOIN registry_duplicatepair d ON t.id IN (d.left_id, d.right_id) AND d.state <> 'OPEN'"
            " WHERE t.batch_id = %(batch)s AND t.id NOT IN (SELECT id FROM import_kept_persons)"
        )
        statements.run(  # what another file wrote of them; what this batch itself wrote goes with it
            "INSERT INTO import_kept_persons SELECT DISTINCT t.id, 'REFERRED' FROM registry_person t"
            " JOIN registry_sourcerecord o ON o.person_id = t.id AND o.batch_id IS DISTINCT FROM %(batch)s"
            " WHERE t.batch_id = %(batch)s AND t.id NOT IN (SELECT id FROM import_kept_persons)"
            " AND NOT EXISTS (SELECT 1 FROM importing_importbefore b WHERE b.batch_id = %(batch)s AND b.row_id = t.id"
            " AND NOT b.\"values\" ? 'absent')"
        )


def _restore(table: str, batch: ImportBatch, statements: Statements) -> int:
    """Put the before-images back into rows that nobody changed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attname <> 'id'",
            [table],
        )
        columns = [sql.Identifier(name) for (name,) in cursor.fetchall()]
        kept = {"registry_person": "import_kept_persons", "registry_family": "import_kept_families"}.get(table)
        untouched = sql.SQL("t.batch_id = %s AND t.id NOT IN (SELECT id FROM {})").format(sql.Identifier(kept)) if kept \
            else sql.SQL("(t.person_id IS NULL OR t.person_id NOT IN (SELECT id FROM import_kept_persons)) AND %s IS NOT NULL")  # fmt: skip
        cursor.execute(
            sql.SQL(
                "UPDATE {table} t SET ({columns}) = ROW({old}) FROM importing_importbefore b,"
                " jsonb_populate_record(NULL::{table}, b.values) old"
                " WHERE b.batch_id = %s AND b.\"table\" = {name} AND b.row_id = t.id AND NOT b.values ? 'absent' AND {untouched}"
            ).format(
                table=sql.Identifier(table),
                columns=sql.SQL(", ").join(columns),
                old=sql.SQL(", ").join(sql.SQL("old.{}").format(each) for each in columns),
                name=sql.Literal(table),
                untouched=untouched,
            ),
            [batch.pk, batch.pk],
        )
        return int(cursor.rowcount)
