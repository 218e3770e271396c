"""Periods: half-open algebra, calendar periods, codes and labels."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rangkul.kernel.errors import Refused
from rangkul.kernel.period import Period

days = st.dates(min_value=date(2018, 1, 1), max_value=date(2020, 12, 31))
periods = st.builds(
    lambda start, length: Period(start, None if length is None else start + timedelta(days=length)),
    days,
    st.one_of(st.none(), st.integers(1, 400)),
)
years = st.integers(1900, 2100)
calendar_periods = st.one_of(
    st.builds(Period.year, years),
    st.builds(Period.semester, years, st.integers(1, 2)),
    st.builds(Period.quarter, years, st.integers(1, 4)),
    st.builds(Period.month, years, st.integers(1, 12)),
)


@given(periods, periods, days)
def test_intersection_holds_the_days_in_both(one: Period, other: Period, day: date) -> None:
    both = one.intersection(other)
    assert (both is not None and both.contains(day)) == (one.contains(day) and other.contains(day))
    assert both == other.intersection(one)
    assert one.overlaps(other) == other.overlaps(one) == (both is not None)


@given(periods)
def test_a_period_holds_its_start_and_not_its_end(period: Period) -> None:
    assert period.contains(period.start)
    assert not period.contains(period.start - timedelta(days=1))
    if period.end is not None:
        assert not period.contains(period.end)
        assert period.contains(period.end - timedelta(days=1))
        assert not period.overlaps(Period(period.end, None))
    assert period.intersection(period) == period


@given(st.one_of(periods, calendar_periods))
def test_code_reads_back(period: Period) -> None:
    assert Period.parse(period.code) == period


@given(years)
def test_months_tile_the_year(year: int) -> None:
    months = [Period.month(year, month) for month in range(1, 13)]
    assert all(left.end == right.start for left, right in itertools.pairwise(months))
    assert (months[0].start, months[-1].end) == (Period.year(year).start, Period.year(year).end)
    assert Period.quarter(year, 4).end == Period.semester(year, 2).end == Period.year(year).end


@given(calendar_periods, calendar_periods)
def test_labels_tell_periods_apart(one: Period, other: Period) -> None:
    assume(one != other)
    assert one.label != other.label


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2022", "Tahun 2022"),
        ("2022-07", "Juli 2022"),
        ("2022-q3", "Triwulan III 2022"),
        ("2022-S1", "Semester I 2022"),
        ("2022-07-01/..", "sejak 1 Juli 2022"),
        ("2022-07-01/2022-07-15", "1 Juli 2022 s.d. 14 Juli 2022"),
        ("2022-07-01/2022-07-02", "1 Juli 2022"),
        ("2022-02-01/2022-05-01", "1 Februari 2022 s.d. 30 April 2022"),
    ],
)
def test_labels(code: str, label: str) -> None:
    assert Period.parse(code).label == label


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "22",
        "2022-13",
        "2022-00",
        "2022-Q5",
        "2022-S3",
        "0000",
        "9999",
        "2022-02-30/..",
        "2022-07-02/2022-07-01",
        "Juli",
    ],
)
def test_refuses(raw: str) -> None:
    with pytest.raises(Refused):
        Period.parse(raw)


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(Refused):
        Period(date(2022, 1, 1), date(2022, 1, 1))


def test_moments_are_not_days() -> None:
    with pytest.raises(TypeError):
        Period(datetime(2022, 1, 1, tzinfo=UTC), None)
