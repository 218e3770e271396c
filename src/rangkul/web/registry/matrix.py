"""All programmes of one family in one matrix of who, what and when, with gaps and double aid marked (W02)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.web.shared.holdings import Holding
from rangkul.web.shared.wording import date_in_words

YEARS = 6
LANE_HEIGHT = 34
BAR_TOP = 18
BAR_HEIGHT = 10
MOST_LANES = 40
MOST_PERIODS = 12


@dataclass(frozen=True, kw_only=True)
class Span:
    """One period of a lane, placed on the time axis in percent."""

    holding: Holding
    words: str
    x: str
    width: str
    is_shown: bool
    is_double: bool


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One programme of one person or of the family: its periods, and what is odd about them."""

    who: str
    programme: str
    sources: tuple[str, ...]
    spans: tuple[Span, ...]
    gaps: tuple[str, ...]
    doubles: tuple[str, ...]
    is_running: bool
    is_own: bool
    text_y: str = "0"
    bar_y: str = "0"
    earlier: int = 0


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The lanes, running ones first, with the axis they stand on. `hidden` lanes ended longest ago are left out."""

    lanes: tuple[Lane, ...]
    years: tuple[tuple[str, str], ...]
    height: str
    hidden: int
    doubles: int
    gaps: int
    axis_y: str = "0"
    spoken: str = ""
    bar_height: str = str(BAR_HEIGHT)


def overlap_of(one: Holding, other: Holding) -> tuple[date, date | None] | None:
    """The days two periods share, half-open; None when they share none."""
    start = max(one.start or date.min, other.start or date.min)
    ends = [each.end for each in (one, other) if each.end is not None]
    end = min(ends) if ends else None
    return (start, end) if end is None or start < end else None


def is_same_aid(one: Holding, other: Holding) -> bool:
    """Whether two holdings are one kind of aid for one receiver: the same person, or a family's aid inside one family."""
    if not one.key or one.key != other.key:
        return False
    return one.person_id == other.person_id or (one.is_for_family and other.is_for_family)


def gaps_between(periods: Iterable[Holding]) -> list[tuple[date, date]]:
    """Stretches without the programme between its first and last day, half-open."""
    found: list[tuple[date, date]] = []
    reached: date | None = None
    is_open = False
    for each in sorted(periods, key=lambda period: period.start or date.min):
        if reached is not None and not is_open and each.start is not None and each.start > reached:
            found.append((reached, each.start))
        if each.end is None:
            is_open = True
        else:
            reached = max(reached or date.min, each.end)
    return found


def matrix_of(holdings: Sequence[Holding], names: Mapping[UUID, str], *, on: date) -> Matrix:
    """The matrix as of a day: periods that began later are left out, the axis ends on that day."""
    known = [each for each in holdings if each.start is None or each.start <= on]
    first = date(on.year - YEARS + 1, 1, 1)
    groups: dict[tuple[UUID | None, str, str], list[Holding]] = {}
    for each in known:
        groups.setdefault((each.person_id, each.key or each.programme, each.programme), []).append(each)
    by_key: dict[str, list[Holding]] = {}
    for each in known:
        by_key.setdefault(each.key, []).append(each)
    lanes = [_lane(found, names, by_key, first=first, on=on) for found in groups.values()]
    lanes.sort(key=lambda lane: (not lane.is_running, not lane.doubles, lane.who, lane.programme))
    shown = [_placed(lane, LANE_HEIGHT * index) for index, lane in enumerate(lanes[:MOST_LANES])]
    height = LANE_HEIGHT * max(1, len(shown))
    years = range(first.year, on.year + 1)
    return Matrix(
        lanes=tuple(shown),
        years=tuple((str(year), _at(date(year, 1, 1), first, on)) for year in years),
        height=str(height + 18),
        axis_y=str(height + 12),
        hidden=len(lanes) - len(shown),
        doubles=sum(len(lane.doubles) for lane in lanes),
        gaps=sum(len(lane.gaps) for lane in lanes),
        spoken="; ".join(f"{lane.programme}, {lane.who}: {lane.spans[0].words}" for lane in shown if lane.spans),
    )


def _lane(
    found: list[Holding], names: Mapping[UUID, str], by_key: Mapping[str, list[Holding]], *, first: date, on: date
) -> Lane:
    found.sort(key=lambda each: each.start or date.min, reverse=True)
    doubles: dict[Holding, list[tuple[date, date | None]]] = {}
    for each in found[:MOST_PERIODS]:
        shared = [
            stretch
            for other in by_key.get(each.key, ())
            if other is not each and is_same_aid(each, other) and (stretch := overlap_of(each, other)) is not None
        ]
        if shared:
            doubles[each] = shared
    one = found[0]
    return Lane(
        who=names.get(one.person_id, _("bukan anggota sekarang")) if one.person_id else _("keluarga"),
        programme=one.programme,
        sources=tuple(dict.fromkeys(each.source for each in found)),
        spans=tuple(_span(each, first, on, is_double=each in doubles) for each in found[:MOST_PERIODS]),
        gaps=tuple(_words(*gap) for gap in gaps_between(found)[-3:]),
        doubles=tuple(dict.fromkeys(_words(*stretch) for shared in doubles.values() for stretch in shared))[:3],
        is_running=any(each.end is None or each.end > on for each in found),
        is_own=any(each.is_own for each in found),
        earlier=max(0, len(found) - MOST_PERIODS),
    )


def _placed(lane: Lane, top: int) -> Lane:
    return replace(lane, text_y=str(top + BAR_TOP - 5), bar_y=str(top + BAR_TOP))


def _span(holding: Holding, first: date, on: date, *, is_double: bool) -> Span:
    start, end = max(holding.start or first, first), min(holding.end or on, on)
    width = _share((end - start).days, first, on)
    return Span(
        holding=holding,
        words=" ".join(filter(None, [_words(holding.start, holding.end), holding.detail])),
        x=_at(start, first, on),
        width=f"{max(width, 0.8):.4g}%",
        is_shown=end >= first,
        is_double=is_double,
    )


def _at(day: date, first: date, on: date) -> str:
    return f"{_share((day - first).days, first, on):.4g}%"


def _share(days: int, first: date, on: date) -> float:
    whole = max(1, (on - first).days)
    return min(100.0, max(0.0, days / whole * 100))


def _words(start: date | None, end: date | None) -> str:
    since = date_in_words(start, "pendek") if start and start != date.min else _("dulu")
    if end is None:
        return _("sejak %(day)s") % {"day": since}
    return _("%(start)s sampai %(end)s") % {
        "start": since,
        "end": date_in_words(end - timedelta(days=1), "pendek"),
    }
