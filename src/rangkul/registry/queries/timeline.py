"""The timeline of a person or a family: every deed about them, in one sentence each, grouped by day."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from rangkul.platform.audit.queries import list_events_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.models import Family, Person
from rangkul.registry.queries import past
from rangkul.registry.queries.merged import records_of
from rangkul.registry.queries.overwritten import Overwritten


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
    zone = ZoneInfo(settings.TIME_ZONE)
    found = [
        Entry(
            id=event.pk,
            at=event.at,
            name=event.name,
            title=sentence_of(event.name, event.data),
            by=event.actor_name,
            role=event.role,
            reason=event.reason,
        )
        for event in events[: limit + 1]
    ]
    imports = _by_imports([subject_id for _kind, subject_id in subjects])
    found += [entry for entry in imports if mark is None or (entry.at, entry.id) < mark]
    found.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    shown = found[:limit]
    days = tuple(Day(on, tuple(deeds)) for on, deeds in groupby(shown, lambda entry: entry.at.astimezone(zone).date()))
    last = shown[-1] if len(found) > limit else None
    return Timeline(days, f"{last.at.isoformat()}_{last.id}" if last else "")


def _by_imports(subjects: list[UUID]) -> list[Entry]:
    """What files changed: imports write no deed for each of their people, but keep how everybody was before.

    Which fields differ is told by going back from today through every deed, the newest first.
    """
    deeds = past.deeds_on(subjects)
    if not any(deed.image for deed in deeds):
        return []
    now = {record.pk: record for model in (Person, Family) for record in model.objects.filter(pk__in=subjects)}
    entries: dict[UUID, Entry] = {}
    for deed in deeds:
        record = now.get(deed.subject_id)
        if record is None:
            continue
        differs = [name for name, value in deed.before.items() if getattr(record, name, value) != value]
        for name, value in deed.before.items():
            setattr(record, name, value)
        if deed.image is not None:
            entries.setdefault(deed.image.batch_id, _by_import(deed.image, differs))
    return list(entries.values())


def _by_import(image: Overwritten, differs: list[str]) -> Entry:
    fields = ", ".join(str(FIELD_NAMES.get(name.removesuffix("_cipher"), _("kepala keluarga"))) for name in differs)
    title = _("Diubah oleh impor %(file)s: %(fields)s") if fields else _("Dilengkapi oleh impor %(file)s")
    return Entry(
        id=image.batch_id,
        at=image.applied_at,
        name="registry.import.apply",
        title=title % {"file": image.file_name, "fields": fields},
        by=image.approved_by_name,
        role="",
        reason="",
    )


def _read_mark(before: str) -> tuple[datetime, UUID] | None:
    moment, _mark, event_id = before.partition("_")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at, UUID(event_id)) if at.tzinfo else None
    except ValueError:
        return None
