"""What the health office told of the people of an area, each measurement beside whom it is about."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from rangkul.platform.crypto import unseal_many
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.exports.subjects import Subject, in_pieces, persons_in, subjects_of
from rangkul.registry.models import AnswerSheet, HealthRecord
from rangkul.registry.numbers import ANSWER, REST


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement; `rest` are the columns of its file that nobody knows."""

    subject: Subject
    row: HealthRecord
    rest: Mapping[str, str]


def list_health(actor: Actor, *, area: str, on: date, form: str) -> Iterator[Measured]:
    """Measurements until a day, merged records included, in the order of their day; none without the right to health.

    `form` is the code under which columns that nobody knows were kept with a measurement's day.
    """
    if not policies.can_view_health(actor):
        return
    people = persons_in(actor, area)
    found = HealthRecord.objects.filter(Q(person__in=people) | Q(person__survivor__in=people), measured_on__lte=on)
    for piece in in_pieces(found.order_by("measured_on", "pk")):
        subjects = subjects_of((_About(row.person_id) for row in piece), on=on)
        told = _rest({row.person_id for row in piece}, form)
        for row in piece:
            yield Measured(subjects[row.person_id], row, told.get((row.person_id, row.measured_on), {}))


@dataclass(frozen=True, slots=True)
class _About:
    person_id: UUID
    family_id: None = None


def _rest(persons: set[UUID], form: str) -> dict[tuple[UUID, date], dict[str, str]]:
    sheets = AnswerSheet.objects.filter(form=form, person__in=persons, secret_cipher__has_key=REST)
    rows = [(row.person_id, row.period.lower, bytes.fromhex(row.secret_cipher[REST])) for row in sheets]
    texts = unseal_many([cipher for _person, _day, cipher in rows], context=ANSWER)
    return {(person, day): json.loads(text) for (person, day, _), text in zip(rows, texts, strict=True) if person}
