"""Periods as offices write them: quarters of DTSEN, school and calendar years, single days."""

import re
from collections.abc import Callable

from rangkul.kernel.errors import Refused
from rangkul.kernel.period import Period

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_QUARTER_FIRST = re.compile(r"(?:TW|TRIWULAN|T|Q)\W*(IV|I{1,3}|[1-4])\W*(?:TAHUN\W*)?([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})\W*(?:TW|TRIWULAN|T|Q)\W*(IV|I{1,3}|[1-4])")
_MONTH = re.compile(r"([0-9]{4})[-/. ]?(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[0-9]{4}")
_TOLD = "triwulan seperti 2026-TW3, TW III 2026, atau 2026-09"
_OLDEST, _NEWEST = 2005, 2099


def quarter_reader(field: str) -> Callable[[str], Period]:
    """A reader of quarters: "2026-TW3", "TW III 2026", "Triwulan 3 Tahun 2026", "2026-Q3", or a month of it ("2026-09")."""

    def read(text: str) -> Period:
        word = text.strip().upper()
        if found := _QUARTER_FIRST.fullmatch(word):
            return _quarter(field, text, found[2], found[1])
        if found := _YEAR_FIRST.fullmatch(word):
            return _quarter(field, text, found[1], found[2])
        if found := _MONTH.fullmatch(word):
            return _quarter(field, text, found[1], str((int(found[2]) + 2) // 3))
        raise Refused(field=field, value=text, expected=_TOLD, remedy="tulis triwulan dan tahunnya")

    return read


def year_reader(field: str) -> Callable[[str], Period]:
    """A reader of calendar years ("2025", "2025.0")."""

    def read(text: str) -> Period:
        word = text.strip().removesuffix(".0")
        if not _YEAR.fullmatch(word) or not _OLDEST <= int(word) <= _NEWEST:
            raise Refused(field=field, value=text, expected="tahun empat angka", remedy="tulis tahunnya, misalnya 2025")
        return Period.year(int(word))

    return read


def quarter_code(period: Period) -> str:
    """ "2026-TW3" for the third quarter of 2026."""
    return f"{period.start.year}-TW{(period.start.month + 2) // 3}"


def _quarter(field: str, text: str, year: str, quarter: str) -> Period:
    if not _OLDEST <= int(year) <= _NEWEST:
        raise Refused(field=field, value=text, expected=_TOLD, remedy="periksa tahunnya")
    return Period.quarter(int(year), _ROMAN.get(quarter) or int(quarter))
