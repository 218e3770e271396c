"""Business time: working days and office hours by a calendar that says which years it does not know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

type Stretches = tuple[tuple[time, time], ...]

LONGEST_SEARCH = 3660
"""Days looked ahead before giving up: ten years without enough working time is no calendar."""

USUAL_HOURS: dict[int, Stretches] = {
    **dict.fromkeys(range(4), ((time(7, 30), time(12, 0)), (time(13, 0), time(16, 0)))),
    4: ((time(7, 30), time(11, 30)), (time(13, 0), time(16, 30))),
}
"""Weekday (Monday is 0) to the stretches in which an office works: 37.5 hours a week (Perpres 21/2023, unverified)."""


class NoWorkingTime(ValueError):
    """The calendar has no working time for years: its hours are empty or every day is off."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the office works: `hours` of each weekday, days `off`, and the `years` whose days off are known.

    A year that is not in `years` is counted with its weekends only; `missing_years` tells whoever shows the result.
    """

    zone: str
    off: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    hours: Mapping[int, Stretches] = field(default_factory=lambda: USUAL_HOURS)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day at all."""
        return bool(self.hours.get(day.weekday())) and day not in self.off

    def add_working_days(self, day: date, count: int) -> date:
        """The day `count` working days after `day`, which itself does not count; `day` for 0."""
        left = count
        for _step in range(LONGEST_SEARCH):
            if left <= 0:
                return day
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        raise NoWorkingTime(f"{count} working days after {day} are not within ten years")

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie behind `first`, up to and with `last`; less than nothing backwards. Additive."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working_day(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))

    def seconds_between(self, first: datetime, last: datetime) -> int:
        """Office seconds from one moment to another; less than nothing backwards. Additive."""
        if last < first:
            return -self.seconds_between(last, first)
        total, day, until = 0, self.day_of(first), self.day_of(last)
        while day <= until:
            for opens, closes in self._stretches(day):
                total += max(0, int((min(closes, last) - max(opens, first)).total_seconds()))
            day += timedelta(days=1)
        return total

    def add_seconds(self, at: datetime, seconds: int) -> datetime:
        """The earliest moment at which `seconds` of office time have gone by since `at` (in UTC); `at` for 0."""
        if seconds <= 0:
            return at.astimezone(UTC)
        day, left = self.day_of(at), seconds
        for step in range(LONGEST_SEARCH):
            for opens, closes in self._stretches(day + timedelta(days=step)):
                begin = max(opens, at)
                free = max(0, int((closes - begin).total_seconds()))
                if left <= free:
                    return (begin + timedelta(seconds=left)).astimezone(UTC)
                left -= free
        raise NoWorkingTime(f"{seconds} office seconds after {at} are not within ten years")

    def end_of(self, day: date) -> datetime:
        """The moment at which a day is over (midnight of the office's clock, in UTC)."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """The day on the office's wall."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """Years from `first` to `last` whose days off nobody has entered."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def _stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self.off:
            return
        zone = ZoneInfo(self.zone)
        for opens, closes in self.hours.get(day.weekday(), ()):
            yield (
                datetime.combine(day, opens, zone).astimezone(UTC),
                datetime.combine(day, closes, zone).astimezone(UTC),
            )
