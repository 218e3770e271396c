"""Working days and office hours: additive, never backwards, and loud about a year nobody has entered."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.kernel.business_time import NoWorkingTime, WorkCalendar

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
calendars = st.builds(
    WorkCalendar,
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    off=st.frozensets(days, max_size=25),
    years=st.just(frozenset({2026})),
)
WEEK = WorkCalendar(zone="Asia/Makassar", off=frozenset({date(2026, 8, 17)}), years=frozenset({2026}))


@settings(max_examples=40, deadline=None)
@given(calendar=calendars, moments=st.tuples(moments, moments, moments))
def test_office_seconds_add_up(calendar: WorkCalendar, moments: tuple[datetime, datetime, datetime]) -> None:
    one, two, three = moments
    parts = calendar.seconds_between(one, two) + calendar.seconds_between(two, three)
    assert parts == calendar.seconds_between(one, three)
    assert calendar.seconds_between(two, one) == -calendar.seconds_between(one, two)


@settings(max_examples=40, deadline=None)
@given(calendar=calendars, at=moments, first=st.integers(0, 400_000), more=st.integers(0, 400_000))
def test_office_time_in_two_steps_is_office_time_in_one(
    calendar: WorkCalendar, at: datetime, first: int, more: int
) -> None:
    there = calendar.add_seconds(at, first)
    assert there >= at
    assert calendar.seconds_between(at, there) == first
    if first:
        assert calendar.add_seconds(there, more) == calendar.add_seconds(at, first + more)


@settings(max_examples=40, deadline=None)
@given(calendar=calendars, days=st.tuples(days, days, days), count=st.integers(0, 60), more=st.integers(0, 60))
def test_working_days_add_up(calendar: WorkCalendar, days: tuple[date, date, date], count: int, more: int) -> None:
    one, two, three = days
    parts = calendar.working_days_between(one, two) + calendar.working_days_between(two, three)
    assert parts == calendar.working_days_between(one, three)
    there = calendar.add_working_days(one, count)
    assert calendar.working_days_between(one, there) == count
    assert calendar.add_working_days(there, more) == calendar.add_working_days(one, count + more)
    assert count == 0 or calendar.is_working_day(there)


def test_a_holiday_and_a_weekend_are_stepped_over() -> None:
    friday = date(2026, 8, 14)
    assert WEEK.add_working_days(friday, 1) == date(2026, 8, 18)
    late_on_friday = datetime(2026, 8, 14, 16, 20, tzinfo=UTC) - timedelta(hours=8)
    assert WEEK.add_seconds(late_on_friday, 30 * 60) == datetime(2026, 8, 18, 7, 50, tzinfo=UTC) - timedelta(hours=8)


def test_the_lunch_break_does_not_count() -> None:
    before = datetime(2026, 8, 18, 11, 50, tzinfo=UTC) - timedelta(hours=8)
    after = datetime(2026, 8, 18, 13, 10, tzinfo=UTC) - timedelta(hours=8)
    assert WEEK.seconds_between(before, after) == 20 * 60


def test_a_year_nobody_entered_is_named() -> None:
    assert WEEK.missing_years(date(2025, 12, 30), date(2027, 1, 2)) == (2025, 2027)
    assert WEEK.missing_years(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_an_office_that_never_works_does_not_hang() -> None:
    never = WorkCalendar(zone="Asia/Jakarta", hours={})
    with pytest.raises(NoWorkingTime):
        never.add_working_days(FIRST, 1)
    with pytest.raises(NoWorkingTime):
        never.add_seconds(datetime(2026, 1, 5, tzinfo=UTC), 60)
    saturday = WorkCalendar(zone="Asia/Jakarta", hours={5: ((time(8), time(12)),)})
    assert saturday.add_working_days(date(2026, 1, 1), 1) == date(2026, 1, 3)
