"""Writing the trail: the `action` decorator every use case carries, `record` inside it, `note_access` for looks."""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction

from rangkul.kernel import clock
from rangkul.platform.audit.models import AccessLog, Event, EventSubject
from rangkul.platform.policy.actor import Actor

_recorded: ContextVar[list[str] | None] = ContextVar("rangkul_recorded", default=None)

_running: ContextVar[tuple[object, str] | None] = ContextVar("rangkul_running_action", default=None)

ACTIONS: dict[str, Callable[..., Any]] = {}


class NothingRecorded(AssertionError):
    """An action ended without an audit event: a programming error, never shown to users."""


class _HasId(Protocol):
    @property
    def pk(self) -> Any: ...


def action[**P, R](name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a use case: one transaction, committed together with at least one audit event, or not at all.

    `name` is the stem "room.noun.verb" that permission, URL, template and test share. The function takes keyword-only
    `by: Actor` and `at: datetime`.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            outer, surrounding = _recorded.get(), _running.get()
            own: list[str] = []
            token, running = _recorded.set(own), _running.set((kwargs.get("by"), name))
            try:
                with transaction.atomic():
                    _tell_triggers(kwargs.get("by"), name)
                    result = function(*args, **kwargs)
                    if not own:
                        raise NothingRecorded(f"{name} changed something without an audit event")
                    if surrounding is not None:
                        _tell_triggers(*surrounding)
            finally:
                _recorded.reset(token)
                _running.reset(running)
            if outer is not None:
                outer.extend(own)
            return result

        run.__dict__["action_name"] = name
        ACTIONS[name] = run
        return run

    return wrap


def _tell_triggers(by: object, name: str) -> None:
    if isinstance(by, Actor):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('rangkul.actor', %s, true), set_config('rangkul.actor_name', %s, true),"
                " set_config('rangkul.action', %s, true)",
                [str(by.user_id or ""), by.name, name],
            )


def record(
    name: str,
    *,
    by: Actor,
    at: datetime,
    on: _HasId | None = None,
    kind: str = "",
    subjects: Iterable[tuple[str, UUID]] = (),
    area: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write one audit event in the running transaction and put it on the timelines of `subjects`.

    `subjects` are ("person" | "family" | "case" | "institution" | "batch" | …, id) pairs. `data` must be JSON-able and
    hold no identity number. Returns the event.
    """
    event = Event.objects.create(
        at=at,
        name=name,
        actor_id=by.user_id,
        actor_name=by.name,
        role=by.role,
        object_kind=kind or (type(on).__name__.lower() if on is not None else ""),
        object_id=on.pk if on is not None and isinstance(on.pk, UUID) else None,
        area_code=area,
        reason=reason,
        data=dict(data or {}),
    )
    EventSubject.objects.bulk_create(
        EventSubject(event=event, kind=subject_kind, subject_id=subject_id)
        for subject_kind, subject_id in dict.fromkeys(subjects)
    )
    recorded = _recorded.get()
    if recorded is not None:
        recorded.append(name)
    return event


def note_access(*, by: Actor, kind: str, subject_id: UUID, fields: Iterable[str], at: datetime | None = None) -> None:
    """Log a look at sensitive data. The actor must carry a purpose (UU 27/2022, access shown to the data subject)."""
    AccessLog.objects.create(
        at=at or clock.now(),
        actor_id=by.user_id,
        actor_name=by.name,
        role=by.role,
        purpose=by.purpose[:300] or "-",
        subject_kind=kind,
        subject_id=subject_id,
        fields=list(fields),
    )


def note_accesses(
    *, by: Actor, kind: str, subject_ids: Iterable[UUID], fields: Iterable[str], at: datetime | None = None
) -> None:
    """`note_access` for a list: one line for each person or family on the page, in one statement."""
    moment, shown = at or clock.now(), list(fields)
    AccessLog.objects.bulk_create(
        AccessLog(
            at=moment,
            actor_id=by.user_id,
            actor_name=by.name,
            role=by.role,
            purpose=by.purpose[:300] or "-",
            subject_kind=kind,
            subject_id=subject_id,
            fields=shown,
        )
        for subject_id in subject_ids
    )
