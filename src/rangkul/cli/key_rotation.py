"""Bringing everything that is sealed to the newest key: columns, images of imports, files."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from psycopg import sql

from rangkul.cli.sealed_columns import COLUMNS, FILES, SealedFiles
from rangkul.platform.crypto import rotation
from rangkul.platform.files import sealed, storage
from rangkul.platform.importing import storage as uploads

IMAGES = ("importing_importbefore", "values")


def rotate_everything() -> Iterator[tuple[str, int]]:
    """(place, how many values were moved) one after the other; may be stopped and begun again.

    Needs the owner's connection. Afterwards the older keys are needed for backups, for the trail of rows, and for files
    that go by themselves within a week (exports, uploads in pieces).
    """
    for each in COLUMNS:
        rotate = rotation.rotate_map if each.is_map else rotation.rotate_column
        yield (
            f"{each.table}.{each.column}",
            rotate(table=each.table, column=each.column, context=each.context, key=each.key),
        )
    contexts: dict[str, dict[str, str]] = defaultdict(dict)
    for each in COLUMNS:
        contexts[each.table][each.column] = each.context
    table, column = IMAGES
    for of, own in contexts.items():
        if of.startswith("registry_"):
            yield f"{table} ({of})", rotation.rotate_images(own, table=table, column=column, of=of)
    for files in FILES:
        yield f"{files.table}.{files.column}", _rotate_files(files)
    yield "imports/", sum(uploads.reseal(path) for path in sorted(uploads.folder().glob("*.sealed")))


def _rotate_files(files: SealedFiles) -> int:
    names = {"table": sql.Identifier(files.table), "column": sql.Identifier(files.column)}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''").format(**names))
        found = [row[0] for row in cursor.fetchall()]
    changed = 0
    for former in found:
        fresh = sealed.reseal_file(former)
        if fresh == former:
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("UPDATE {table} SET {column} = %s WHERE {column} = %s").format(**names), [fresh, former]
            )
        storage.forget(former)
        changed += 1
    return changed
