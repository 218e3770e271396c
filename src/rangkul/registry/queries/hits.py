"""From ids with a likeness to hits that a list can show, in a bounded number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import Relation
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.views import PersonHit


@dataclass(frozen=True, slots=True)
class Why:
    """How alike a found person is, and the reasons in Indonesian."""

    likeness: float
    reasons: tuple[str, ...]


def hits_for(actor: Actor, found: Mapping[UUID, Why]) -> list[PersonHit]:
    """Hits for the persons the actor may see, the most alike first; two queries however many.

    The first is a function that keeps its plan (migration 0007): planning cost more than finding. It runs under row-level
    security, and the actor's areas are applied here as everywhere.
    """
    if not found or not policies.may_view_persons(actor):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM registry_hits(%s::uuid[])", [list(found)])  # noqa: S608 - a constant
        records = [Record(*row) for row in cursor.fetchall()]
    seen = {record.id: record for record in records if actor.covers(record.area_code)}
    labels = area_labels(record.area_code for record in seen.values())
    hits = [_hit(record, labels, found[record.id]) for record in seen.values()]
    return sorted(hits, key=lambda hit: (-hit.likeness, hit.name, str(hit.id)))


def hits_of(actor: Actor, persons: Iterable[UUID]) -> list[PersonHit]:
    """Hits for persons that were found elsewhere, of those the actor may see; by name. Two queries."""
    return hits_for(actor, {person_id: Why(0.0, ()) for person_id in persons})


class Record(NamedTuple):
    """A person with the family they are in, as a line of a list needs them."""

    id: UUID
    name: str
    nik_cipher: bytes | None
    nik_status: str
    sex: str
    birth_date: date | None
    area_code: str
    died_on: date | None
    family_id: UUID | None
    head_name: str | None
    relation: str | None


_COLUMNS = ", ".join(Record._fields)


def _hit(record: Record, labels: Mapping[str, str], why: Why) -> PersonHit:
    return PersonHit(
        id=record.id,
        name=record.name,
        masked_nik=numbers.masked(record.nik_cipher, numbers.NIK),
        nik_status=record.nik_status,
        sex=record.sex,
        birth_date=record.birth_date,
        area_code=record.area_code,
        area_label=labels.get(record.area_code, record.area_code),
        died_on=record.died_on,
        family_id=record.family_id,
        head_name=record.head_name or "",
        relation=str(Relation(record.relation).label) if record.relation else "",
        likeness=round(why.likeness, 3),
        reasons=why.reasons,
    )
