"""The bulk door of the registry: many generated rows at once by COPY, identity numbers sealed, one event in the trail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import polars as pl
from django.db import connection
from psycopg import sql

from rangkul.kernel.ids import new_id
from rangkul.kernel.names import search_keys
from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.rows import bulk_change
from rangkul.platform.crypto import blind_index_many, seal_many
from rangkul.platform.policy.actor import Actor
from rangkul.registry.enums import Source
from rangkul.registry.numbers import KK, NIK

FILL = "registry.bulk.fill"
_NULL = "\\N"


class PersonRow(NamedTuple):
    """A person as generated; `nik` None when there is none. Ids are the text of a UUID."""

    id: str
    name: str
    nik: str | None
    nik_status: str
    sex: str
    birth_place: str
    birth_date: date
    mother_name: str
    marital_status: str
    education_code: str
    occupation_code: str
    area_code: str
    address: str
    hamlet: str
    rt: str
    rw: str


class FamilyRow(NamedTuple):
    """A family as generated; `kk` None when there is no card."""

    id: str
    kk: str | None
    area_code: str
    address: str
    hamlet: str
    rt: str
    rw: str
    livelihood: str
    head_name: str
    formed_on: date


class MembershipRow(NamedTuple):
    """A person in a family since a day."""

    id: str
    person_id: str
    family_id: str
    relation: str
    period: str


class IdentityRow(NamedTuple):
    """A number in another register, of a person or a family."""

    id: str
    person_id: str | None
    family_id: str | None
    kind: str
    value: str
    period: str


class WelfareRow(NamedTuple):
    """What a poverty register (`source`) says."""

    id: str
    person_id: str | None
    family_id: str | None
    source: str
    decile: int | None
    period: str


class OutsideRow(NamedTuple):
    """Membership of a programme of somebody else."""

    id: str
    person_id: str | None
    family_id: str | None
    programme: str
    number: str
    period: str


class ConditionRow(NamedTuple):
    """A dated condition of a person or a family."""

    id: str
    person_id: str | None
    family_id: str | None
    kind: str
    disability_type: str
    severity: str
    device: str
    period: str


@dataclass(slots=True)
class RegistryRows:
    """Rows of the seven tables that belong together: families with their members and all that hangs on them."""

    persons: list[PersonRow] = field(default_factory=list)
    families: list[FamilyRow] = field(default_factory=list)
    memberships: list[MembershipRow] = field(default_factory=list)
    identities: list[IdentityRow] = field(default_factory=list)
    welfare: list[WelfareRow] = field(default_factory=list)
    outside: list[OutsideRow] = field(default_factory=list)
    conditions: list[ConditionRow] = field(default_factory=list)


@action(FILL)
def fill_registry(*, rows: RegistryRows, area: str, by: Actor, at: datetime) -> dict[str, int]:
    """Copy generated rows into the registry, marked as demo data; returns how many rows each table got.

    Only the program itself may (`SYSTEM` with `registry.bulk.fill`), on the owner's connection. Nothing is matched and
    nothing is checked but by the database: files from outside go through the importer.
    """
    by.check_may(FILL)
    batch = new_id()
    written: dict[str, int] = {}
    with bulk_change(str(batch)):
        for table, frame in _frames(rows, at):
            if frame.height:
                _copy(table, frame)
            written[table] = frame.height
    record(FILL, by=by, at=at, kind="registry", area=area, data={"batch": str(batch), "rows": written})
    return written


def tidy_up() -> None:
    """Tell PostgreSQL what the filled tables hold, so that the first search is as fast as the second."""
    with connection.cursor() as cursor:
        for table in (*_TABLES, "registry_namekey", "registry_nameword"):
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


_TABLES = (
    "registry_family",
    "registry_person",
    "registry_membership",
    "registry_identity",
    "registry_welfarestatus",
    "registry_outsidemembership",
    "registry_condition",
)


def _frames(rows: RegistryRows, at: datetime) -> list[tuple[str, pl.DataFrame]]:
    stamp = at.isoformat()
    made = {"source": Source.DEMO.value, "created_at": stamp}
    changed = made | {"updated_at": stamp, "revision": 1}
    return [
        ("registry_family", _sealed(_frame(rows.families, FamilyRow, changed), "kk", KK)),
        ("registry_person", _with_keys(_sealed(_frame(rows.persons, PersonRow, changed), "nik", NIK))),
        ("registry_membership", _frame(rows.memberships, MembershipRow, {"end_reason": ""})),
        ("registry_identity", _frame(rows.identities, IdentityRow, made)),
        ("registry_welfarestatus", _frame(rows.welfare, WelfareRow, {"created_at": stamp, "is_listed": True})),
        ("registry_outsidemembership", _frame(rows.outside, OutsideRow, made)),
        ("registry_condition", _frame(rows.conditions, ConditionRow, made | {"original_code": ""})),
    ]


def _frame(rows: Sequence[Any], shape: type, same: dict[str, Any]) -> pl.DataFrame:
    names: tuple[str, ...] = getattr(shape, "_fields")  # noqa: B009 - NamedTuple keeps its names there
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    kinds = {"birth_date": pl.Date(), "formed_on": pl.Date(), "decile": pl.Int16()}
    frame = pl.DataFrame(
        [
            pl.Series(name, list(values), dtype=kinds.get(name, pl.String()))
            for name, values in zip(names, columns, strict=True)
        ]
    )
    return frame.with_columns(**{name: pl.lit(value) for name, value in same.items()})


def _sealed(frame: pl.DataFrame, column: str, context: str) -> pl.DataFrame:
    """The column of numbers replaced by cipher and blind index."""
    numbers = frame[column].to_list()
    given = [each for each in numbers if each is not None]
    frame = frame.drop(column)
    for part, work in (("cipher", seal_many), ("index", blind_index_many)):
        values = iter(_seal(work, given, context))
        frame = frame.with_columns(
            pl.Series(
                f"{column}_{part}", [None if each is None else next(values) for each in numbers], dtype=pl.String()
            )
        )
    return frame


def _seal(work: Callable[..., list[bytes]], numbers: list[str], context: str) -> list[str]:
    return [f"\\x{each.hex()}" for each in work(numbers, context=context)]


def _with_keys(frame: pl.DataFrame) -> pl.DataFrame:
    keys = [each[:200] for each in search_keys(frame["name"].to_list())]
    return frame.with_columns(pl.Series("name_key", keys, dtype=pl.String()))


def _copy(table: str, frame: pl.DataFrame) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, frame.columns)), sql.Literal(_NULL)
    )
    text = frame.write_csv(include_header=False, null_value=_NULL, quote_style="necessary")
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(text)
