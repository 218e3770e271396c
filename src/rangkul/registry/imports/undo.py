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
_PART = 20_000
_MADE = (
    "made_persons",
    "made_families",
    "made_persons_key",
    "made_families_key",
    "kept_persons",
    "kept_families",
    "planned",
)
_TOUCHED = (
    *("merged", "told_of", "changed", "told_by_others", "with_sheets", "later_files"),
    *("families_told_of", "families_changed", "families_told_by_others", "later_files_families"),
)
_WITH_THEM = (
    *("decided_pairs", "written_by_others", "members_of_kept", "families_of_kept", "members_of_those"),
    *("planned_again", "gone_persons", "gone_persons_key"),
)
_CHILDREN = ("pairs_unsettled", "leftovers", "conditions", "programmes", "listed", "identities", "memberships")
_LEFT = "import_made_persons, import_made_families, import_kept_persons, import_kept_families, import_gone_persons, import_gone_families, import_heirs"


def undo(batch: ImportBatch, statements: Statements, progress: Progress) -> dict[str, object]:
    """Take the batch back in the running transaction: counts, and `kept` as [kind, id, name, why] of what stays.

    Running it again changes nothing: rows of the batch are gone and before-images are used up.
    """
    texts = load("undo")
    steps = len(_CHILDREN) + len(_TABLES) + 3
    progress(0, steps, "mencari apa yang sudah dipakai")
    for title in (*_MADE, *_TOUCHED):
        statements.run(texts[title])
    _keep_referred("registry_person", "persons", statements)
    _keep_referred("registry_family", "families", statements)
    for title in _WITH_THEM:
        statements.run(texts[title], part=_PART)
    outcome: dict[str, object] = {}
    for place, title in enumerate(_CHILDREN, start=1):
        outcome[title] = statements.run(texts[title])
        progress(place, steps, f"menarik kembali, langkah {place} dari {steps}")
    kept = [list(each) for each in statements.rows(texts["kept"])]
    kept_count = sum(int(count) for (count,) in statements.rows(texts["kept_count"]))
    for place, table in enumerate(_TABLES, start=1 + len(_CHILDREN)):
        outcome[f"restored_{table.removeprefix('registry_')}"] = _restore(table, batch, statements)
        progress(place, steps, "mengembalikan isi semula")
    outcome["persons"] = _remove("persons", texts, statements, progress)
    for title in ("gone_families", "gone_families_key"):
        statements.run(texts[title], part=_PART)
    outcome["families"] = _remove("families", texts, statements, progress)
    for text in load("hand_on").values():
        statements.run(text)
    statements.run("DELETE FROM importing_importbefore WHERE batch_id = %(batch)s")
    statements.run(f"DROP TABLE {_LEFT}")
    return outcome | {"kept": kept, "kept_count": kept_count}


def _remove(noun: str, texts: dict[str, str], statements: Statements, progress: Progress) -> int:
    """Delete in parts: what PostgreSQL must remember to check does not grow with the file.

    Some thirty keys point to a person, and their checks are nearly all of the cost. They are made key by key, not person by
    person, so that the plan of one check stays near the processor: 5.6 to 6.3 s against 6.2 to 7.6 for 9,353 persons.
    """
    keys = _pointing_to(f"registry_{'person' if noun == 'persons' else 'family'}")
    last = statements.rows(f"SELECT max(part), count(*) FROM import_gone_{noun}")[0]  # noqa: S608
    parts, wanted = (int(last[0]) + 1, int(last[1])) if last[1] else (0, 0)
    removed = 0
    for number in range(parts):
        statements.run("SET CONSTRAINTS ALL DEFERRED")
        removed += statements.run(texts[noun], number=number)
        for key in keys:
            statements.run(f"SET CONSTRAINTS {key} IMMEDIATE")
        statements.run("SET CONSTRAINTS ALL IMMEDIATE")
        progress(min((number + 1) * _PART, wanted), wanted, "menghapus yang hanya dari berkas ini")
    return removed


def _pointing_to(table: str) -> list[str]:
    """Names of the foreign keys that point to a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(conname) FROM pg_constraint WHERE contype = 'f' AND condeferrable AND confrelid = %s::regclass",
            [table],
        )
        return [str(name) for (name,) in cursor.fetchall()]


def _keep_referred(table: str, noun: str, statements: Statements) -> None:
    """Rows that others point to stay: enrolments, cases, decided pairs, profiles, whatever comes later."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTSIDE_KEYS, [table, [*_TABLES, *_ABOUT]])
        keys = cursor.fetchall()
    for other, column in keys:
        statements.run(
            f"INSERT INTO import_kept_{noun} SELECT DISTINCT t.id, 'REFERRED' FROM {other} o"  # noqa: S608
            f" JOIN import_made_{noun} t ON t.id = o.{column} ON CONFLICT DO NOTHING"
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
        untouched = sql.SQL("t.batch_id = %s AND NOT EXISTS (SELECT 1 FROM {} k WHERE k.id = t.id)").format(sql.Identifier(kept)) if kept \
            else sql.SQL("NOT EXISTS (SELECT 1 FROM import_kept_persons k WHERE k.id = t.person_id) AND %s IS NOT NULL")  # fmt: skip
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
