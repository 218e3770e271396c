"""How persons and families are named in other rooms' lists: many at once, bounded queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Family, Person
from rangkul.registry.queries.merged import survivors_of
from rangkul.registry.queries.views import SubjectLabel

PERSON = "person"
FAMILY = "family"


def labels_for(kind: str, ids: Iterable[UUID]) -> dict[UUID, SubjectLabel]:
    """{id: label} of persons ("person", also "PERSON") or families; unknown ids are left out.

    A merged record carries the name and address of the person it belongs to now. At most three queries, one when none of
    them was merged. The caller has
    shown that the actor may see what is labelled; row-level security applies besides.
    """
    wanted = list(ids)
    if kind.lower() == FAMILY:
        return {family.pk: _of_family(family) for family in Family.objects.filter(pk__in=wanted)}
    if kind.lower() != PERSON:
        raise ValueError(f"the registry knows persons and families, not {kind!r}")
    persons = Person.objects.in_bulk(wanted)
    if all(each in persons and persons[each].merged_into_id is None for each in wanted):
        return {record: _of_person(person) for record, person in persons.items()}
    survivors = survivors_of(wanted)
    persons = Person.objects.in_bulk(set(survivors.values()))
    return {record: _of_person(persons[survivor]) for record, survivor in survivors.items() if survivor in persons}


def subject_label(kind: str, subject_id: UUID) -> SubjectLabel:
    """The label of one person or family. Raises NoSuchRecord."""
    found = labels_for(kind, [subject_id]).get(subject_id)
    if found is None:
        raise NoSuchRecord(kind, subject_id)
    return found


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who somebody is, in one line: for the identity bar of another room's page."""

    id: UUID
    name: str
    masked_nik: str
    birth_date: date | None


def find_card(actor: Actor, person_id: UUID) -> PersonCard | None:
    """The person (for a merged record: the one it belongs to now) if the actor may see them.

    One query, for a merged record and for one that is out of sight three.
    """
    person = policies.visible_to(actor).filter(pk=person_id).first()
    if person is None or person.merged_into_id is not None:
        survivor = survivors_of([person_id]).get(person_id, person_id)
        person = policies.visible_to(actor).filter(pk=survivor).first()
    if person is None:
        return None
    return PersonCard(person.pk, person.name, numbers.masked(person.nik_cipher, numbers.NIK), person.birth_date)


def _of_person(person: Person) -> SubjectLabel:
    return SubjectLabel(
        name=person.name,
        masked_nik=numbers.masked(person.nik_cipher, numbers.NIK),
        area_code=person.area_code,
        url=_url("web:registry:person", person.pk),
    )


def _of_family(family: Family) -> SubjectLabel:
    return SubjectLabel(
        name=f"Keluarga {family.head_name}" if family.head_name else "Keluarga tanpa nama kepala",
        masked_nik=numbers.masked(family.kk_cipher, numbers.KK),
        area_code=family.area_code,
        url=_url("web:registry:family", family.pk),
    )


def _url(name: str, subject_id: UUID) -> str:
    try:
        return reverse(name, args=[subject_id])
    except NoReverseMatch:
        return ""
