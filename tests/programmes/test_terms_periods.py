"""Periods of terms: what follows what, holes that are asked about, overlaps that are refused by both names."""

from datetime import date
from typing import Any

import pytest
from psycopg.types.range import DateRange

from rangkul.programmes.errors import PeriodsOverlap
from rangkul.programmes.models import Terms
from rangkul.programmes.terms_periods import plan_period, words_of

TODAY = date(2026, 1, 1)


def version(number: int, start: str, end: str | None = None) -> Terms:
    upper = date.fromisoformat(end) if end else None
    return Terms(version=number, valid=DateRange(date.fromisoformat(start), upper), state="PUBLISHED")


def plan(published: list[Terms], start: str, end: str | None = None) -> Any:
    upper = date.fromisoformat(end) if end else None
    return plan_period(published, start=date.fromisoformat(start), end=upper, today=TODAY)


def test_the_first_version_asks_nothing() -> None:
    found = plan([], "2026-02-01")
    assert (found.closes, found.supersedes, found.questions) == (None, None, ())


def test_the_one_in_force_ends_where_the_new_one_begins() -> None:
    old = version(1, "2022-01-01")
    found = plan([old], "2026-02-01")
    assert found.closes is old
    assert found.supersedes is None
    assert found.questions == ()


def test_one_that_began_the_same_day_gives_way_altogether() -> None:
    old, same = version(1, "2022-01-01", "2026-02-01"), version(2, "2026-02-01")
    found = plan([old, same], "2026-02-01")
    assert found.supersedes is same
    assert found.closes is None


def test_an_overlap_names_both_periods_and_what_to_do() -> None:
    with pytest.raises(PeriodsOverlap) as refused:
        plan([version(1, "2022-01-01", "2027-01-01"), version(2, "2027-01-01")], "2026-06-01")
    message = refused.value.message
    assert "mulai 1 Juni 2026, seterusnya" in message
    assert "versi 2 yang berlaku mulai 1 Januari 2027" in message
    assert "31 Desember 2026" in message


def test_a_version_that_fits_before_the_next_one_is_no_overlap() -> None:
    old, later = version(1, "2022-01-01", "2027-01-01"), version(2, "2027-01-01")
    found = plan([old, later], "2026-06-01", "2027-01-01")
    assert found.closes is old
    assert found.questions == ()


@pytest.mark.parametrize(
    ("published", "start", "end", "hole"),
    [
        ([("2022-01-01", "2026-01-01")], "2026-03-01", None, "1 Januari 2026 sampai 28 Februari 2026"),
        ([("2022-01-01", None)], "2026-03-01", "2026-09-01", "mulai 1 September 2026, seterusnya"),
        ([("2022-01-01", "2026-12-01")], "2026-03-01", "2026-09-01", "1 September 2026 sampai 30 November 2026"),
        (
            [("2022-01-01", "2026-03-01"), ("2027-01-01", None)],
            "2026-03-01",
            "2026-09-01",
            "1 September 2026 sampai 31 Desember 2026",
        ),
    ],
)
def test_a_hole_is_asked_about(published: list[Any], start: str, end: str | None, hole: str) -> None:
    versions = [version(number, *period) for number, period in enumerate(published, 1)]
    questions = plan(versions, start, end).questions
    assert len(questions) == 1
    assert hole in questions[0]


def test_a_start_in_the_past_is_asked_about() -> None:
    assert "berlaku surut sejak 1 Desember 2025" in plan([version(1, "2022-01-01")], "2025-12-01").questions[0]


def test_words_of_a_period_name_its_last_day() -> None:
    assert words_of(date(2026, 1, 1), date(2027, 1, 1)) == "1 Januari 2026 sampai 31 Desember 2026"
