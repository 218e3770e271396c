"""What approved visits found that other rooms act on: whom a campaign did not meet although it looked for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.platform.policy.areas import inside_area
from rangkul.verivali.enums import Result, VisitState
from rangkul.verivali.models import Visit

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
