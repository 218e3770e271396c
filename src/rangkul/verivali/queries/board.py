"""Progress boards of a campaign: by area and by enumerator, with the quality of what came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Substr

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.reference import queries as reference_queries
from rangkul.verivali import policies
from rangkul.verivali.enums import VisitKind, VisitState
from rangkul.verivali.models import Campaign, Subject, Visit
from rangkul.verivali.results import MISSED
from rangkul.verivali.workflow import TO_DO

_LENGTH_BELOW = {1: 5, 2: 8, 3: 13, 4: 13}
_COUNTED = (VisitState.SUBMITTED, VisitState.APPROVED)
_COUNTS = {
    "total": Count("pk"),
    "assigned": Count("pk", filter=Q(assigned_to__isnull=False)),
    "visited": Count("pk", filter=~Q(result="")),
    "waiting": Count("pk", filter=Q(state="SUBMITTED")),
    "approved": Count("pk", filter=Q(state="APPROVED")),
    "returned": Count("pk", filter=Q(state="RETURNED")),
    "missed": Count("pk", filter=Q(result__in=MISSED)),
    "second": Count("pk", filter=Q(visit_count__gte=2)),
    "dropped": Count("pk", filter=Q(state="DROPPED")),
    "free": Count("pk", filter=Q(assigned_to__isnull=True, state__in=TO_DO)),
    "matched": Count("pk", filter=Q(person__nik_status="ADA_PADAN")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Subjects of one area or one enumerator, in the campaign's unit.

    `visited`: a result was sent at least once. `missed`: the last result says nobody was met. `second`: visited or
    begun more than once. `dropped`: taken out with a reason. `free`: to visit, and nobody's yet. `matched`: the person's NIK agrees with Dukcapil (padan). `answered` of `applicable`
    questions, and `agreed` of `compared` answers of re-visits, over visits sent or approved.
    """

    key: str
    label: str
    total: int = 0
    assigned: int = 0
    visited: int = 0
    waiting: int = 0
    approved: int = 0
    returned: int = 0
    missed: int = 0
    second: int = 0
    dropped: int = 0
    free: int = 0
    matched: int = 0
    applicable: int = 0
    answered: int = 0
    compared: int = 0
    agreed: int = 0

    @property
    def completeness(self) -> float | None:
        """Per cent of questions answered; None before any answer."""
        return _percent(self.answered, self.applicable)

    @property
    def share_matched(self) -> float | None:
        """Per cent of persons whose NIK agrees."""
        return _percent(self.matched, self.total)

    @property
    def agreement(self) -> float | None:
        """Per cent of answers that a second enumerator gave as well; None without a re-visit."""
        return _percent(self.agreed, self.compared)


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of a campaign as far as the actor's areas reach, at a moment; `unit` is what is counted."""

    as_of: datetime
    unit: str
    whole: Tally
    areas: tuple[Tally, ...]
    enumerators: tuple[Tally, ...]
    within: str


def board_of(actor: Actor, campaign: Campaign, *, within: str = "") -> Board:
    """The board of a campaign, by the areas just below `within` (by default below what the actor sees of it)."""
    subjects = policies.countable_by(actor).filter(campaign=campaign)
    place = within or _widest(actor, campaign)
    subjects = subjects.filter(inside_area(place))
    length = _LENGTH_BELOW[AreaCode.parse(place).level]
    by_area = _tallies(subjects, {"key": Substr("area_code", 1, length)}, Substr("subject__area_code", 1, length))
    labels = reference_queries.labels_of({str(row["key"]) for row in by_area})
    by_person = _tallies(subjects, {"key": F("assigned_to"), "name": F("assigned_to_name")}, F("enumerator"))
    areas = tuple(_tally(row, labels.get(str(row["key"]), str(row["key"]))) for row in by_area)
    people = tuple(_tally(row, str(row["name"] or "–")) for row in by_person)
    return Board(clock.now(), str(campaign.get_kind_display()), _sum(areas), areas, people, place)


def _widest(actor: Actor, campaign: Campaign) -> str:
    whole = AreaCode.parse(campaign.area_code)
    if actor.covers(whole):
        return whole
    inside = [area for area in actor.areas if whole.contains(area)]
    return str(inside[0]) if len(inside) == 1 else str(whole)


def _tallies(subjects: QuerySet[Subject], keys: dict[str, Any], visit_key: Any) -> list[dict[str, Any]]:
    """Counts by key from subjects, with the sums of their visits by the same key."""
    quality: dict[Any, dict[str, Any]] = {}
    visits = Visit.objects.filter(subject__in=subjects, state__in=_COUNTED)
    sums: Any = visits.values(place=visit_key).annotate(
        applicable=Sum("applicable"), answered=Sum("answered"),
        compared=Sum("compared", filter=Q(kind=VisitKind.REVISIT)),
        agreed=Sum("agreed", filter=Q(kind=VisitKind.REVISIT)),
    ).order_by()  # fmt: skip
    for row in sums:
        place = row.pop("place")
        quality[place] = {name: value or 0 for name, value in row.items()}
    counted: Any = subjects.values(**keys).annotate(**_COUNTS).order_by(*keys)
    return [{**row, **quality.get(row["key"], {})} for row in counted]


def _tally(row: dict[str, Any], label: str) -> Tally:
    figures = {name: value for name, value in row.items() if name not in ("key", "name")}
    key = row["key"]
    return Tally(key=str(key) if isinstance(key, str | UUID) else "", label=label, **figures)


def _sum(rows: Iterable[Tally]) -> Tally:
    names = [*_COUNTS, "applicable", "answered", "compared", "agreed"]
    every = list(rows)
    return Tally(key="", label="", **{name: sum(getattr(row, name) for row in every) for name in names})


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
