"""Periods: a stretch of days from a start up to, but not including, an end; no end means still running."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from rangkul.kernel.clock import MONTHS, format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import roman

_CODE = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})|Q([1-4])|S([12])))?")
_INTERVAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2}|\.\.)")
_DAY = timedelta(days=1)
_LAST_YEAR = 9998


@dataclass(frozen=True, slots=True)
class Period:
    """``start`` is in the period, ``end`` is the first day after it, None when open. Raises Refused when empty."""

    start: date
    end: date | None

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("a period is made of dates, not of moments")
        if self.end is not None and self.end <= self.start:
            raise Refused(
                field="Tanggal akhir",
                value=format_date(self.end),
                expected=f"tanggal sesudah {format_date(self.start)}",
                remedy="periksa tanggal mulai dan tanggal akhir",
            )

    @classmethod
    def year(cls, y: int) -> Self:
        return cls._of_months(y, 1, 12)

    @classmethod
    def semester(cls, y: int, s: int) -> Self:
        """Half a year; ``s`` is 1 or 2."""
        _check("Semester", s, 2)
        return cls._of_months(y, 6 * s - 5, 6)

    @classmethod
    def quarter(cls, y: int, q: int) -> Self:
        """Three months (triwulan); ``q`` is 1 to 4."""
        _check("Triwulan", q, 4)
        return cls._of_months(y, 3 * q - 2, 3)

    @classmethod
    def month(cls, y: int, m: int) -> Self:
        _check("Bulan", m, 12)
        return cls._of_months(y, m, 1)

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Reads "2022", "2022-07", "2022-Q3", "2022-S2", and "2022-07-01/2022-07-15" (end outside) or ".../.."."""
        text = raw.strip().upper()
        if found := _CODE.fullmatch(text):
            year, month, quarter, semester = (int(part) if part else None for part in found.groups())
            assert year is not None
            if month is not None:
                return cls.month(year, month)
            if quarter is not None:
                return cls.quarter(year, quarter)
            return cls.semester(year, semester) if semester is not None else cls.year(year)
        if found := _INTERVAL.fullmatch(text):
            first, last = found.groups()
            try:
                start, end = date.fromisoformat(first), None if last == ".." else date.fromisoformat(last)
            except ValueError:
                raise _unreadable(raw) from None
            return cls(start, end)
        raise _unreadable(raw)

    @property
    def code(self) -> str:
        """The shortest text that ``parse`` reads back as this period: "2022-Q3"."""
        year, number = self.start.year, 0
        match self._whole_months():
            case 12:
                return f"{year:04d}"
            case 6:
                number = (self.start.month + 5) // 6
                return f"{year:04d}-S{number}"
            case 3:
                number = (self.start.month + 2) // 3
                return f"{year:04d}-Q{number}"
            case 1:
                return f"{year:04d}-{self.start.month:02d}"
            case _:
                return f"{self.start.isoformat()}/{self.end.isoformat() if self.end else '..'}"

    @property
    def label(self) -> str:
        """In Indonesian: "Juli 2022", "Triwulan III 2022", "Semester I 2022", "Tahun 2022", "sejak 1 Juli 2022".

        Other periods name their first and last day: "1 Juli 2022 s.d. 14 Juli 2022".
        """
        year = self.start.year
        match self._whole_months():
            case 12:
                return f"Tahun {year}"
            case 6:
                return f"Semester {roman((self.start.month + 5) // 6)} {year}"
            case 3:
                return f"Triwulan {roman((self.start.month + 2) // 3)} {year}"
            case 1:
                return f"{MONTHS[self.start.month - 1]} {year}"
        if self.end is None:
            return f"sejak {format_date(self.start)}"
        last = self.end - _DAY
        return format_date(last) if last == self.start else f"{format_date(self.start)} s.d. {format_date(last)}"

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """True when at least one day is in both."""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def intersection(self, other: "Period") -> "Period | None":
        """The days that are in both; None when there are none."""
        if not self.overlaps(other):
            return None
        ends = [end for end in (self.end, other.end) if end is not None]
        return Period(max(self.start, other.start), min(ends) if ends else None)

    @classmethod
    def _of_months(cls, year: int, first: int, count: int) -> Self:
        _check("Tahun", year, _LAST_YEAR)
        after, month = divmod(first - 1 + count, 12)
        return cls(date(year, first, 1), date(year + after, month + 1, 1))

    def _whole_months(self) -> int | None:
        """12, 6, 3 or 1 when this is a calendar year, semester, quarter or month; else None."""
        if self.end is None or self.start.day != 1 or self.end.day != 1:
            return None
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return count if count in (12, 6, 3, 1) and (self.start.month - 1) % count == 0 else None


def _check(field: str, value: int, highest: int) -> None:
    if not 1 <= value <= highest:
        raise Refused(field=field, value=value, expected=f"angka 1 sampai {highest}", remedy="periksa periode")


def _unreadable(raw: str) -> Refused:
    return Refused(
        field="Periode",
        value=raw,
        expected="tahun (2022), bulan (2022-07), triwulan (2022-Q3), atau semester (2022-S1)",
        remedy="tulis periode seperti contoh tersebut",
    )
