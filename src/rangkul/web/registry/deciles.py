"""The deciles of a family over time as a picture: one bar for each period, the poorest on top."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rangkul.registry.queries import StatusView
from rangkul.web.shared.wording import date_in_words

ROW = 14
YEARS = 6
MOST = 40


@dataclass(frozen=True, kw_only=True)
class Step:
    """One decile during one period, placed in percent and pixels."""

    x: str
    width: str
    y: str
    text_y: str
    decile: str
    source: str
    is_in_force: bool


@dataclass(frozen=True, kw_only=True)
class Deciles:
    """The picture; empty `steps` when no decile was imported."""

    steps: tuple[Step, ...]
    years: tuple[tuple[str, str], ...]
    height: str = str(ROW * 10 + 20)
    axis_y: str = str(ROW * 10 + 16)
    bar_height: str = str(ROW - 4)
    spoken: str = ""


def deciles_of(statuses: Iterable[StatusView], *, on: date) -> Deciles:
    """Deciles of the last six years as of a day, at most forty periods."""
    first = date(on.year - YEARS + 1, 1, 1)
    whole = max(1, (on - first).days)

    def at(day: date) -> float:
        return min(100.0, max(0.0, (day - first).days / whole * 100))

    told = [
        each
        for each in statuses
        if each.decile is not None and (each.start or first) <= on and (each.end or on) >= first
    ][:MOST]
    steps = tuple(
        Step(
            x=f"{at(each.start or first):.4g}%",
            width=f"{max(at(each.end or on) - at(each.start or first), 1):.4g}%",
            y=str((each.decile - 1) * ROW),
            text_y=str((each.decile - 1) * ROW + ROW - 4),
            decile=str(each.decile),
            source=str(each.source_label),
            is_in_force=each.is_in_force,
        )
        for each in told
        if each.decile is not None
    )
    spoken = "; ".join(
        f"{each.source_label} {each.decile}, {date_in_words(each.start, 'pendek') if each.start else ''}"
        for each in told
    )
    years = tuple((str(year), f"{at(date(year, 1, 1)):.4g}%") for year in range(first.year, on.year + 1))
    return Deciles(steps=steps, years=years, spoken=spoken)
