"""Reading the trail: timelines, the list for auditors page by page, and how the last examination went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Q, QuerySet

from rangkul.platform.audit.models import AccessLog, Check, Event, Seal
from rangkul.platform.audit.policies import accesses_visible_to, check_can_view_trail, visible_to
from rangkul.platform.policy.actor import Actor


def list_events_about(subjects: Iterable[tuple[str, UUID]], *, before: datetime | None = None) -> QuerySet[Event]:
    """Events on the timelines of the given (kind, id) pairs, newest first, each once.

    The caller has already shown, through its own `visible_to`, that the actor may see those subjects.
    """
    pairs = list(subjects)
    events = Event.objects.filter(
        subjects__subject_id__in=[subject_id for _, subject_id in pairs],
        subjects__kind__in={kind for kind, _ in pairs},
    )
    if before is not None:
        events = events.filter(at__lt=before)
    return events.distinct().order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a timeline tells it."""

    name: str
    data: dict[str, Any]
    at: datetime
    actor_name: str
    reason: str


_LINES = """
SELECT name, data::json, at, actor_name, reason FROM audit_event
WHERE id IN (SELECT event_id FROM audit_eventsubject WHERE kind = %s AND subject_id = %s) AND name <> %s
ORDER BY at DESC, id DESC LIMIT %s
"""


def list_lines_about(kind: str, subject_id: UUID, *, besides: str, limit: int) -> list[Line]:
    """`list_events_about` one subject without the events of one name, and with no more than a page shows of each."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [kind, subject_id, besides, limit])
        return [Line(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What an auditor looks for; empty fields do not narrow. `until` is exclusive."""

    actor_name: str = ""
    name: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A line in the order newest first: where a page of the list begins or ends."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """The place written in an address, None when it is none."""
        moment, _, row_id = text.partition("_")
        try:
            at = datetime.fromisoformat(moment)
            return cls(at, UUID(row_id)) if at.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class TrailState:
    """How the chain stands: the last examination, the newest seal."""

    check: Check | None
    seal: Seal | None


def list_trail(actor: Actor, wanted: TrailFilter, *, after: Place | None = None, limit: int = 50) -> list[Event]:
    """At most `limit` events that the actor may see, newest first, those after `after`. Raises Denied."""
    check_can_view_trail(actor)
    events = visible_to(actor).filter(_narrowed(wanted, action=True))
    if wanted.subject_id is not None:
        events = events.filter(subjects__subject_id=wanted.subject_id).distinct()
    return list(_page(events, after).prefetch_related("subjects")[:limit])


def list_accesses(actor: Actor, wanted: TrailFilter, *, after: Place | None = None, limit: int = 50) -> list[AccessLog]:
    """At most `limit` looks at sensitive data, newest first: who, whom, what for. Raises Denied."""
    check_can_view_trail(actor)
    looks = accesses_visible_to(actor).filter(_narrowed(wanted, action=False))
    if wanted.subject_id is not None:
        looks = looks.filter(subject_id=wanted.subject_id)
    return list(_page(looks, after)[:limit])


def count_looks(kind: str, subject_id: UUID, *, by: Iterable[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How often each of these officials looked at a subject, and when last; those who never did are left out.

    System use: the room asks it for a subject and officials that the reader may know of.
    """
    looks = AccessLog.objects.filter(subject_kind=kind, subject_id=subject_id, actor_id__in=list(by))
    found = looks.values_list("actor_id").annotate(times=Count("pk"), last=Max("at"))
    return {actor_id: (times, last) for actor_id, times, last in found if actor_id is not None}


def trail_state(actor: Actor) -> TrailState:
    """The last examination and the newest seal. Raises Denied."""
    check_can_view_trail(actor)
    return TrailState(Check.objects.order_by("-at").first(), Seal.objects.order_by("-seq").first())


def has_event_since(moment: datetime, *, prefixes: Iterable[str]) -> bool:
    """Whether a deed whose name begins with one of `prefixes` is younger than the moment. Tells nobody what it was."""
    names = Q()
    for prefix in prefixes:
        names |= Q(name__startswith=prefix)
    return Event.objects.filter(names, at__gt=moment).exists()


@dataclass(frozen=True, slots=True)
class Deed:
    """That something was done to an object in an area; not by whom, nor what it was about."""

    name: str
    area_code: str
    object_id: UUID


def list_deeds(
    names: Iterable[str],
    *,
    since: datetime,
    until: datetime,
    areas: Iterable[str] | None = None,
    actor_id: UUID | None = None,
) -> list[Deed]:
    """Deeds with these names from `since` up to `until`, each (name, area, object) once: for counting work.

    `areas` with all below them; None: anywhere. The caller has checked that the actor may count there or this officer.
    """
    events = Event.objects.filter(name__in=list(names), at__gte=since, at__lt=until, object_id__isnull=False)
    if actor_id is not None:
        events = events.filter(actor_id=actor_id)
    if areas is not None:
        inside = Q(pk__in=[])
        for area in areas:
            inside |= Q(area_code__gte=area, area_code__lt=f"{area}/")
        events = events.filter(inside)
    rows = events.order_by().values_list("name", "area_code", "object_id").distinct()
    return [Deed(name, area, object_id) for name, area, object_id in rows if object_id is not None]


def _narrowed(wanted: TrailFilter, *, action: bool) -> Q:
    condition = Q()
    if wanted.actor_name:
        condition &= Q(actor_name__icontains=wanted.actor_name)
    if wanted.name and action:
        condition &= Q(name__startswith=wanted.name)
    if wanted.since is not None:
        condition &= Q(at__gte=wanted.since)
    if wanted.until is not None:
        condition &= Q(at__lt=wanted.until)
    return condition


def _page[M: (Event, AccessLog)](lines: QuerySet[M], after: Place | None) -> QuerySet[M]:
    if after is not None:
        lines = lines.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    return lines.order_by("-at", "-id")
