"""Fields of persons and families as they stood on an earlier day, read back from the trail; dated rows need no trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.models import Event
from rangkul.registry.merging import FIELDS
from rangkul.registry.models import PastNumber
from rangkul.registry.queries.overwritten import Overwritten, list_overwritten, moves_by_imports

CORRECT, MOVE, MERGE = "registry.person.correct", "registry.family.move", "registry.person.merge"
ADDRESS = "registry.family.correct_address"
PLACED = ("registry.family.transfer_member", "registry.person.bring_back")
_APART = ("registry.person.undo_merge", "registry.person.split")
_DATES = frozenset({"birth_date"})
_AT = attrgetter("at")
_MOVED = {"area": "area_code", "address": "address", "hamlet": "hamlet", "rt": "rt", "rw": "rw"}
OLDEST = date(1945, 8, 17)
UNKNOWN = b""
"""In place of a sealed number of which only the day of its change is known."""


@dataclass(frozen=True, slots=True)
class Past:
    """{subject: {column: value then}} for subjects whose fields changed since; nothing for the others."""

    fields: dict[UUID, dict[str, Any]] = field(default_factory=dict)

    def of(self, subject_id: UUID) -> dict[str, Any]:
        """What stood there then, where it differs from today."""
        return self.fields.get(subject_id, {})


def read_day(text: str, today: date) -> date | None:
    """The day of `?per=2026-03-31`; None for today or nothing. Raises Refused (unreadable, in the future, too old)."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(
            field="Per tanggal", value=text, expected="tanggal seperti 2026-03-31", remedy="pilih tanggal lain"
        ) from None
    if not OLDEST <= day <= today:
        raise Refused(
            field="Per tanggal",
            value=text,
            expected="tanggal yang sudah lewat",
            remedy=f"pilih tanggal antara {OLDEST.isoformat()} dan {today.isoformat()}",
        )
    return day if day < today else None


@dataclass(frozen=True, slots=True)
class Overwriting:
    """One deed that overwrote fields of a person or a family: `before` are the values until then.

    `on` is the day from which a move or a file counts; None for what counts from when it was done.
    """

    subject_id: UUID
    at: datetime
    before: dict[str, Any]
    on: date | None = None
    image: Overwritten | None = None


def fields_on(persons: Iterable[UUID], families: Iterable[UUID], day: date) -> Past:
    """What corrections, merges, moves and imports after the day have overwritten. Three queries.

    A correction or a merge counts from when it was made, a move from the day it took place, an import from the day its
    file speaks of. NIK and card numbers come sealed (`UNKNOWN` where nobody kept them); telephones are those of today.
    """
    fields: dict[UUID, dict[str, Any]] = {}
    for deed in _deeds_after(day, [*persons, *families]):
        fields.setdefault(deed.subject_id, {}).update(deed.before)
    return Past(fields)


def fields_at_home(person_id: UUID, homes: Iterable[UUID], day: date) -> dict[str, Any]:
    """The same for one person, with what was written of the families they lived in on the day, card numbers aside.

    In the order of the deeds: a family's move is told of the family, whoever leaves a family is told of by themselves.
    """
    fields: dict[str, Any] = {}
    for deed in _deeds_after(day, [person_id, *homes]):
        fields.update({name: value for name, value in deed.before.items() if name != "kk_cipher"})
    return fields


def _deeds_after(day: date, subjects: Iterable[UUID]) -> list[Overwriting]:
    """The newest first, so that the oldest after the day has the last word."""
    end, subjects = end_of_day(day), list(dict.fromkeys(subjects))
    deeds = sorted(deeds_on(subjects, since=day) + _numbers_since(subjects, end), key=_AT, reverse=True)
    return [deed for deed in deeds if deed.image is not None or (deed.on > day if deed.on else deed.at >= end)]


def deeds_on(subjects: Iterable[UUID], *, since: date | None = None) -> list[Overwriting]:
    """Every deed that overwrote fields of these, the newest first; of imports those of files after `since`. Two queries."""
    ids = list(dict.fromkeys(subjects))
    events = Event.objects.filter(object_id__in=ids, name__in=[CORRECT, ADDRESS, MOVE, *PLACED, MERGE, *_APART])
    found = [_of_event(event) for event in events]
    found += [
        Overwriting(each.subject_id, each.applied_at, _dated(each.fields), image=each)
        for each in list_overwritten(ids, since=since)
    ]
    return sorted(found, key=_AT, reverse=True)


def _numbers_since(subjects: list[UUID], end: datetime) -> list[Overwriting]:
    about = Q(person_id__in=subjects) | Q(family_id__in=subjects)
    found = []
    for row in PastNumber.objects.filter(about, until_at__gte=end):
        if row.person_id is not None:
            nik = row.nik_cipher if row.is_known else UNKNOWN
            found.append(Overwriting(row.person_id, row.until_at, {"nik_cipher": nik, "nik_status": row.nik_status}))
        if row.family_id is not None:
            kk = row.kk_cipher if row.is_known else UNKNOWN
            found.append(Overwriting(row.family_id, row.until_at, {"kk_cipher": kk}))
    return found


def _of_event(event: Event) -> Overwriting:
    subject = event.object_id
    assert subject is not None
    before = event.data.get("before") or {}
    if event.name == MOVE:
        then = {column: before[name] for name, column in _MOVED.items() if name in before}
        return Overwriting(subject, event.at, then, on=date.fromisoformat(event.data.get("on") or OLDEST.isoformat()))
    if event.name in PLACED:
        return Overwriting(subject, event.at, before, on=date.fromisoformat(event.data["on"]))
    if event.name == MERGE:  # blanks that the merge filled, and values that were chosen from the other record
        blank = {name: None if name in _DATES else "" for name in event.data.get("filled", []) if name in FIELDS}
        before = blank | event.data.get("replaced", {})
    return Overwriting(subject, event.at, _dated(before))


def moved_since(area: str, day: date) -> tuple[set[UUID], set[UUID]]:
    """(families that lived in the area on the day and moved out since, families that moved in since). Two queries.

    Imports move families too: those of files that speak of a later day.
    """
    end = end_of_day(day)
    events = Event.objects.filter(name=MOVE, data__on__gt=day.isoformat(), at__gte=end - timedelta(days=3660))
    moves = [
        (at, family_id, before or "")
        for at, family_id, before in events.values_list("at", "object_id", "data__before__area")
    ]
    moves += [(at, family_id, before) for family_id, before, at in moves_by_imports(area, since=day)]
    newest_first = sorted(moves, key=lambda move: move[0], reverse=True)
    then: dict[UUID, str] = {family_id: before for _at, family_id, before in newest_first}  # type: ignore[misc]
    inside = {family_id for family_id, code in then.items() if code == area or code.startswith(f"{area}.")}
    return inside, set(then) - inside


def end_of_day(day: date) -> datetime:
    """The first moment after the day, in the office's zone."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if name in _DATES and value else value for name, value in values.items()}
