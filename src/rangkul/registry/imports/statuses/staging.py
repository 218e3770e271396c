"""Staging of status rows: three unlogged tables a batch: the rows, whom they were found to be about, their claims."""

import io

import polars as pl
from django.db import connection
from psycopg import sql

from rangkul.kernel.names import search_keys
from rangkul.platform.crypto import blind_index_many
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.walls import APP_ROLE
from rangkul.registry.imports.staging import count_rows
from rangkul.registry.numbers import KK, NIK

_ROWS = {
    "row": "integer NOT NULL",
    "subject": "text NOT NULL",
    "nik_index": "bytea",
    "kk_index": "bytea",
    "id_kind": "text",
    "id_value": "text",
    "name": "text",
    "name_key": "text",
    "birth_date": "date",
    "area_code": 'text COLLATE "C"',
    "claims": "jsonb NOT NULL",
}
_FOUND = {
    "row": "integer PRIMARY KEY",
    "person_id": "uuid",
    "family_id": "uuid",
    "code": "text NOT NULL DEFAULT ''",
    "detail": "text NOT NULL DEFAULT ''",
}
_CLAIMS = {
    "seq": "bigserial PRIMARY KEY",
    "row": "integer NOT NULL",
    "k": "text NOT NULL",
    "person_id": "uuid",
    "family_id": "uuid",
    "a": "text",
    "v": "text",
    "f": "date",
    "u": "date",
    "n": "smallint",
    "l": "boolean",
    "d": "jsonb",
    "x": "jsonb",
    "c": "jsonb",
    "target": "uuid",
    "mode": "\"char\" NOT NULL DEFAULT 'I'",
    "old": "text",
}
TABLES = {"rows": _ROWS, "found": _FOUND, "claims": _CLAIMS}


def table(batch: ImportBatch, name: str) -> sql.Identifier:
    """One of the tables of a batch: "rows", "found" or "claims"."""
    return sql.Identifier(f"import_status_{name}_{batch.pk.hex}")


def begin(batch: ImportBatch) -> None:
    """Make the tables anew. Their rows hold names, so the web role gets no right to them."""
    forget(batch)
    for name, columns in TABLES.items():
        listed = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(each), sql.SQL(kind)) for each, kind in columns.items()
        )
        _run(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table(batch, name), listed))
        _run(sql.SQL("REVOKE ALL ON {} FROM {}").format(table(batch, name), sql.Identifier(APP_ROLE)))


def stage(batch: ImportBatch, frame: pl.DataFrame) -> None:
    """Copy checked rows of `record.SCHEMA`; numbers of identity only as blind indexes."""
    if frame.is_empty():
        return
    names = frame["name"].fill_null("").to_list()
    ready = frame.with_columns(
        _index(frame["nik"], NIK, "nik_index"),
        _index(frame["kk"], KK, "kk_index"),
        pl.Series("name_key", [each[:200] or None for each in search_keys(names)], dtype=pl.String),
    ).select(list(_ROWS))
    text = io.BytesIO()
    ready.write_csv(text, include_header=False, null_value="", quote_style="necessary")
    statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table(batch, "rows"))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def staged(batch: ImportBatch) -> int:
    """How many rows are staged; 0 when the table is gone or was emptied by a crash of PostgreSQL."""
    return count_rows(f"import_status_rows_{batch.pk.hex}")


def forget(batch: ImportBatch) -> None:
    """Drop the tables."""
    for name in TABLES:
        _run(sql.SQL("DROP TABLE IF EXISTS {}").format(table(batch, name)))


def _index(numbers: pl.Series, context: str, name: str) -> pl.Series:
    distinct = numbers.drop_nulls().unique().to_list()
    if not distinct:
        return pl.Series(name, [None] * len(numbers), dtype=pl.String)
    made = [f"\\x{each.hex()}" for each in blind_index_many(distinct, context=context)]
    return numbers.replace_strict(
        pl.Series(distinct, dtype=pl.String), pl.Series(made, dtype=pl.String), default=None
    ).alias(name)


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
