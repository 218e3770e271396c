"""Everybody of an area from PostgreSQL into memory, and only there: names never reach a disk on the way."""

import io
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from rangkul.kernel.area_code import AreaCode

_SCHEMA: dict[str, type[pl.DataType]] = {
    "id": pl.String,
    "name_key": pl.String,
    "mother_name": pl.String,
    "nik": pl.Int64,
    "kk": pl.Int64,
    "sex": pl.String,
    "birth_date": pl.Date,
    "area_code": pl.String,
    "batch_id": pl.String,
}
_AS_NUMBER = "('x' || encode(substr({0}, 1, 8), 'hex'))::bit(64)::bigint"
_PEOPLE = f"""
COPY (
    SELECT p.id, p.name_key, p.mother_name, {_AS_NUMBER.format("p.nik_index")}, {_AS_NUMBER.format("f.kk_index")},
           p.sex, p.birth_date, p.area_code, p.batch_id
    FROM registry_person p
    LEFT JOIN registry_membership m ON m.person_id = p.id AND upper_inf(m.period)
    LEFT JOIN registry_family f ON f.id = m.family_id
    WHERE p.merged_into_id IS NULL AND p.area_code >= %s AND p.area_code < %s
) TO STDOUT (FORMAT csv, NULL '')
"""  # noqa: S608 - every part is a constant of this module


def read_people(area: AreaCode) -> pl.DataFrame:
    """Unmerged persons of an area as `features.features` reads them, with `id` and `batch_id`.

    NIK and KK come as 64 bits of their keyed blind index: they can be compared and not be read. Within what row-level
    security lets the connection see.
    """
    lower, upper = area.bounds
    text = io.BytesIO()
    with transaction.atomic(), connection.cursor() as cursor:
        # a district's memberships are joined in memory, not by way of the disk
        cursor.execute("SET LOCAL work_mem = '64MB'")
        with cursor.copy(_PEOPLE, [lower, upper]) as copy:
            for piece in copy:
                text.write(piece)
    if not text.tell():
        return pl.DataFrame(schema=_SCHEMA)
    text.seek(0)
    return pl.read_csv(text, has_header=False, schema=_SCHEMA, null_values=[""])


def as_number(index: bytes | None) -> int | None:
    """The first 64 bits of a blind index, as PostgreSQL reads them above."""
    return int.from_bytes(index[:8], "big", signed=True) if index else None


def ids_of(people: pl.DataFrame) -> list[UUID]:
    """The persons in the order of the frame."""
    return [UUID(each) for each in people["id"]]
