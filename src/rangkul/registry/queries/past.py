"""Fields of persons and families as they stood on an earlier day, read back from the trail; dated rows need no trail."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.models import Event

CORRECT, MOVE = "registry.person.correct", "registry.family.move"
_DATES = frozenset({"birth_date"})
_MOVED = {"area": "area_code", "address": "address", "rt": "rt", "rw": "rw"}
OLDEST = date(1945, 8, 17)


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


def fields_on(persons: Iterable[UUID], families: Iterable[UUID], day: date) -> Past:
    """What corrections and moves after the day have overwritten. One query.

    A correction counts from when it was made, a move from the day it took place. Numbers of identity are not in the
    trail, so they are shown as they are today.
    """
    people, homes = set(persons), set(families)
    events = Event.objects.filter(object_id__in=[*people, *homes], name__in=[CORRECT, MOVE]).order_by("-at", "-pk")
    fields: dict[UUID, dict[str, Any]] = {}
    end = _end_of(day)
    for event in events:  # the newest first, so that the oldest one after the day is written last
        before = event.data.get("before") or {}
        if event.name == MOVE:
            if event.data.get("on", "") > day.isoformat():
                then = {column: before[name] for name, column in _MOVED.items() if name in before}
                fields.setdefault(event.object_id, {}).update(then)  # type: ignore[arg-type]
        elif event.at >= end:
            fields.setdefault(event.object_id, {}).update(  # type: ignore[arg-type]
                {name: _value(name, value) for name, value in before.items()}
            )
    return Past(fields)


def moved_since(area: str, day: date) -> tuple[set[UUID], set[UUID]]:
    """(families that lived in the area on the day and moved out since, families that moved in since). One query."""
    end = _end_of(day)
    events = Event.objects.filter(name=MOVE, data__on__gt=day.isoformat(), at__gte=end - timedelta(days=3660))
    then: dict[UUID, str] = {}
    for family_id, before in events.order_by("-at", "-pk").values_list("object_id", "data__before__area"):
        then[family_id] = before or ""  # type: ignore[index]
    inside = {family_id for family_id, code in then.items() if code == area or code.startswith(f"{area}.")}
    return inside, set(then) - inside


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DATES and value else value
