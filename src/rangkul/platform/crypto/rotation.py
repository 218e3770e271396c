"""Changing keys: bring a sealed column to the newest key, in steps that can be interrupted and run again."""

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
