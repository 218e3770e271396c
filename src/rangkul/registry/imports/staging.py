"""Staging: typed rows in unlogged tables of their own, numbers of identity already sealed."""

import io

import polars as pl
from django.db import connection
from psycopg import sql

from rangkul.kernel.names import search_keys
from rangkul.platform.crypto import blind_index_many, seal_many
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.walls import APP_ROLE
from rangkul.registry.imports.ids import new_id
from rangkul.registry.imports.record import SCHEMA
from rangkul.registry.numbers import KK, LEFTOVER, NIK

_COLUMNS = (
    {
        "row": "integer NOT NULL",
        "id": "uuid NOT NULL DEFAULT {new_id}",
        "nik_index": "bytea",
        "nik_cipher": "bytea",
        "kk_index": "bytea",
        "kk_cipher": "bytea",
        "leftover_index": "bytea",
        "leftover_cipher": "bytea",
        "name_key": "text NOT NULL",
    }
    | {
        name: {pl.Date(): "date", pl.Boolean(): "boolean"}.get(dtype, "text")
        for name, dtype in SCHEMA.items()
        if name not in ("row", "nik", "kk", "told", "leftover")
    }
    | {"told": "jsonb"}
)
_GIVEN = [name for name in _COLUMNS if name != "id"]
_ASKED_FOR = ("row", "nik_index", "kk_index", "dtks_id", "name_key", "birth_date", "area_code", "life")
_VERDICTS = {
    "row": "integer PRIMARY KEY",
    "verdict": "text NOT NULL",
    "person_id": "uuid",
    "code": "text NOT NULL DEFAULT ''",
    "detail": "text NOT NULL DEFAULT ''",
    "difference": "jsonb",
}


def rows_table(batch: ImportBatch) -> sql.Identifier:
    """Table of the staged rows of a batch."""
    return sql.Identifier(f"import_rows_{batch.pk.hex}")


def verdicts_table(batch: ImportBatch) -> sql.Identifier:
    """Table of the verdicts that are not NEW: a row that stands there not at all is new."""
    return sql.Identifier(f"import_verdicts_{batch.pk.hex}")


def begin(batch: ImportBatch) -> None:
    """Make both tables anew. Their rows hold names, so the web role gets no right to them."""
    forget(batch)
    for table, columns in ((rows_table(batch), _COLUMNS), (verdicts_table(batch), _VERDICTS)):
        listed = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind).format(new_id=new_id()))
            for name, kind in columns.items()
        )
        _run(sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(table, listed))
        _run(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, sql.Identifier(APP_ROLE)))


def stage(batch: ImportBatch, frame: pl.DataFrame) -> None:
    """Seal and copy checked rows of `SCHEMA` into the staging table."""
    if frame.is_empty():
        return
    ready = _with_sealed(frame).select(_GIVEN)
    text = io.BytesIO()
    ready.write_csv(text, include_header=False, null_value="", quote_style="necessary")
    given = sql.SQL(", ").join(map(sql.Identifier, _GIVEN))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(rows_table(batch), given)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text.getbuffer())


def make_searchable(batch: ImportBatch) -> None:
    """Give PostgreSQL the order and the statistics of the staged rows: without them it plans for an empty table.

    Chunks of rows are found by the index instead of reading the whole table for each (cost would grow as its square).
    """
    table, name = rows_table(batch), sql.Identifier(f"import_order_{batch.pk.hex}")
    _run(sql.SQL("CREATE INDEX IF NOT EXISTS {} ON {} (row)").format(name, table))
    _run(sql.SQL("ANALYZE {} ({})").format(table, sql.SQL(", ").join(map(sql.Identifier, _ASKED_FOR))))


def make_plannable(table: str, *, columns: tuple[str, ...]) -> None:
    """Statistics of a table that the running transaction has filled: autovacuum cannot see its rows yet."""
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    _run(sql.SQL("ANALYZE {} ({})").format(sql.Identifier(table), listed))


def staged(batch: ImportBatch) -> int:
    """How many rows are staged; 0 when the table is gone, was emptied by a crash of PostgreSQL, or is of an older version."""
    name = f"import_rows_{batch.pk.hex}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = ANY(%s) AND NOT attisdropped",
            [name, list(_COLUMNS)],
        )
        row = cursor.fetchone()
    return count_rows(name) if row and row[0] == len(_COLUMNS) else 0


def count_rows(table: str) -> int:
    """Rows of a table; 0 when it is not there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        row = cursor.fetchone()
        if not (row and row[0]):
            return 0
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def forget(batch: ImportBatch) -> None:
    """Drop both tables."""
    for table in (rows_table(batch), verdicts_table(batch)):
        _run(sql.SQL("DROP TABLE IF EXISTS {}").format(table))


def _with_sealed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        *_sealed(frame["nik"], NIK, "nik"),
        *_sealed(frame["kk"], KK, "kk"),
        *_sealed(frame["leftover"], LEFTOVER, "leftover"),
        pl.Series("name_key", [each[:200] for each in search_keys(frame["name"].to_list())], dtype=pl.String),
    )


def _sealed(numbers: pl.Series, context: str, name: str) -> tuple[pl.Series, pl.Series]:
    """Blind index and cipher as PostgreSQL's text form of bytea; each distinct number is sealed once."""
    distinct = numbers.drop_nulls().unique().to_list()
    if not distinct:
        empty = [None] * len(numbers)
        return pl.Series(f"{name}_index", empty, dtype=pl.String), pl.Series(f"{name}_cipher", empty, dtype=pl.String)
    keys = pl.Series(distinct, dtype=pl.String)
    made = {"index": blind_index_many(distinct, context=context), "cipher": seal_many(distinct, context=context)}
    return tuple(  # type: ignore[return-value]
        numbers.replace_strict(keys, "\\x" + pl.Series(values, dtype=pl.Binary).bin.encode("hex"), default=None).alias(
            f"{name}_{part}"
        )
        for part, values in made.items()
    )


def _run(statement: sql.Composed) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
