"""Dates in words, zones, ages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.clock import ZONES, age_on, format_date, format_weekday, local_date, now, roman_month
from rangkul.kernel.errors import Refused


def test_now_is_aware_utc() -> None:
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "day"), [("WIB", 21), ("WITA", 22), ("WIT", 22), ("Asia/Makassar", 22), ("Asia/Jakarta", 21)]
)
def test_the_day_depends_on_the_zone(zone: str, day: int) -> None:
    assert local_date(datetime(2026, 11, 21, 16, 0, tzinfo=UTC), zone) == date(2026, 11, day)


@pytest.mark.parametrize(("zone", "hours"), [("WIB", 7), ("WITA", 8), ("WIT", 9)])
@given(at=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_zones_are_whole_hours_ahead(zone: str, hours: int, at: datetime) -> None:
    assert local_date(at.replace(tzinfo=UTC), zone) == (at + timedelta(hours=hours)).date()
    assert zone in ZONES


def test_a_naive_moment_has_no_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_date(datetime(2026, 11, 22), "WITA")


def test_dates_in_words() -> None:
    assert format_date(date(2018, 12, 6)) == "6 Desember 2018"
    assert format_weekday(date(2018, 12, 6)) == "Kamis"
    assert [roman_month(month) for month in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]


@pytest.mark.parametrize("month", [0, 13, -1])
def test_roman_month_refuses(month: int) -> None:
    with pytest.raises(Refused):
        roman_month(month)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1984, 5, 19), date(2026, 5, 18), 41),
        (date(1984, 5, 19), date(2026, 5, 19), 42),
        (date(2004, 2, 29), date(2021, 2, 28), 16),
        (date(2004, 2, 29), date(2021, 3, 1), 17),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


@given(st.dates(max_value=date(2100, 1, 1)), st.integers(min_value=0, max_value=40_000))
def test_age_grows_by_at_most_one_a_day(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert age_on(born, day + timedelta(days=1)) - age_on(born, day) in {0, 1}


def test_age_before_birth_is_refused() -> None:
    with pytest.raises(Refused):
        age_on(date(2026, 1, 2), date(2026, 1, 1))
