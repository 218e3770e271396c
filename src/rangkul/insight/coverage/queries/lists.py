"""The list behind a figure of coverage, with names, and its ids for an act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rangkul.insight.coverage import aids
from rangkul.insight.coverage.cover import TABLES, Cover
from rangkul.insight.coverage.measures import PERSON
from rangkul.insight.coverage.queries.asked import Wanted, check_open, where_of
from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import SubjectLabel

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CellRow:
    """One line of a list: `area_code` and what was known on the day of the cover."""

    id: UUID
    area_label: str
    label: SubjectLabel
    aid: str
    decile: int | None
    age: int | None
    entitled_to: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class CellPage:
    """A page of a list; `total` counts the whole, `after` leads on ("" at the end)."""

    rows: tuple[CellRow, ...]
    total: int
    after: str = ""


def list_cell(
    actor: Actor, cover: Cover, wanted: Wanted, *, after: str = "", limit: int = PAGE_SIZE, is_noted: bool = True
) -> CellPage:
    """A page of the list behind a figure, by area, with names; where it tells of health each look is logged.

    Whoever moved out of the actor's areas since the cover was made is left out. Raises Denied.
    """
    check_open(actor, wanted)
    where, given = where_of(actor, wanted)
    table = TABLES[wanted.unit]
    total = cover.ask(f"SELECT count(*) FROM {table} WHERE {where}", given)[0][0]  # noqa: S608
    area_key, _mark, id_key = after.partition("~")
    if id_key and _is_id(id_key):
        where += " AND (area_code, id) > (?, ?::UUID)"
        given = [*given, area_key, id_key]
    statement = f"SELECT id, area_code, aid, decile, age, met FROM {table} WHERE {where} ORDER BY area_code, id LIMIT {int(limit) + 1}"  # noqa: S608
    rows = cover.ask(statement, given)
    more, rows = len(rows) > limit, rows[:limit]
    seen = _named(actor, wanted.unit, [row[0] for row in rows])
    if wanted.is_sensitive and is_noted:
        note_accesses(by=actor, kind=wanted.unit, subject_ids=seen, fields=[wanted.measure.code])
    places = registry_queries.area_labels({row[1] for row in rows})
    return CellPage(
        tuple(_row(cover, wanted, row, places, seen[row[0]]) for row in rows if row[0] in seen),
        total,
        f"{rows[-1][1]}~{rows[-1][0]}" if more else "",
    )


def ids_of_cell(actor: Actor, cover: Cover, wanted: Wanted, *, unit: str, limit: int) -> list[UUID]:
    """Ids behind a figure for an act, by area: those of the cell, or of their families when `unit` is the family.

    Raises Denied.
    """
    check_open(actor, wanted)
    where, given = where_of(actor, wanted)
    if unit == wanted.unit:
        statement = f"SELECT id FROM {TABLES[unit]} WHERE {where} ORDER BY area_code, id LIMIT {int(limit)}"  # noqa: S608
    else:
        statement = (
            f"SELECT family_id FROM {TABLES[PERSON]} WHERE {where} AND family_id IS NOT NULL"  # noqa: S608
            f" GROUP BY family_id ORDER BY min(area_code), family_id LIMIT {int(limit)}"
        )
    return [row[0] for row in cover.ask(statement, given)]


def _named(actor: Actor, unit: str, ids: Sequence[UUID]) -> dict[UUID, SubjectLabel]:
    seen = registry_queries.listed_ids(actor, unit, ids)
    return {key: label for key, label in registry_queries.labels_for(unit, ids).items() if key in seen}


def _row(cover: Cover, wanted: Wanted, row: tuple[Any, ...], places: Mapping[str, str], label: SubjectLabel) -> CellRow:
    """The line; a component whose very name tells of health stands only in lists that were opened for a purpose."""
    subject_id, area, bits, decile, age, met = row
    entitled = tuple(
        each.name
        for each in cover.components
        if met & (1 << each.place) and (not each.is_sensitive or wanted.is_sensitive)
    )
    return CellRow(subject_id, places.get(area, area), label, aids.combination_label(bits), decile, age, entitled)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
