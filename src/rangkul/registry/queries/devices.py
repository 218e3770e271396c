"""Assistive devices that are needed: one list in order of priority, and what was given from whose budget (R211)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rangkul.platform.audit.actions import note_accesses
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area, inside_areas
from rangkul.reference.enums import FundSource
from rangkul.registry import policies
from rangkul.registry.enums import ConditionKind, ProfileState, Severity
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Condition, DeviceAid, DisabilityProfile
from rangkul.registry.queries.areas import area_labels
from rangkul.registry.queries.profiles import inherited, told

PAGE_SIZE = 25
_DEGREES = (Severity.SEVERE, Severity.MODERATE, Severity.MILD)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceNeed:
    """One need. `position` counts from 1 in the list as asked for; `is_validated`: a second official confirmed it."""

    id: UUID
    person_id: UUID
    name: str
    birth_date: date | None
    area_label: str
    device: str
    since: date | None
    severity_label: str
    is_validated: bool
    position: int
    may_meet: bool


@dataclass(frozen=True, slots=True)
class DevicePage:
    """One page of the list, in devices."""

    rows: tuple[DeviceNeed, ...]
    total: int
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One kind of device: how many are waited for, how many were given in the year, and from which budget each."""

    device: str
    waiting: int
    given: int
    by_source: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """Given of those given and still waited for, in percent; None when there was no need."""
        return round(self.given / (self.given + self.waiting) * 100, 1) if self.given + self.waiting else None


@dataclass(frozen=True, slots=True)
class DeviceBoard:
    """All kinds, the most waited for first, and the sum of them; `sources` head the columns of `by_source`."""

    year: int
    sources: tuple[str, ...]
    lines: tuple[DeviceLine, ...]
    whole: DeviceLine


def list_device_needs(
    actor: Actor, *, on: date, area: str = "", device: str = "", page: int = 1, limit: int = PAGE_SIZE
) -> DevicePage:
    """A page of those who wait for a device, in order of priority; each shown person is logged with the purpose.

    Order: data validated and still valid first, then the heavier degree, then who waits longer. Raises Denied.
    """
    policies.check_can_view_health(actor)
    found = _ranked(_waiting(actor, on, area), on)
    if device:
        found = found.filter(device__istartswith=device)
    total, number = found.count(), max(page, 1)
    start = (number - 1) * limit
    rows = list(found.select_related("person")[start : start + limit])
    note_accesses(
        by=actor, kind="person", subject_ids=[row.person_id for row in rows if row.person_id], fields=["disability"]
    )
    labels = area_labels(row.person.area_code for row in rows)
    return DevicePage(
        tuple(_need(actor, row, labels, place) for place, row in enumerate(rows, start + 1)),
        total,
        number,
        bool(rows) and total > start + len(rows),
    )


def get_device_need(actor: Actor, need_id: UUID, *, on: date) -> DeviceNeed:
    """One need that waits, with its place in the whole list of the actor. Raises NoSuchRecord, Denied."""
    policies.check_can_view_health(actor)
    ranked = _ranked(_waiting(actor, on, ""), on)
    row = ranked.filter(pk=need_id).select_related("person").first()
    if row is None:
        raise NoSuchRecord("device", need_id)
    note_accesses(by=actor, kind="person", subject_ids=[row.person_id], fields=["disability"])
    return _need(actor, row, area_labels([row.person.area_code]), 0)


def device_board(actor: Actor, *, on: date, area: str = "") -> DeviceBoard:
    """What is waited for now and what was given this year, by kind and budget, in devices. Raises Denied."""
    policies.check_sees_health(actor)
    waiting = Counter(_kind(text) for text in _waiting(actor, on, area).values_list("device", flat=True))
    aids = DeviceAid.objects.filter(inside_areas(actor), given_on__year=on.year)
    if area:
        aids = aids.filter(inside_area(area))
    given = Counter((_kind(text), source) for text, source in aids.values_list("device", "fund_source"))
    kinds = {kind for kind, _source in given} | set(waiting)
    lines = [_line(kind, waiting, given) for kind in kinds]
    lines.sort(key=lambda line: (-line.waiting, -line.given, line.device))
    sums = tuple(sum(line.by_source[place] for line in lines) for place in range(len(FundSource)))
    whole = DeviceLine("", sum(waiting.values()), sum(given.values()), sums)
    return DeviceBoard(on.year, tuple(str(each.label) for each in FundSource), tuple(lines), whole)


def _line(kind: str, waiting: Counter[str], given: Counter[tuple[str, str]]) -> DeviceLine:
    by_source = tuple(given[kind, each.value] for each in FundSource)
    return DeviceLine(kind, waiting[kind], sum(by_source), by_source)


def _kind(text: str) -> str:
    """ "kursi roda (dewasa)" is a kursi roda; size and side stay with the person."""
    return text.partition(" (")[0]


def _waiting(actor: Actor, on: date, area: str) -> QuerySet[Any]:
    people = policies.visible_to(actor).filter(died_on__isnull=True)
    if area:
        people = people.filter(inside_area(area))
    return Condition.objects.filter(kind=ConditionKind.DEVICE_NEEDED, period__contains=on, person__in=people).exclude(
        aid__isnull=False
    )


def _ranked(needs: QuerySet[Any], on: date) -> QuerySet[Any]:
    own = DisabilityProfile.objects.filter(person_id=OuterRef("person_id"), is_current=True)
    given = inherited(on)

    def profile(field: str) -> Any:
        return told(field, given, own=Subquery(own.values(field)[:1]), person="person_id")

    imported = Condition.objects.filter(
        person_id=OuterRef("person_id"), kind=ConditionKind.DISABILITY, period__contains=on
    ).order_by("-period")
    ranked: QuerySet[Any] = (
        needs.annotate(
            profile_state=profile("state"), profile_due=profile("due_on"), profile_severity=profile("severity")
        )
        .annotate(
            is_validated=Case(
                When(profile_state=ProfileState.VALIDATED, profile_due__gt=on, then=Value(True)), default=Value(False)
            ),
            degree=Coalesce("profile_severity", Subquery(imported.values("severity")[:1]), Value("")),
            rank=Case(
                *(When(degree=each.value, then=Value(place)) for place, each in enumerate(_DEGREES)),
                default=Value(len(_DEGREES)),
                output_field=IntegerField(),
            ),
        )
        .order_by("-is_validated", "rank", F("period__startswith").asc(nulls_last=True), "pk")
    )
    return ranked


def _need(actor: Actor, row: Any, labels: dict[str, str], position: int) -> DeviceNeed:
    return DeviceNeed(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        birth_date=row.person.birth_date,
        area_label=labels.get(row.person.area_code, row.person.area_code),
        device=row.device,
        since=row.period.lower,
        severity_label=str(Severity(row.degree or Severity.UNKNOWN).label),
        is_validated=row.is_validated,
        position=position,
        may_meet=policies.can_meet_device(actor, row.person.area_code),
    )
