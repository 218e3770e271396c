"""Cases in conflict: two open ones about one person or family, and those that two officials changed at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rangkul.desk.models import Case


def in_conflict(seen: QuerySet[Case]) -> QuerySet[Case]:
    """Open cases with an open twin (same person or same family) among `seen`, or contested by two officials."""
    open_ones = seen.exclude(state="CLOSED")
    return open_ones.filter(
        Q(person__in=_more_than_once(open_ones, "person"))
        | Q(family__in=_more_than_once(open_ones, "family"))
        | Q(contested_at__isnull=False)
    )


def _more_than_once(found: QuerySet[Case], field: str) -> Any:
    known: Any = found.filter(**{f"{field}__isnull": False}).order_by()
    return known.values(field).annotate(times=Count("pk")).filter(times__gt=1).values(field)


def twins_of(seen: QuerySet[Case], cases: Sequence[Case]) -> dict[UUID, tuple[str, ...]]:
    """For each of the cases the tickets of its open twins among `seen`; one query for all."""
    persons = {case.person_id for case in cases if case.person_id}
    families = {case.family_id for case in cases if case.family_id}
    if not persons and not families:
        return {}
    open_ones = seen.exclude(state="CLOSED").filter(Q(person_id__in=persons) | Q(family_id__in=families))
    rows = list(open_ones.order_by("id").values_list("pk", "ticket", "person_id", "family_id")[:500])
    return {
        case.pk: tuple(
            ticket
            for pk, ticket, person_id, family_id in rows
            if pk != case.pk
            and ((case.person_id and person_id == case.person_id) or (case.family_id and family_id == case.family_id))
        )
        for case in cases
    }


def open_twins(seen: QuerySet[Case], case: Case) -> QuerySet[Case]:
    """The other open cases among `seen` about the same person or family, the oldest first."""
    about = Q(pk__in=[])
    if case.person_id:
        about |= Q(person_id=case.person_id)
    if case.family_id:
        about |= Q(family_id=case.family_id)
    return seen.exclude(state="CLOSED").exclude(pk=case.pk).filter(about).order_by("id")
