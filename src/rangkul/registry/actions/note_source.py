"""Keeping what another register writes of persons, beside what the registry says and without changing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import names
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.enums import NikStatus, Source
from rangkul.registry.models import Membership, Person, SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a register writes of one person; "" or None where it writes nothing.

    `nik`, `kk` and `mother_name` are compared with the registry and not kept.
    """

    person_id: UUID
    name: str = ""
    birth_date: date | None = None
    sex: str = ""
    nik: str = ""
    nik_status: str = ""
    kk: str = ""
    mother_name: str = ""


@action("registry.source.note")
def note_source(
    *, source: str, as_of: date, written: Iterable[Written], by: Actor, at: datetime, batch_id: UUID | None = None
) -> int:
    """Keep what `source` wrote on a day of each person; the same day again replaces. Returns how many were kept.

    For what an official reads out or a service answers; files of Dukcapil and DTSEN do the same for all their rows in
    one statement (`imports/statuses/apply.sql`). Persons outside the actor's areas are left out. Raises Denied,
    ValueError (unknown source or NIK status).
    """
    register = Source(source)
    by.check_may(policies.RECORD)
    rows = {each.person_id: each for each in written}
    persons = {person.pk: person for person in Person.objects.filter(pk__in=rows)}
    cards = dict(
        Membership.objects.filter(person_id__in=persons, period__endswith__isnull=True).values_list(
            "person_id", "family__kk_index"
        )
    )
    kept = [
        _row(persons[key], each, register, as_of, batch_id, at, cards.get(key))
        for key, each in rows.items()
        if key in persons and (by.is_system or by.covers(persons[key].area_code))
    ]
    SourceRecord.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["person", "source", "as_of"],
        update_fields=[
            *("name", "birth_date", "sex", "nik_status", "is_same_nik", "name_key", "is_same_kk", "is_same_mother"),
            *("batch_id", "created_at"),
        ],
    )
    record("registry.source.note", by=by, at=at, kind="source", data={"source": register.value, "persons": len(kept)})
    return len(kept)


def _row(
    person: Person,
    each: Written,
    source: Source,
    as_of: date,
    batch_id: UUID | None,
    at: datetime,
    card: bytes | memoryview | None,
) -> SourceRecord:
    same = None
    if each.nik:
        same = person.nik_index is not None and bytes(person.nik_index) == numbers.nik_index(each.nik)
    mothers = [names.search_key(text) for text in (each.mother_name, person.mother_name) if text]
    return SourceRecord(
        person=person,
        source=source,
        as_of=as_of,
        name=each.name[:200],
        birth_date=each.birth_date,
        sex=each.sex,
        nik_status=NikStatus(each.nik_status) if each.nik_status else "",
        is_same_nik=same,
        name_key=names.search_key(each.name)[:200],
        is_same_kk=bytes(card) == numbers.kk_index(each.kk) if each.kk and card else None,
        is_same_mother=mothers[0] == mothers[1] if len(mothers) == 2 else None,
        batch_id=batch_id,
        created_at=at,
    )
