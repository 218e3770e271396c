"""Who belongs together with whom on a day: one recipient, one family, one dwelling; and what outside programmes they hold.

The registry keeps no dwellings. One dwelling is assumed where two families of a village have the same written address
with a house number, the same RT and the same RW; a point on the map is sealed and never compared. An assumption is told
as one: nobody is refused for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from rangkul.registry.models import OutsideMembership
from rangkul.registry.queries.merged import records_of, survivors_of

RECIPIENT, FAMILY, DWELLING = "PERSON", "FAMILY", "DWELLING"

DWELLING_KEY = """CASE WHEN {0}.address ~ '[0-9]' AND {0}.rt <> '' AND {0}.rw <> ''
    THEN {0}.area_code || '/' || regexp_replace(lower({0}.address), '[^a-z0-9]+', ' ', 'g') || '/' || ltrim({0}.rt, '0')
        || '/' || ltrim({0}.rw, '0') END"""
"""SQL for the written address of a family (alias {0}) as one text; null when it names no single house."""

_FAMILIES_OF_PERSONS = """
SELECT p.asked, m.family_id FROM unnest(%(asked)s::uuid[], %(now)s::uuid[]) AS p (asked, now)
JOIN registry_membership m ON m.person_id = p.now AND m.period @> %(on)s::date
"""
_MEMBERS = """
SELECT m.family_id, m.person_id FROM registry_membership m
WHERE m.family_id = ANY(%(families)s) AND m.period @> %(on)s::date
"""
_NEIGHBOURS = f"""
SELECT f.id, n.id FROM registry_family f JOIN registry_family n ON n.area_code = f.area_code AND n.id <> f.id
    AND {DWELLING_KEY.format("n")} = {DWELLING_KEY.format("f")}
WHERE f.id = ANY(%(families)s) AND (n.ended_on IS NULL OR n.ended_on > %(on)s)
"""  # noqa: S608 - every part is a constant of this module


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose aid counts for a subject: the nearest level at which they belong together."""

    level: str
    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """A membership of an outside programme in force: `source` is whose record says so."""

    id: UUID
    programme: str
    number: str
    source: str
    since: date | None
    kind: str
    holder_id: UUID
    holder_name: str


def holders_of(
    kind: str, ids: Iterable[UUID], *, on: date, with_family: bool, with_dwelling: bool
) -> dict[UUID, list[Holder]]:
    """{subject: whose aid counts for it}, the nearest first: itself (and records merged into it), family, dwelling.

    `kind` is "person" or "family". At most six queries whatever the number. System use: row-level security applies.
    """
    asked = list(ids)
    now = survivors_of(asked) if kind == "person" else {each: each for each in asked}
    merged = _records_by_person(now.values()) if kind == "person" else {}
    own = {
        each: [Holder(RECIPIENT, kind, record) for record in dict.fromkeys([each, *merged.get(now.get(each), ())])]
        for each in asked
    }
    if not (with_family or with_dwelling):
        return own
    homes = now
    if kind == "person":
        homes = dict(_read(_FAMILIES_OF_PERSONS, {"asked": list(now), "now": list(now.values()), "on": on}))
    beside: dict[UUID, list[UUID]] = defaultdict(list)
    if with_dwelling:
        for family, neighbour in _read(_NEIGHBOURS, {"families": list(set(homes.values())), "on": on}):
            beside[family].append(neighbour)
    families = {*homes.values(), *(each for found in beside.values() for each in found)}
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for family, person in _read(_MEMBERS, {"families": list(families), "on": on}):
        members[family].append(person)
    for subject, home in homes.items():
        near = [(FAMILY, home)] if with_family else []
        for level, family in [*near, *((DWELLING, each) for each in beside.get(home, ()))]:
            found = [("family", family), *(("person", each) for each in members.get(family, ()))]
            own[subject] += [Holder(level, *each) for each in found if each != (kind, subject)]
    return own


def _records_by_person(persons: Iterable[UUID]) -> dict[UUID | None, list[UUID]]:
    """{person: their record and those merged into it}: what any of them was given counts."""
    found: dict[UUID | None, list[UUID]] = defaultdict(list)
    for record, person in records_of(set(persons)).items():
        found[person].append(record)
    return found


def outside_held(
    programmes: Iterable[str], *, persons: Iterable[UUID], families: Iterable[UUID], on: date
) -> list[Held]:
    """Memberships of these outside programmes (`OutsideProgramme`) in force on a day. One query."""
    found = OutsideMembership.objects.filter(
        Q(person_id__in=list(persons)) | Q(family_id__in=list(families)),
        programme__in=list(programmes),
        period__contains=on,
    ).select_related("person", "family")
    return [_held(row) for row in found.order_by("pk")]


def _held(row: OutsideMembership) -> Held:
    person, family = row.person, row.family
    return Held(
        id=row.pk,
        programme=row.programme,
        number=row.number,
        source=str(row.get_source_display()),
        since=row.period.lower,
        kind="person" if person is not None else "family",
        holder_id=row.person_id or row.family_id,  # type: ignore[arg-type]
        holder_name=person.name if person is not None else family.head_name if family is not None else "",
    )


def _read(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
