"""Ids that the server makes: UUIDv7, in the order of the rows, so that every index of ids grows at its end."""

from functools import cache

from django.db import connection
from psycopg import sql

_UUID7_SINCE = 180_000
_UUID7 = "uuidv7()"
# The same form for older servers: milliseconds, version 7, and the random part of a version 4.
_UUID7_BY_HAND = (
    "(lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'"
    " || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid"
)


def new_id() -> sql.SQL:
    """The SQL expression of a fresh id."""
    return sql.SQL(_UUID7 if _version() >= _UUID7_SINCE else _UUID7_BY_HAND)


@cache
def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
