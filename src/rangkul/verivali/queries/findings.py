"""What approved visits found that other rooms act on: whom nobody met, and who goes to school no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.areas import inside_area
from rangkul.registry import queries as registry_queries
from rangkul.verivali.enums import Result, VisitState
from rangkul.verivali.models import Visit

KIP, SCHOOL = "kepesertaan-kip", "412"
NOT_AT_SCHOOL = ("1", "3")
"""Regsosek 412: never was at school, goes there no more."""
NOBODY_THERE = (Result.NOT_FOUND, Result.NOT_CONFIRMED, Result.HOUSE_NOT_FOUND, Result.HOUSE_GONE)


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """A person or family (`kind`) whom an approved visit did not find on a day."""

    kind: str
    subject_id: UUID
    visit_id: UUID
    visited_on: date


def list_nobody_there(area: str, on: date) -> Iterator[NobodyThere]:
    """Whom the newest approved visit until `on` inside the area did not find; somebody met later is no finding.

    Names no actor: only for lists that are made by a job for an official with the right to them. One query.
    """
    approved = (
        Visit.objects.filter(inside_area(area, "subject__area_code"), state=VisitState.APPROVED, visited_on__lte=on)
        .order_by("visited_on", "reviewed_at")
        .values_list("subject__person_id", "subject__family_id", "pk", "visited_on", "result")
    )
    newest: dict[tuple[str, UUID], NobodyThere | None] = {}
    for person_id, family_id, visit_id, day, result in approved.iterator():
        key = ("person", person_id) if person_id else ("family", family_id)
        newest[key] = NobodyThere(*key, visit_id, day) if result in NOBODY_THERE and day else None
    return (each for each in newest.values() if each is not None)


@dataclass(frozen=True, slots=True)
class LeftSchool:
    """A record of a person who, an approved visit was told on a day, goes to school no more or never did (412)."""

    person_id: UUID
    visit_id: UUID
    visited_on: date


def list_left_school(area: str, on: date) -> Iterator[LeftSchool]:
    """Whom the newest approved visit about KIP until `on` inside the area found not at school; every record of a person.

    Names no actor, as `list_nobody_there`. At most two queries.
    """
    approved = (
        Visit.objects.filter(
            inside_area(area, "subject__area_code"),
            state=VisitState.APPROVED,
            visited_on__lte=on,
            subject__campaign__questionnaire_code=KIP,
            subject__person__isnull=False,
            answers__has_key=SCHOOL,
        )
        .order_by("visited_on", "reviewed_at")
        .values_list("subject__person_id", "pk", "visited_on", "answers")
    )
    rows = list(approved)
    owner = registry_queries.persons_of_records(row[0] for row in rows)
    newest = {
        owner[person_id]: LeftSchool(person_id, visit_id, day) if day and answers[SCHOOL] in NOT_AT_SCHOOL else None
        for person_id, visit_id, day, answers in rows
    }
    for record, person in owner.items():
        left = newest.get(person)
        if left is not None:
            yield LeftSchool(record, left.visit_id, left.visited_on)
