"""Reading one cell: dates in every style that offices use, yes and no, codes; each refusal says what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from rangkul.kernel.clock import MONTHS, format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.sixteen_digits import AS_TEXT
from rangkul.kernel.text import clean

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
_SOLID = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])")
_SOLID_LOCAL = re.compile(r"([0-3][0-9])(0[1-9]|1[0-2])((?:19|20)[0-9]{2})")
_YEAR = re.compile(r"(?:tahun |th\.? ?)?(?:19|20)[0-9]{2}", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)[, ]+", re.IGNORECASE)
_LOCAL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})(?: [0-9:.]+)?")
_WORDS = re.compile(r"([0-9]{1,2})[-/. ]+([A-Za-z]+)[-/. ]+([0-9]{4})")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}[-/. ]+(?:[0-9]{1,2}|[A-Za-z]+)[-/. ]+'?[0-9]{2}")
_SERIAL = re.compile(r"[0-9]{4,5}")
_EXCEL_START = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = 61, 60_000
_OLDEST_YEARS = 120
_YES = frozenset({"YA", "Y", "YES", "TRUE", "1", "V", "ADA", "BENAR"})
_NO = frozenset({"TIDAK", "T", "N", "NO", "FALSE", "0", "2", "-", "TDK", "BELUM", "SALAH"})
_MONTH_WORDS = {name.lower()[:3]: number for number, name in enumerate(MONTHS, start=1)} | {
    "aug": 8, "agu": 8, "ags": 8, "agt": 8, "oct": 10, "dec": 12, "may": 5, "nop": 11, "pebruari"[:3]: 2,
}  # fmt: skip
_AROUND = "'’‘`´,;. "
_JOINED = re.compile(r"(?<=[0-9])(?=[A-Za-z]{3})|(?<=[A-Za-z]{3})(?=[0-9])")
"""Where a day or a year and the name of a month were written without a space."""
_ASIDE = str.maketrans("", "", " '’‘`´")
_SCIENTIFIC = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?e[+-][0-9]+|[0-9][.,][0-9]+e[0-9]+)", re.IGNORECASE)
AS_NUMBER = r"^([0-9]{5,})[.,]0{1,2}$"
"""A long number as a spreadsheet or a program writes one that it takes for a quantity."""
_EXACT_DIGITS = 16
NOT_ROUNDED = "nomor lengkap, bukan angka yang dibulatkan oleh Excel"
_STYLES = "tanggal seperti 1978-03-28, 28-03-1978, atau 28 Maret 1978"


@lru_cache(maxsize=16)
def date_reader(field: str, *, not_after: date) -> Callable[[str], date]:
    """A reader of dates up to `not_after`: ISO, day first with any separator, Indonesian months, Excel serials.

    It remembers what it read: a district was born on some forty thousand days, and each slice of a file names most.
    """

    @lru_cache(maxsize=1 << 16)
    def read(text: str) -> date:
        told = _JOINED.sub(" ", _WEEKDAY.sub("", clean(text).strip(_AROUND), count=1))
        if _YEAR.fullmatch(told):  # never a serial of Excel: 1945 would be a day in 1905
            raise Refused(
                field=field, value=text, expected=f"{_STYLES}, bukan tahun saja",
                remedy="lengkapi hari dan bulannya sesuai dokumen, atau kosongkan",
            )  # fmt: skip
        if _TWO_DIGITS.fullmatch(told):  # 12-05-30 may be a child or somebody of ninety: nobody guesses it here
            raise Refused(
                field=field, value=text, expected=f"tahun empat angka: {_STYLES}",
                remedy="tulis tahunnya empat angka sesuai dokumen; di Excel ubah format kolomnya menjadi dd-mm-yyyy, lalu simpan lagi",
            )  # fmt: skip
        parts = _parts_of(told)
        if parts is None:
            raise Refused(field=field, value=text, expected=_STYLES, remedy="tulis ulang tanggal sesuai dokumen")
        try:
            day = date(*parts)
        except ValueError:
            raise Refused(
                field=field,
                value=text,
                expected="tanggal yang ada di kalender",
                remedy="cocokkan dengan dokumen; kosongkan bila memang tidak diketahui",
            ) from None
        return _plausible(day, text, field, not_after)

    return read


def _parts_of(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _LOCAL.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _SOLID.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SOLID_LOCAL.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _WORDS.fullmatch(text)) and (month := _MONTH_WORDS.get(found[2].lower()[:3])):
        return int(found[3]), month, int(found[1])
    if _SERIAL.fullmatch(text) and _EXCEL_FIRST <= int(text) <= _EXCEL_LAST:
        day = _EXCEL_START + timedelta(days=int(text))
        return day.year, day.month, day.day
    return None


def _plausible(day: date, text: str, field: str, not_after: date) -> date:
    if day > not_after:
        raise Refused(
            field=field,
            value=text,
            expected=f"tanggal tidak sesudah {format_date(not_after)}",
            remedy="periksa tahunnya pada dokumen",
        )
    if day.year < not_after.year - _OLDEST_YEARS:
        raise Refused(
            field=field,
            value=text,
            expected=f"tanggal dalam {_OLDEST_YEARS} tahun terakhir",
            remedy="periksa tahunnya; kosongkan bila memang tidak diketahui",
        )
    return day


def code_reader[T](field: str, codes: Mapping[str, T], *, told: str) -> Callable[[str], T]:
    """A reader of codes: "1", "01", "1.0" and the label in any case mean the same. `told` lists the codes for the user."""
    known = {_code(each): value for each, value in codes.items()}

    def read(text: str) -> T:
        try:
            return known[_code(text)]
        except KeyError:
            raise Refused(field=field, value=text, expected=told, remedy="pakai salah satu kode itu") from None

    return read


def yes_no_reader(field: str) -> Callable[[str], bool]:
    """A reader of YA/TIDAK in the ways they are written."""

    def read(text: str) -> bool:
        word = clean(text).upper()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise Refused(field=field, value=text, expected="YA atau TIDAK", remedy="isi YA atau TIDAK, atau kosongkan")

    return read


def is_rounded(text: str) -> bool:
    """Whether this is what a spreadsheet shows of a long number: "5.20602E+17", whose last digits nobody knows."""
    return _SCIENTIFIC.fullmatch(clean(text)) is not None


def number_reader(field: str, *, longest: int) -> Callable[[str], str]:
    """A reader of numbers of a register. Spaces and apostrophes between digits and a ".0" behind them are taken out.

    It refuses scientific notation, a *number* (".0") that a spreadsheet cannot hold to the last digit, and what is longer
    than `longest`; letters and other signs belong to the number.
    """

    def read(text: str) -> str:
        told = clean(text)
        whole = re.match(AS_NUMBER, told)
        digits = whole[1] if whole else ""
        # Sixteen digits are exact, but a zero in the last place is what Excel puts there (kernel.sixteen_digits).
        is_lost = len(digits) > _EXACT_DIGITS or (len(digits) == _EXACT_DIGITS and digits.endswith("0"))
        if is_rounded(told) or is_lost:
            raise Refused(field=field, value=text, expected=NOT_ROUNDED, remedy=AS_TEXT)
        joined = told.translate(_ASIDE)
        found = digits or (joined if joined.isascii() and joined.isdigit() else told.strip("'’‘`´"))
        if len(found) > longest:
            raise Refused(
                field=field,
                value=text,
                expected=f"nomor paling panjang {longest} huruf",
                remedy="cocokkan dengan kartu atau dokumennya",
            )
        return found

    return read


def _code(text: str) -> str:
    word = clean(text).upper()
    if re.fullmatch(r"[0-9]+(?:\.0+)?", word):
        return str(int(word.partition(".")[0]))
    return re.sub(r"[^A-Z0-9]+", "", word)
