"""Dates, numbers, money, ages and masked numbers in the words and marks of the reader's language."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

ZONE_BY_OFFSET = {7: "WIB", 8: "WITA", 9: "WIT"}


def today() -> date:
    """Today's date on the office's wall."""
    return timezone.localdate()


def local_moment(value: datetime) -> datetime:
    """The moment as the office's clock shows it; a naive value is taken to be office time already."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def as_date(value: date | datetime) -> date:
    """The calendar date of a date or moment, in the office's zone."""
    return local_moment(value).date() if isinstance(value, datetime) else value


def date_in_words(value: date | datetime | None, style: str = "") -> str:
    """A day such as 22 November 2026, None a dash; style "hari" adds the weekday, "pendek" shortens the month."""
    if value is None:
        return "–"
    pattern = {"hari": "l, j F Y", "pendek": "j M Y"}.get(style, "j F Y")
    return _written(as_date(value), pattern, get_language())


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, _language: str | None) -> str:
    return formats.date_format(day, pattern)


def moment_in_words(value: datetime | None) -> str:
    """Date and clock: 22 November 2026, pukul 14.05 WITA."""
    if value is None:
        return "–"
    local = local_moment(value)
    offset = local.utcoffset()
    zone = ZONE_BY_OFFSET.get(round(offset.total_seconds() / 3600), "") if offset is not None else ""
    clock = local.strftime("%H.%M" if is_indonesian() else "%H:%M")
    words = gettext("%(date)s, pukul %(clock)s %(zone)s") % {
        "date": date_in_words(local),
        "clock": clock,
        "zone": zone,
    }
    return words.strip()


def is_indonesian() -> bool:
    """Whether the reader's language is Indonesian (also when none is active)."""
    return (get_language() or "id").startswith("id")


def number_in_words(value: Any, decimals: int | None = None) -> str:
    """Digits grouped by thousands: 1.462 and 12,5 in Indonesian, 1,462 and 12.5 in English. Nothing gives a dash."""
    if value is None or value == "":
        return "–"
    number = value if isinstance(value, int | float | Decimal) else Decimal(str(value))
    if decimals is None:
        decimals = 0 if number == int(number) else 1
    text = f"{number:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if is_indonesian() else text


def money_in_words(value: Any) -> str:
    """Whole rupiah, "Rp600.000"; takes a number or anything that turns into an int."""
    if value is None or value == "":
        return "–"
    rupiah = int(value)
    return f"{'−' if rupiah < 0 else ''}Rp{number_in_words(abs(rupiah))}"


def age_in_words(born_on: date | None, on: date | None = None) -> str:
    """Age in years (34 tahun); under two years in months (7 bulan). `on` is the day asked about, else today."""
    if born_on is None:
        return "–"
    day = on or today()
    months = (day.year - born_on.year) * 12 + day.month - born_on.month - (day.day < born_on.day)
    if months < 0:
        return "–"
    if months < 24:
        return ngettext("%(n)s bulan", "%(n)s bulan", months) % {"n": months}
    return ngettext("%(n)s tahun", "%(n)s tahun", months // 12) % {"n": months // 12}


def masked(value: Any, keep: int = 4) -> str:
    """All but the last digits hidden, in groups of four from the left: "•••• •••• •••• 4567". Nothing gives a dash."""
    digits = "".join(str(value or "").split())
    if not digits:
        return "–"
    keep = min(keep, len(digits) // 2)
    hidden = "•" * (len(digits) - keep) + (digits[-keep:] if keep else "")
    return in_groups(hidden)


def in_groups(value: Any, size: int = 4) -> str:
    """A long number in groups that can be read aloud: "7312 0141 0190 0001"."""
    text = "".join(str(value or "").split())
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def ago_in_words(value: date | datetime | None, now: datetime | None = None) -> str:
    """How long since: "baru saja", "5 menit lalu", "3 jam lalu" on the same day, "kemarin", "3 hari lalu".

    After 30 days the date itself.
    """
    if value is None:
        return "–"
    if isinstance(value, datetime):
        passed = (now or timezone.now()) - value
        if timedelta(0) <= passed < timedelta(hours=1):
            minutes = int(passed.total_seconds() // 60)
            if minutes < 1:
                return gettext("baru saja")
            return ngettext("%(n)s menit lalu", "%(n)s menit lalu", minutes) % {"n": minutes}
    days = ((timezone.localdate(now) if now else today()) - as_date(value)).days
    if days == 0 and isinstance(value, datetime) and passed >= timedelta(hours=1):
        hours = int(passed.total_seconds() // 3600)
        return ngettext("%(n)s jam lalu", "%(n)s jam lalu", hours) % {"n": hours}
    if days == 0:
        return gettext("hari ini")
    if days == 1:
        return gettext("kemarin")
    if 1 < days <= 30:
        return ngettext("%(n)s hari lalu", "%(n)s hari lalu", days) % {"n": days}
    return date_in_words(value)


def due_in_words(due_on: date | datetime | None, on: date | None = None) -> str:
    """Days left until a due date: "3 hari lagi", "hari ini", "lewat 2 hari"."""
    if due_on is None:
        return "–"
    days = (as_date(due_on) - (on or today())).days
    if days == 0:
        return gettext("hari ini")
    if days < 0:
        return ngettext("lewat %(n)s hari", "lewat %(n)s hari", -days) % {"n": -days}
    return ngettext("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": days}


def due_urgency(due_on: date | datetime | None, on: date | None = None) -> str:
    """The word "late" after the due date, "soon" on it and the day before, else ""."""
    if due_on is None:
        return ""
    days = (as_date(due_on) - (on or today())).days
    return "late" if days < 0 else "soon" if days <= 1 else ""


def span_in_words(span: timedelta | None) -> str:
    """A length of time in minutes, or hours and minutes: "4 menit", "1 jam 5 menit"; nothing gives a dash."""
    if span is None:
        return "–"
    minutes = max(0, round(span.total_seconds() / 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)s menit", "%(n)s menit", minutes) % {"n": minutes}
    return gettext("%(hours)s jam %(minutes)s menit") % {"hours": hours, "minutes": rest}
