"""Steps that several actions on institutions share: locking, periods, whom an event concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.period import Period
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import record
from rangkul.platform.policy.actor import Actor

REASON = "institutions.reason"
"""The context under which reasons of stays and requests are sealed."""


def lock(institution_id: UUID) -> Institution:
    """The institution, locked until the transaction ends: two who give the last bed away wait for each other."""
    found = Institution.objects.select_for_update(of=("self",)).filter(pk=institution_id).first()
    if found is None:
        raise NoSuchInstitution(institution_id)
    return found


def lock_open(institution_id: UUID) -> Institution:
    """Like `lock`; raises `UnableToChange` for an institution that was closed."""
    found = lock(institution_id)
    if not found.is_active:
        raise UnableToChange(f"{found.name} sudah tidak berjalan. Buka lembaga penerusnya.")
    return found


def day_of(at: datetime) -> date:
    """The office's calendar day at a moment."""
    return clock.local_date(at, settings.TIME_ZONE)


def said(
    field: str, text: str, *, least: int = 2, most: int = 300, remedy: str = "tulis dengan kata-kata sendiri"
) -> str:
    """The text cleaned; raises `Refused` when it says nothing."""
    tidy = clean(text)
    if len(tidy) < least:
        raise Refused(field=field, value=text, expected="keterangan yang dapat dimengerti", remedy=remedy)
    return tidy[:most]


def one_of(field: str, value: str, choices: Any) -> str:
    """The value when it is one of the choices; raises `Refused`."""
    if value not in choices.values:
        raise Refused(field=field, value=value, expected="salah satu pilihan", remedy="pilih dari daftar")
    return value


def not_later(field: str, day: date, today: date) -> date:
    """The day when it is not after today; raises `Refused`."""
    if day > today:
        raise Refused(
            field=field, value=clock.format_date(day), expected="hari ini atau sebelumnya", remedy="periksa tanggalnya"
        )
    return day


def span(start: date, last: date | None) -> DateRange:
    """From `start` until `last`, both included; no last day is an open end. Raises `Refused` when it is empty."""
    if last is not None and last < start:
        Period(start, last)  # says which dates are wrong
    return DateRange(start, _after(last) if last else None)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def end_at(period: Any, day: date, *, field: str) -> DateRange:
    """The period ended before `day`. Raises `Refused` when it had not begun by then."""
    if period.lower is not None and day <= period.lower:
        raise Refused(
            field=field,
            value=clock.format_date(day),
            expected=f"sesudah {clock.format_date(period.lower)}",
            remedy="periksa tanggalnya",
        )
    return DateRange(period.lower, day)


@contextmanager
def without_overlap(said_when_overlapping: str) -> Iterator[None]:
    """What the database refuses because two periods overlap becomes a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise UnableToChange(said_when_overlapping) from error


def note_event(
    name: str, institution: Institution, *, by: Actor, at: datetime, reason: str = "", on: Any = None, **data: Any
) -> None:
    """An audit event about the institution, on its own timeline."""
    record(
        name,
        by=by,
        at=at,
        on=on or institution,
        subjects=[("institution", institution.pk)],
        area=institution.area_code,
        reason=reason,
        data={"institution": institution.name, **data},
    )
