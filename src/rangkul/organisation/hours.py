"""Opening hours of a post: checked, and in words: "Senin–Kamis 08.00–12.00, 13.00–15.00; Jumat 08.00–11.00"."""

from collections.abc import Mapping, Sequence
from datetime import time

from rangkul.kernel.business_time import Stretches
from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import OpenDay

_ORDER = list(OpenDay)
type Week = dict[str, list[list[str]]]
"""As a post keeps it: day (RFC 5545 BYDAY) to its stretches ["08:00", "12:00"]; [] for open without told hours."""


def checked_week(week: Mapping[str, Stretches]) -> Week:
    """The week as it is kept, days and stretches in order. Raises `Refused` naming the day."""
    kept: Week = {}
    for day in OpenDay:
        if day.value not in week:
            continue
        stretches, before = sorted(week[day.value]), None
        for opens, closes in stretches:
            if closes <= opens:
                raise _refused(day, closes, f"jam tutup sesudah {opens:%H.%M}")
            if before is not None and opens < before:
                raise _refused(day, opens, f"jam buka kedua sesudah {before:%H.%M}")
            before = closes
        kept[day.value] = [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in stretches]
    return kept


def stretches_of(week: Week) -> dict[str, Stretches]:
    """The week as times."""
    return {
        day: tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in stretches)
        for day, stretches in week.items()
    }


def hours_in_words(week: Week, note: str) -> str:
    """The hours as a citizen reads them; days with the same hours together, three or more in a row by first and last."""
    groups: dict[str, list[OpenDay]] = {}
    for day in _ORDER:
        if day.value in week:
            groups.setdefault(_stretches_in_words(week[day.value]), []).append(day)
    words = "; ".join(f"{', '.join(_runs(days))} {told}".strip() for told, days in groups.items())
    return f"{words} ({note})" if words and note else words or note


def _stretches_in_words(stretches: Sequence[Sequence[str]]) -> str:
    return ", ".join(f"{opens}–{closes}".replace(":", ".") for opens, closes in stretches)


def _runs(days: list[OpenDay]) -> list[str]:
    runs: list[list[OpenDay]] = []
    for day in days:
        if runs and _ORDER.index(runs[-1][-1]) + 1 == _ORDER.index(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    told = []
    for run in runs:
        labels = [str(each.label) for each in run]
        told += [f"{labels[0]}–{labels[-1]}"] if len(labels) > 2 else labels
    return told


def _refused(day: OpenDay, value: time, expected: str) -> Refused:
    return Refused(
        field=f"Jam buka {day.label}", value=f"{value:%H.%M}", expected=expected, remedy="periksa jam hari itu"
    )
