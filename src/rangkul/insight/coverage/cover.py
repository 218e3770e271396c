"""The kept cover as this process reads it: opened once for each new one, filtered to the actor by every question."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from rangkul.insight.coverage.building import POINTER, folder
from rangkul.insight.coverage.measures import CoveredComponent
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor

TABLES = {"family": "families", "person": "persons"}


@dataclass(frozen=True, slots=True)
class Cover:
    """Everybody as of a day, as read at a moment; `components` are those whose rules were asked."""

    as_of: date
    taken_at: datetime
    components: tuple[CoveredComponent, ...]
    base: duckdb.DuckDBPyConnection

    def ask(self, statement: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of a statement over `families` and `persons`, in a cursor of its own (threads share the cover)."""
        with self.base.cursor() as cursor:
            return cursor.execute(statement, list(given)).fetchall()


def find_cover() -> Cover | None:
    """The newest cover; None when none was made yet."""
    root = folder()
    try:
        told = (root / POINTER).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return _open(str(root), told)


@lru_cache(maxsize=2)
def _open(root: str, told: str) -> Cover:
    data = json.loads(told)
    place = Path(root) / data["folder"]
    base = duckdb.connect(":memory:", config={"memory_limit": "1GB", "threads": 2})
    for table in TABLES.values():
        path = str(place / f"{table}.parquet").replace("'", "''")
        base.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608 - our own folder
    components = tuple(CoveredComponent(**{**each, "id": UUID(each["id"])}) for each in data["components"])
    return Cover(date.fromisoformat(data["as_of"]), datetime.fromisoformat(data["taken_at"]), components, base)


def inside(actor: Actor, area: str = "") -> tuple[str, list[object]]:
    """The SQL condition of the actor's areas, and of one area inside them, with its values."""
    parts, given = [], []
    for own in actor.areas:
        lower, upper = own.bounds
        parts.append("(area_code >= ? AND area_code < ?)")
        given += [lower, upper]
    condition = f"({' OR '.join(parts)})" if parts else "false"
    if area:
        lower, upper = AreaCode.parse(area).bounds
        condition += " AND area_code >= ? AND area_code < ?"
        given += [lower, upper]
    return condition, list(given)
