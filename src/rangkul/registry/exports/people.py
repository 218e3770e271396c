"""Everybody of an area as a population file tells of them: person, family, numbers, programmes, disability as the source coded it."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rangkul.platform.crypto import unseal_many
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.enums import ConditionKind
from rangkul.registry.exports.facts import identities_of, memberships_of
from rangkul.registry.exports.subjects import Subject, in_pieces, persons_by_id, persons_in, with_last_family
from rangkul.registry.models import Condition, Person, SourceRecord, WelfareStatus
from rangkul.registry.numbers import LEFTOVER
from rangkul.registry.queries.away import away_among
from rangkul.registry.queries.merged import records_of


@dataclass(frozen=True, slots=True)
class Human:
    """A person with what one source says: `programmes` {code: number}, `disability` the source's own code, "" unknown.

    `leftover` are {column: text} that the source wrote and the registry has no place for, `told` what it says beside listing
    the person, in its own words; `away_since` the day from which the person lived elsewhere; `subject` has the last family
    where there is none on the day.
    """

    subject: Subject
    person: Person
    numbers: Mapping[str, str]
    programmes: Mapping[str, str]
    disability: str
    is_pregnant: bool
    leftover: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    away_since: date | None = None


def list_people(actor: Actor, *, area: str, source: str, on: date, are_listed_by: str = "") -> Iterator[Human]:
    """Persons of an area in the order of their families; `are_listed_by` keeps those whom that register lists on the day.

    Disability and pregnancy are there only for who may see health. Who died or moved away is among them, in the family
    they were in last.
    """
    people = persons_in(actor, area)
    listed = WelfareStatus.objects.filter(source=are_listed_by, is_listed=True, period__contains=on)
    if are_listed_by:
        people = people.filter(pk__in=listed.values("person_id"))
    for piece in in_pieces(people.order_by("area_code", "pk")):
        subjects = with_last_family(persons_by_id({each.pk for each in piece}, on=on), on=on)
        away = away_among(subjects, on=on)
        leftovers = _leftovers(set(subjects), source, on)
        numbers = identities_of(subjects, on=on, source=source)
        programmes = memberships_of(subjects, source=source, on=on)
        told = dict(listed.filter(person__in=subjects).values_list("person_id", "told")) if are_listed_by else {}
        disabled, pregnant = _conditions(actor, set(subjects), source, on)
        for each in piece:
            yield Human(
                subject=subjects[each.pk],
                person=each,
                numbers=numbers.get(each.pk, {}),
                programmes=programmes.get(each.pk, {}),
                disability=disabled.get(each.pk, ""),
                is_pregnant=each.pk in pregnant,
                leftover=leftovers.get(each.pk, {}),
                told=told.get(each.pk) or {},
                away_since=away.get(each.pk),
            )


def leftover_columns(actor: Actor, *, area: str, source: str, on: date, known: Container[str]) -> list[str]:
    """Columns besides `known` that the newest files of a source have for the people of an area, in order of name.

    Only for who may see health, for nobody knows what they tell.
    """
    if not policies.can_view_health(actor):
        return []
    found: set[str] = set()
    for piece in in_pieces(persons_in(actor, area).order_by("pk")):
        for columns in _leftovers({each.pk for each in piece}, source, on).values():
            found |= columns.keys()
    return sorted(each for each in found if each not in known)


def _leftovers(ids: set[UUID], source: str, on: date) -> dict[UUID, dict[str, str]]:
    """{person: columns} of the newest file of the source by the day; a merged record's where the person has none."""
    person_of = records_of(ids)
    rows = SourceRecord.objects.filter(
        person__in=person_of, source=source, as_of__lte=on, leftover_cipher__isnull=False
    ).order_by("as_of")
    newest = {
        person_of[row.person_id]: row
        for row in sorted(rows, key=lambda row: (row.person_id == person_of[row.person_id], row.as_of))
    }
    texts = unseal_many(
        [bytes(row.leftover_cipher) for row in newest.values() if row.leftover_cipher], context=LEFTOVER
    )
    return {person: json.loads(text) for person, text in zip(newest, texts, strict=True)}


def _conditions(actor: Actor, ids: set[UUID], source: str, on: date) -> tuple[dict[UUID, str], set[UUID]]:
    if not policies.can_view_health(actor):
        return {}, set()
    rows = Condition.objects.filter(
        person_id__in=ids, kind__in=[ConditionKind.DISABILITY, ConditionKind.PREGNANT], period__contains=on
    ).order_by("created_at")
    disabled: dict[UUID, str] = {}
    pregnant: set[UUID] = set()
    for row in rows:
        if row.person_id is None:
            continue
        if row.kind == ConditionKind.PREGNANT:
            pregnant.add(row.person_id)
        elif row.source == source:
            disabled[row.person_id] = row.original_code
    return disabled, pregnant
