"""Who moved away and has not come back: no longer of the village they are still written under.

Told by the dated memberships: the last one ended by moving, and none began since. So it holds for any day, an import that
tells of a move says it too, and whoever joins a family again is here again.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from rangkul.registry.enums import EndReason
from rangkul.registry.models import Family, Membership, Person


def is_away(day: date, person: str = "pk") -> Exists:
    """For a filter: the person whose id stands in the column `person` had moved away on the day."""
    ended = Membership.objects.filter(
        person_id=OuterRef(person), end_reason=EndReason.MOVED, period__endswith__lte=day
    ).order_by()
    return Exists(ended.exclude(Exists(_since(day))))


def away_among(persons: Iterable[UUID], *, on: date) -> dict[UUID, date]:
    """{person: first day elsewhere} of those who had moved away on the day; no query for nobody, else one."""
    wanted = list(persons)
    if not wanted:
        return {}
    ended = Membership.objects.filter(person_id__in=wanted, end_reason=EndReason.MOVED, period__endswith__lte=on)
    rows = ended.exclude(Exists(_since(on))).order_by("period").values_list("person_id", "period")
    return {person_id: period.upper for person_id, period in rows}


def lives_here(
    kind: str, *, on: date, subject: str = "subject_id", area: str = "area_code", died_after: date | None = None
) -> Q:
    """For a filter: the person or family whose id stands in `subject` lives in the place that stands in `area` on the day.

    What is known today is asked (a list that was made earlier is not followed by those who left since). With
    `died_after` those who died by that day are kept: a list of the dead is not emptied by their death.
    """
    at_home: QuerySet[Person] | QuerySet[Family]
    if kind == "family":
        at_home = Family.objects.filter(pk=OuterRef(subject), area_code=OuterRef(area)).exclude(ended_on__lte=on)
        return Q(Exists(at_home))
    at_home = Person.objects.filter(pk=OuterRef(subject), area_code=OuterRef(area))
    died = Q(died_on__lte=on) if died_after is None else Q(died_on__lte=on, died_on__gt=died_after)
    at_home = at_home.exclude(died)
    return Q(Exists(at_home)) & ~Q(is_away(on, subject))


def _since(day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(
        person_id=OuterRef("person_id"),
        period__startswith__gte=OuterRef("period__endswith"),
        period__startswith__lte=day,
    ).order_by()
