"""Persons and families of an area as lines of text, with whole NIK and KK: read in pieces, whatever their number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.crypto import unseal_many
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference
from rangkul.registry import numbers, policies
from rangkul.registry.models import Family, Membership, Person
from rangkul.registry.queries.merged import survivors_of

STEP = 2_000


@dataclass(frozen=True, slots=True)
class Subject:
    """A person or a family in the words of files. For a family `nik`, `name` … are those of its head."""

    id: UUID
    is_family: bool
    area_code: str
    nik: str = ""
    kk: str = ""
    name: str = ""
    person: Person | None = None
    family: Family | None = None
    relation: str = ""
    place: dict[str, str] = field(default_factory=dict)

    @property
    def birth_date(self) -> date | None:
        return self.person.birth_date if self.person else None


def persons_in(actor: Actor, area: str) -> QuerySet[Person]:
    """Persons of an area whom the actor may see."""
    first, after = AreaCode.parse(area).bounds
    return policies.visible_to(actor).filter(area_code__gte=first, area_code__lt=after)


def families_in(actor: Actor, area: str) -> QuerySet[Family]:
    """Families of an area whom the actor may see, those that ended not."""
    first, after = AreaCode.parse(area).bounds
    return policies.families_visible_to(actor).filter(area_code__gte=first, area_code__lt=after, ended_on__isnull=True)


def about(actor: Actor, area: str) -> Q:
    """Rows about persons (and records merged into them) and families of an area that the actor may see."""
    people = persons_in(actor, area)
    return Q(person__in=people) | Q(person__survivor__in=people) | Q(family__in=families_in(actor, area))


def in_pieces(found: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query in pieces of STEP, without holding them all."""
    yield from batched(found.iterator(chunk_size=STEP), STEP, strict=False)


def subjects_of(rows: Iterable[Any], *, on: date) -> dict[UUID, Subject]:
    """{id: subject} of the persons and families that rows are about, in a handful of queries.

    A row of a record that was merged is about the person it is now.
    """
    kept = list(rows)
    person_of = survivors_of({row.person_id for row in kept if row.person_id})
    persons = persons_by_id(set(person_of.values()), on=on)
    own = {record: persons[person] for record, person in person_of.items() if person in persons}
    return own | _families({row.family_id for row in kept if row.family_id}, on)


def persons_by_id(ids: set[UUID], *, on: date) -> dict[UUID, Subject]:
    """{id: subject} of persons, with the family they are in on a day."""
    if not ids:
        return {}
    persons = list(Person.objects.filter(pk__in=ids))
    links = {
        row.person_id: row
        for row in Membership.objects.filter(person_id__in=ids, period__contains=on).select_related("family")
    }
    niks = _open(((each.pk, each.nik_cipher) for each in persons), numbers.NIK)
    kks = _open(((pk, row.family.kk_cipher) for pk, row in links.items()), numbers.KK)
    places = _places({each.area_code for each in persons})
    return {
        each.pk: Subject(
            id=each.pk,
            is_family=False,
            area_code=each.area_code,
            nik=niks.get(each.pk, ""),
            kk=kks.get(each.pk, ""),
            name=each.name,
            person=each,
            family=links[each.pk].family if each.pk in links else None,
            relation=links[each.pk].relation if each.pk in links else "",
            place=places.get(each.area_code, {}),
        )
        for each in persons
    }


def with_last_family(subjects: dict[UUID, Subject], *, on: date) -> dict[UUID, Subject]:
    """The subjects; who is in no family on the day has the card and the place of the last one they were in."""
    alone = [pk for pk, each in subjects.items() if each.family is None and not each.is_family]
    if not alone:
        return subjects
    ended = Membership.objects.filter(person_id__in=alone, period__endswith__lte=on).select_related("family")
    last = {row.person_id: row for row in ended.order_by("period")}
    kks = _open(((pk, row.family.kk_cipher) for pk, row in last.items()), numbers.KK)
    return subjects | {
        pk: replace(subjects[pk], kk=kks.get(pk, ""), family=row.family, relation=row.relation)
        for pk, row in last.items()
    }


def _families(ids: set[UUID], on: date) -> dict[UUID, Subject]:
    if not ids:
        return {}
    families = list(Family.objects.filter(pk__in=ids))
    heads = {
        row.family_id: row.person
        for row in Membership.objects.filter(family_id__in=ids, relation="HEAD", period__contains=on).select_related(
            "person"
        )
    }
    kks = _open(((each.pk, each.kk_cipher) for each in families), numbers.KK)
    niks = _open(((pk, head.nik_cipher) for pk, head in heads.items()), numbers.NIK)
    places = _places({each.area_code for each in families})
    return {
        each.pk: Subject(
            id=each.pk,
            is_family=True,
            area_code=each.area_code,
            nik=niks.get(each.pk, ""),
            kk=kks.get(each.pk, ""),
            name=heads[each.pk].name if each.pk in heads else each.head_name,
            person=heads.get(each.pk),
            family=each,
            relation="HEAD" if each.pk in heads else "",
            place=places.get(each.area_code, {}),
        )
        for each in families
    }


def _open(pairs: Iterable[tuple[UUID, Any]], context: str) -> dict[UUID, str]:
    sealed = [(key, bytes(cipher)) for key, cipher in pairs if cipher is not None]
    plain = unseal_many([cipher for _key, cipher in sealed], context=context)
    return {key: text for (key, _cipher), text in zip(sealed, plain, strict=True)}


_LEVELS = ("provinsi", "kabupaten", "kecamatan", "desa")


def _places(codes: set[str]) -> dict[str, dict[str, str]]:
    return {code: {_LEVELS[step.level - 1]: step.name for step in reference.area_path(code)} for code in codes}
