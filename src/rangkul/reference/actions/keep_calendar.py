"""Keeping the office's calendar: the days off of a year, and the hours of each weekday."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rangkul.kernel.business_time import Stretches
from rangkul.kernel.clock import MONTHS
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference.models import CalendarYear, Holiday, OfficeHours
from rangkul.reference.policies import check_can_change_calendar

FEWEST_DAYS = 10
"""A year with fewer days off than this is an unfinished list: Indonesia has about 16 national holidays."""
_LINE = re.compile(r"^\s*(\d{1,2})\s+([A-Za-z]+)\s*[:,\-–]?\s*(.+)$")
_SHARED = re.compile(r"cuti\s+bersama", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A national holiday, or a day of shared leave."""

    day: date
    name: str
    is_shared_leave: bool = False


def read_days(year: int, text: str) -> list[DayOff]:
    """Days off as they are written in the decree, one a line: "17 Agustus Hari Kemerdekaan".

    A line with the words "cuti bersama" is shared leave. Raises `Refused` naming the line.
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        part = _LINE.match(line)
        month = _month(part[2]) if part else None
        try:
            day = date(year, month, int(part[1])) if part and month else None
        except ValueError:
            day = None
        if day is None or part is None:
            raise Refused(
                field=f"Baris {number}",
                value=line.strip(),
                expected="tanggal, bulan, lalu namanya, misalnya 17 Agustus Hari Kemerdekaan",
                remedy="perbaiki baris itu",
            )
        name = clean(part[3])
        found.append(DayOff(day, name[:120], bool(_SHARED.search(name))))
    return found


def _month(word: str) -> int | None:
    stem = word.lower()[:3]
    return next(
        (at for at, name in enumerate(MONTHS, start=1) if name.lower().startswith(stem) and len(stem) == 3), None
    )


@action("reference.calendar.set_year")
def set_calendar_year(*, year: int, days: Iterable[DayOff], source: str, by: Actor, at: datetime) -> CalendarYear:
    """Enter the days off of a year, replacing what stood there; from now on the year is known.

    Raises `Refused` (no source, a day twice, of another year, or too few to be a whole year) and `Denied`.
    """
    check_can_change_calendar(by)
    named = clean(source)
    if len(named) < 5:
        raise Refused(
            field="Dasar", value=source, expected="nomor surat keputusan bersama", remedy="salin dari SKB 3 Menteri"
        )
    wanted = list(days)
    _check_days(year, wanted)
    before = {each.day for each in Holiday.objects.filter(day__year=year)}
    Holiday.objects.filter(day__year=year).delete()
    Holiday.objects.bulk_create(
        Holiday(day=each.day, name=each.name, is_shared_leave=each.is_shared_leave) for each in wanted
    )
    kept, _made = CalendarYear.objects.update_or_create(
        year=year,
        defaults={"source": named[:200], "is_confirmed": True, "changed_at": at, "changed_by_name": by.name},
    )
    now = {each.day for each in wanted}
    told = {
        "year": year,
        "days": len(wanted),
        "source": named[:200],
        "added": sorted(each.isoformat() for each in now - before),
        "removed": sorted(each.isoformat() for each in before - now),
    }
    record("reference.calendar.set_year", by=by, at=at, kind="calendar", data=told)
    return kept


def _check_days(year: int, days: Sequence[DayOff]) -> None:
    strangers = [each.day for each in days if each.day.year != year]
    if strangers:
        raise Refused(
            field="Tanggal",
            value=strangers[0].isoformat(),
            expected=f"tanggal di tahun {year}",
            remedy="periksa tahunnya",
        )
    twice = sorted({each.day for each in days if sum(other.day == each.day for other in days) > 1})
    if twice:
        raise Refused(
            field="Tanggal",
            value=twice[0].isoformat(),
            expected="setiap tanggal satu kali",
            remedy="hapus salah satunya",
        )
    if len(days) < FEWEST_DAYS:
        raise Refused(
            field="Daftar libur",
            value=f"{len(days)} hari",
            expected=f"sedikitnya {FEWEST_DAYS} hari untuk satu tahun penuh",
            remedy="isi semua libur nasional dan cuti bersama tahun itu",
        )


@action("reference.calendar.set_hours")
def set_office_hours(*, hours: Mapping[int, Stretches], by: Actor, at: datetime) -> None:
    """Set the office hours of every weekday at once; a weekday without stretches is no working day.

    Raises `Refused` (no hours at all, stretches that overlap or run backwards) and `Denied`.
    """
    check_can_change_calendar(by)
    if not any(hours.values()):
        raise Refused(field="Jam kerja", value="", expected="sedikitnya satu hari kerja", remedy="isi jam buka kantor")
    for weekday, stretches in hours.items():
        _check_stretches(weekday, stretches)
    OfficeHours.objects.all().delete()
    OfficeHours.objects.bulk_create(
        OfficeHours(weekday=weekday, opens=opens, closes=closes)
        for weekday, stretches in hours.items()
        for opens, closes in stretches
    )
    CalendarYear.objects.update(changed_at=at)
    told = {str(weekday): [f"{a:%H.%M}–{b:%H.%M}" for a, b in stretches] for weekday, stretches in hours.items()}
    record("reference.calendar.set_hours", by=by, at=at, kind="calendar", data={"hours": told})


def _check_stretches(weekday: int, stretches: Stretches) -> None:
    until = None
    for opens, closes in stretches:
        if not 0 <= weekday <= 6 or opens >= closes or (until is not None and opens < until):
            raise Refused(
                field="Jam kerja",
                value=f"{opens:%H.%M}–{closes:%H.%M}",
                expected="jam buka sebelum jam tutup, berurutan",
                remedy="periksa jam hari itu",
            )
        until = closes
