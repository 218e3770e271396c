"""What counts as work in a report: each room above says which of its deeds are a column, the trail does the counting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from rangkul.platform.audit.queries import list_deeds

type Figures = dict[str, dict[str, int]]
"""{area code: {code of work: how many cases, visits …}}."""


@dataclass(frozen=True, slots=True)
class Work:
    """A column of a report: the audit events `events` are such work; the same object counts once, however often."""

    code: str
    label: str | Promise
    events: tuple[str, ...]
    order: int = 50


_WORKS: dict[str, Work] = {}


def register_work(work: Work) -> None:
    """Make a column known; called from an app's `ready`. Registering the same code again changes nothing."""
    _WORKS.setdefault(work.code, work)


def list_works() -> list[Work]:
    """The columns of a report in their order."""
    return sorted(_WORKS.values(), key=lambda each: (each.order, each.code))


def count_work(
    *, since: datetime, until: datetime, areas: Iterable[str] | None = None, actor_id: UUID | None = None
) -> Figures:
    """What was done from `since` up to `until`, in `areas` (each with all below it) or by one actor, by village.

    Figures only; the caller has checked that the actor may know of these villages or of this officer. One query.
    """
    code_of = {event: work.code for work in _WORKS.values() for event in work.events}
    seen: dict[tuple[str, str], set[UUID]] = {}
    for deed in list_deeds(code_of, since=since, until=until, areas=areas, actor_id=actor_id):
        seen.setdefault((deed.area_code, code_of[deed.name]), set()).add(deed.object_id)
    figures: Figures = {}
    for (area, code), objects in sorted(seen.items()):
        figures.setdefault(area, {})[code] = len(objects)
    return figures


def total_of(figures: Figures) -> dict[str, int]:
    """The columns added up over all villages; a case belongs to one village, so nothing counts twice."""
    totals = {work.code: 0 for work in list_works()}
    for counts in figures.values():
        for code, count in counts.items():
            totals[code] = totals.get(code, 0) + count
    return totals
