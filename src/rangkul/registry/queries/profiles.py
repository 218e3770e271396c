"""Which profile counts for a person: the newest of all their records, as their own page shows it, after however many merges."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Max, OuterRef, QuerySet, Subquery, When

from rangkul.registry.models import DisabilityProfile
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.past import end_of_day
from rangkul.registry.queries.records import today


def profiles_on(on: date) -> QuerySet[DisabilityProfile]:
    """The version of each record's profile that counted on the day."""
    if on >= today():
        return DisabilityProfile.objects.filter(is_current=True)
    known = DisabilityProfile.objects.filter(recorded_at__lt=end_of_day(on))
    return known.order_by("person_id", "-version").distinct("person_id")


def inherited(on: date) -> dict[UUID, UUID]:
    """{person: profile} where the newest profile stands on a record merged into the person; at most two queries.

    They are few, one for each merge of somebody with a profile, so they are read first: whoever has none costs nothing.
    """
    columns = ("recorded_at", "version", "pk")
    newest: dict[UUID, tuple[Any, ...]] = {}
    merged = DisabilityProfile.objects.filter(pk__in=profiles_on(on).values("pk"), person__survivor__isnull=False)
    for person, *order in merged.values_list("person__survivor_id", *columns):
        newest[person] = max(newest.get(person, tuple(order)), tuple(order))
    if not newest:
        return {}
    own = DisabilityProfile.objects.filter(pk__in=profiles_on(on).values("pk"), person_id__in=newest)
    for person, *order in own.values_list("person_id", *columns):
        if tuple(order) > newest[person]:
            del newest[person]
    return {person: order[-1] for person, order in newest.items()}


def told(field: str, given: dict[UUID, UUID], *, own: Any, person: str = "pk") -> Any:
    """For an annotation: the field of the person's own profile (`own`), or of the one they have by a merge."""
    expression = F(own) if isinstance(own, str) else own
    if not given:
        return expression
    theirs = DisabilityProfile.objects.filter(pk__in=given.values(), person__survivor_id=OuterRef(person))
    then = Subquery(theirs.values(field)[:1])
    return Case(When(**{f"{person}__in": list(given)}, then=then), default=expression)


def lock_newest(person_id: UUID) -> DisabilityProfile | None:
    """The profile that counts for a person now, locked; it may stand on a record merged into them."""
    current = DisabilityProfile.objects.select_for_update(of=("self",)).filter(
        person_id__in=list(records_of([person_id])), is_current=True
    )
    return current.order_by("-recorded_at", "-version").first()


def next_version(person_id: UUID, former: DisabilityProfile | None) -> int:
    """The number after those of the person's own profiles and of the former one; the person's own is no longer current."""
    own = DisabilityProfile.objects.filter(person_id=person_id)
    own.filter(is_current=True).update(is_current=False)
    last = own.aggregate(last=Max("version"))["last"] or 0
    return max(last, former.version if former else 0) + 1
