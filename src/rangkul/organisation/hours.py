"""Opening hours of a post in words: "Senin–Kamis, Sabtu 08.00–14.00 (istirahat 12.00–13.00)"."""

from datetime import time

from rangkul.organisation.enums import OpenDay

_ORDER = list(OpenDay)


def hours_in_words(days: str, opens_at: time | None, closes_at: time | None, note: str) -> str:
    """The hours as a citizen reads them; three or more days in a row are told by the first and the last."""
    words = ", ".join(_runs([OpenDay(each) for each in days.split(",") if each]))
    if words and opens_at and closes_at:
        words += f" {opens_at:%H.%M}–{closes_at:%H.%M}"
    return f"{words} ({note})" if words and note else words or note


def _runs(days: list[OpenDay]) -> list[str]:
    runs: list[list[OpenDay]] = []
    for day in sorted(days, key=_ORDER.index):
        if runs and _ORDER.index(runs[-1][-1]) + 1 == _ORDER.index(day):
            runs[-1].append(day)
        else:
            runs.append([day])
    told = []
    for run in runs:
        labels = [str(each.label) for each in run]
        told += [f"{labels[0]}–{labels[-1]}"] if len(labels) > 2 else labels
    return told
