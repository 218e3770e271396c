"""The timeline of a person or a family: every deed about them, in one sentence each, grouped by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.queries.merged import records_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: when, in which words, by whom and why."""

    id: UUID
    at: datetime
    name: str
    title: str
    by: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Day:
    """The deeds of one day, newest first."""

    on: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of a timeline; `next_before` is the mark of the page after, "" at the end."""

    days: tuple[Day, ...]
    next_before: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All deeds of the page, newest first."""
        return tuple(entry for day in self.days for entry in day.entries)


def timeline_of_person(actor: Actor, person_id: UUID, *, before: str = "", limit: int = 50) -> Timeline:
    """What happened to a person, records merged into them included. Raises NoSuchRecord."""
    if not policies.visible_to(actor).filter(pk=person_id).exists():
        raise NoSuchRecord("person", person_id)
    return _timeline(actor, [("person", record) for record in records_of([person_id])], before, limit)


def timeline_of_family(actor: Actor, family_id: UUID, *, before: str = "", limit: int = 50) -> Timeline:
    """What happened to a family and to its members as members. Raises NoSuchRecord."""
    if not policies.families_visible_to(actor).filter(pk=family_id).exists():
        raise NoSuchRecord("family", family_id)
    return _timeline(actor, [("family", family_id)], before, limit)


def _timeline(actor: Actor, subjects: list[tuple[str, UUID]], before: str, limit: int) -> Timeline:
    events = list_events_about(subjects).exclude(policies.hidden_events(actor))
    mark = _read_mark(before)
    if mark is not None:
        events = events.filter(Q(at__lt=mark[0]) | Q(at=mark[0], pk__lt=mark[1]))
    found = list(events[: limit + 1])
    zone = ZoneInfo(settings.TIME_ZONE)
    shown = [
        Entry(
            id=event.pk,
            at=event.at,
            name=event.name,
            title=sentence_of(event.name, event.data),
            by=event.actor_name,
            role=event.role,
            reason=event.reason,
        )
        for event in found[:limit]
    ]
    days = tuple(Day(on, tuple(deeds)) for on, deeds in groupby(shown, lambda entry: entry.at.astimezone(zone).date()))
    last = shown[-1] if len(found) > limit else None
    return Timeline(days, f"{last.at.isoformat()}_{last.id}" if last else "")


def _read_mark(before: str) -> tuple[datetime, UUID] | None:
    moment, _, event_id = before.partition("_")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at, UUID(event_id)) if at.tzinfo else None
    except ValueError:
        return None
