"""Rows that PostgreSQL hands over as JSON, as the model objects that they are: several small tables in one statement."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models


def built[M: models.Model](model: type[M], rows: list[dict[str, Any]] | None) -> list[M]:
    """Objects of `json_agg(row)`; none for NULL."""
    names, readers = _fields(model)
    return [
        model.from_db(
            "default", names, [None if row[column] is None else read(row[column]) for column, read in readers]
        )
        for row in rows or ()
    ]


@cache
def _fields(model: type[models.Model]) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    fields = model._meta.concrete_fields
    return [each.attname for each in fields], [(str(each.column), _reader(each)) for each in fields]


def _reader(field: Any) -> Callable[[Any], Any]:
    """How a value of the field comes out of JSON."""
    target = field.target_field if field.is_relation else field
    kind = target.get_internal_type()
    if kind not in _READERS:
        raise TypeError(f"{field}: nobody said how a {kind} comes out of JSON whole")
    return _READERS[kind]


def _as_it_is(value: Any) -> Any:
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "UUIDField": UUID,
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "BinaryField": lambda told: bytes.fromhex(told.removeprefix("\\x")),
    **dict.fromkeys(
        (
            "CharField",
            "TextField",
            "BooleanField",
            "IntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "BigIntegerField",
            "ArrayField",
        ),
        _as_it_is,
    ),
}
"""A kind that is not here would come out changed (a decimal as a fraction), so it is refused at the first row."""
