"""Changing keys: bring what is sealed to the newest key, in steps that can be interrupted and run again."""

import json
from collections.abc import Mapping

from django.db import connection, transaction
from psycopg import sql

from rangkul.platform.crypto.installed import installed_keys

STEP = 10_000


def rotate_column(*, table: str, column: str, context: str, key: str = "id", step: int = STEP) -> int:
    """Seal every value of `table.column` under the newest key; returns how many rows were changed.

    Each step of `step` rows commits by itself; rows that others hold locked are taken by a later step. Needs the
    owner's connection (row-level security would hide rows from the web role). When it returns, an older key is no
    longer needed for this column, only for backups and for the trail of rows.
    """
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column), "key": sql.Identifier(key)}
    changed = 0
    while moved := _rotate_step(names, context=context, step=step):
        changed += moved
    return changed


def rotate_map(*, table: str, column: str, context: str, key: str = "id", step: int = STEP) -> int:
    """As `rotate_column` for a JSON column {name: sealed hex}; returns how many rows were changed."""
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column), "key": sql.Identifier(key)}
    select = sql.SQL(
        "SELECT {key}, {column} FROM {table} WHERE EXISTS (SELECT 1 FROM jsonb_each_text({column}) each"
        " WHERE left(each.value, 2) <> %s) LIMIT %s FOR UPDATE"
    ).format(**names)
    update = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s").format(**names)
    changed = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(select, [f"{installed_keys().newest:02x}", step])
            rows = cursor.fetchall()
            for row_key, values in rows:
                held = json.loads(values) if isinstance(values, str) else values
                cursor.execute(update, [json.dumps(_fresh(held, context)), row_key])
        if not rows:
            return changed
        changed += len(rows)


def rotate_images(contexts: Mapping[str, str], *, table: str, column: str, of: str, step: int = STEP) -> int:
    """Bring ciphers inside kept rows of the table `of` (JSON in `table.column`) to the newest key.

    Undoing an import puts such rows back as they were: without this it would bring old keys back. `contexts` is
    {column of the row: context}; a column that holds a map {name: sealed hex} is told by its value.
    """
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
    select = sql.SQL(
        """SELECT ctid::text, {column} FROM {table} WHERE "table" = %s AND EXISTS (
               SELECT 1 FROM unnest(%s::text[]) name
               WHERE substr({column} ->> name, 3, 2) <> %s AND left({column} ->> name, 2) = '\\x'
                  OR jsonb_typeof({column} -> name) = 'object' AND EXISTS (
                      SELECT 1 FROM jsonb_each_text({column} -> name) each WHERE left(each.value, 2) <> %s))
           LIMIT %s FOR UPDATE"""
    ).format(**names)
    update = sql.SQL("UPDATE {table} SET {column} = {column} || %s::jsonb WHERE ctid = %s::tid").format(**names)
    newest, changed = f"{installed_keys().newest:02x}", 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(select, [of, list(contexts), newest, newest, step])
            rows = cursor.fetchall()
            for place, values in rows:
                held = json.loads(values) if isinstance(values, str) else values
                fresh = {name: _fresh_image(held[name], contexts[name]) for name in contexts if held.get(name)}
                cursor.execute(update, [json.dumps(fresh), place])
        if not rows:
            return changed
        changed += len(rows)


def _fresh(values: Mapping[str, str], context: str) -> dict[str, str]:
    resealed = installed_keys().reseal_many([bytes.fromhex(each) for each in values.values()], context=context)
    return {name: each.hex() for name, each in zip(values, resealed, strict=True)}


def _fresh_image(value: str | Mapping[str, str], context: str) -> str | dict[str, str]:
    if not isinstance(value, str):
        return _fresh(value, context)
    return "\\x" + installed_keys().reseal(bytes.fromhex(value.removeprefix("\\x")), context=context).hex()


def count_under_old_keys(*, table: str, column: str) -> int:
    """How many values of the column are not yet under the newest key."""
    statement = sql.SQL("SELECT count(*) FROM {} WHERE get_byte({}, 0) <> %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [installed_keys().newest])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _rotate_step(names: dict[str, sql.Identifier], *, context: str, step: int) -> int:
    select = sql.SQL(
        "SELECT {key}, {column} FROM {table} WHERE get_byte({column}, 0) <> %s LIMIT %s FOR UPDATE"
    ).format(**names)
    update = sql.SQL(
        "UPDATE {table} SET {column} = fresh.value FROM unnest(%s::text[], %s::bytea[]) AS fresh(key, value)"
        " WHERE {table}.{key}::text = fresh.key"
    ).format(**names)
    keys = installed_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(select, [keys.newest, step])
        rows = cursor.fetchall()
        if rows:
            fresh = keys.reseal_many([cipher for _, cipher in rows], context=context)
            cursor.execute(update, [[str(row_key) for row_key, _ in rows], fresh])
    return len(rows)
