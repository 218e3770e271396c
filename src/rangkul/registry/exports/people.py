"""Everybody of an area as a population file tells of them: person, family, numbers, programmes, disability as the source coded it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.enums import ConditionKind
from rangkul.registry.exports.facts import identities_of, memberships_of
from rangkul.registry.exports.subjects import Subject, in_pieces, persons_by_id, persons_in
from rangkul.registry.models import Condition, Person, WelfareStatus


@dataclass(frozen=True, slots=True)
class Human:
    """A person with what one source says: `programmes` {code: number}, `disability` the source's own code, "" unknown."""

    subject: Subject
    person: Person
    numbers: Mapping[str, str]
    programmes: Mapping[str, str]
    disability: str
    is_pregnant: bool


def list_people(actor: Actor, *, area: str, source: str, on: date, are_listed_by: str = "") -> Iterator[Human]:
    """Persons of an area in the order of their families; `are_listed_by` keeps those whom that register lists on the day.

    Disability and pregnancy are there only for who may see health.
    """
    people = persons_in(actor, area)
    if are_listed_by:
        listed = WelfareStatus.objects.filter(source=are_listed_by, is_listed=True, period__contains=on)
        people = people.filter(pk__in=listed.values("person_id"))
    for piece in in_pieces(people.order_by("area_code", "pk")):
        subjects = persons_by_id({each.pk for each in piece}, on=on)
        numbers = identities_of(subjects, on=on, source=source)
        programmes = memberships_of(subjects, source=source, on=on)
        disabled, pregnant = _conditions(actor, set(subjects), source, on)
        for each in piece:
            yield Human(
                subject=subjects[each.pk],
                person=each,
                numbers=numbers.get(each.pk, {}),
                programmes=programmes.get(each.pk, {}),
                disability=disabled.get(each.pk, ""),
                is_pregnant=each.pk in pregnant,
            )


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
