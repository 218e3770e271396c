"""What several actions ask of what was typed: words that say something, days that fit."""

from datetime import date, datetime

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.models import Office


def said(field: str, text: str, *, most: int, remedy: str, least: int = 1) -> str:
    """The text on one line; raises `Refused` when it is empty, too short or too long."""
    tidy = clean(text)
    if not least <= len(tidy) <= most:
        raise Refused(field=field, value=text, expected=f"teks {least} sampai {most} huruf", remedy=remedy)
    return tidy


def today_of(office: Office, at: datetime) -> date:
    """The office's calendar day."""
    return clock.local_date(at, office.time_zone)


def not_after(field: str, day: date, last: date, *, remedy: str) -> date:
    """The day; raises `Refused` when it lies behind `last`."""
    if day > last:
        raise Refused(
            field=field,
            value=clock.format_date(day),
            expected=f"{clock.format_date(last)} atau sebelumnya",
            remedy=remedy,
        )
    return day


def not_before(field: str, day: date, first: date, *, remedy: str) -> date:
    """The day; raises `Refused` when it lies before `first`."""
    if day < first:
        raise Refused(
            field=field,
            value=clock.format_date(day),
            expected=f"{clock.format_date(first)} atau sesudahnya",
            remedy=remedy,
        )
    return day
