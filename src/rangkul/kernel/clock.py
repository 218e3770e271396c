"""Time: the only place that reads the clock, and how dates are written in Indonesian."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import roman

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(at: datetime, zone: str) -> date:
    """The calendar day at ``at`` in ``zone``: "WIB", "WITA", "WIT" or an IANA name such as "Asia/Makassar".

    Raises ValueError for a naive ``at``: a moment without a zone has no calendar day.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("local_date needs an aware datetime")
    return at.astimezone(ZoneInfo(ZONES.get(zone, zone))).date()


def format_date(d: date) -> str:
    """Day, month in words, year: "6 Desember 2018"."""
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def format_weekday(d: date) -> str:
    """The Indonesian weekday: "Kamis"."""
    return WEEKDAYS[d.weekday()]


def roman_month(m: int) -> str:
    """The month as letter numbers carry it: 12 is "XII". Raises Refused outside 1–12."""
    if not 1 <= m <= len(MONTHS):
        raise Refused(field="Bulan", value=m, expected="angka 1 sampai 12", remedy="periksa bulan yang diisi")
    return roman(m)


def age_on(birth_date: date, day: date) -> int:
    """Completed years on ``day``; somebody born on 29 February turns older on 1 March of a common year.

    Raises Refused when ``day`` is before the birth.
    """
    if day < birth_date:
        raise Refused(
            field="Tanggal lahir",
            value=format_date(birth_date),
            expected=f"tanggal tidak sesudah {format_date(day)}",
            remedy="periksa kembali tanggal lahir pada dokumen",
        )
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def read_day(text: str) -> date | None:
    """The day of an ISO date from outside ("2026-11-22"); None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
