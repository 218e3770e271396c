"""Dates, numbers, money, ages and masked numbers as people read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from rangkul.web.shared import wording


@pytest.fixture(autouse=True)
def soppeng_clock() -> Iterator[None]:
    with timezone.override("Asia/Makassar"), translation.override("id"):
        yield


def test_dates_are_words_in_the_office_zone() -> None:
    late_evening_utc = datetime(2026, 5, 16, 18, 30, tzinfo=UTC)
    assert wording.date_in_words(late_evening_utc) == "17 Mei 2026"
    assert wording.date_in_words(date(2026, 8, 17), "hari") == "Senin, 17 Agustus 2026"
    assert wording.moment_in_words(late_evening_utc) == "17 Mei 2026, pukul 02.30 WITA"
    assert wording.date_in_words(None) == "–"


@pytest.mark.parametrize(("zone", "shown"), [("Asia/Jakarta", "WIB"), ("Asia/Jayapura", "WIT")])
def test_each_indonesian_zone_has_its_name(zone: str, shown: str) -> None:
    with timezone.override(zone):
        assert wording.moment_in_words(datetime(2026, 1, 1, tzinfo=UTC)).endswith(shown)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1462, "1.462"), (0, "0"), (12.5, "12,5"), (Decimal("311662"), "311.662"), (None, "–"), (-1500, "-1.500")],
)
def test_numbers_have_indonesian_dots(value: object, shown: str) -> None:
    assert wording.number_in_words(value) == shown


def test_numbers_follow_the_reader() -> None:
    with translation.override("en"):
        assert wording.number_in_words(1462) == "1,462"
        assert wording.money_in_words(600_000) == "Rp600,000"


def test_money_is_whole_rupiah() -> None:
    assert wording.money_in_words(600_000) == "Rp600.000"
    assert wording.money_in_words(-1) == "−Rp1"


@pytest.mark.parametrize(
    ("born_on", "shown"),
    [
        (date(1958, 11, 23), "67 tahun"),
        (date(1958, 11, 22), "68 tahun"),
        (date(2026, 4, 22), "7 bulan"),
        (date(2024, 11, 22), "2 tahun"),
        (date(2027, 1, 1), "–"),
    ],
)
def test_ages(born_on: date, shown: str) -> None:
    assert wording.age_in_words(born_on, date(2026, 11, 22)) == shown


@given(st.text(alphabet="0123456789", min_size=8, max_size=20))
def test_a_mask_shows_four_digits_and_keeps_the_length(number: str) -> None:
    shown = wording.masked(number).replace(" ", "")
    assert len(shown) == len(number)
    assert shown[-4:] == number[-4:]
    assert set(shown[:-4]) == {"•"}


@pytest.mark.parametrize(("number", "shown"), [("", "–"), (None, "–"), ("123", "••3"), ("1", "•")])
def test_a_short_number_is_never_shown_whole(number: str | None, shown: str) -> None:
    assert wording.masked(number) == shown


@pytest.mark.parametrize(
    ("days", "words", "urgency"),
    [(-2, "lewat 2 hari", "late"), (0, "hari ini", "soon"), (1, "1 hari lagi", "soon"), (9, "9 hari lagi", "")],
)
def test_due_dates_count_days(days: int, words: str, urgency: str) -> None:
    day = date(2026, 11, 22)
    assert wording.due_in_words(day + timedelta(days=days), day) == words
    assert wording.due_urgency(day + timedelta(days=days), day) == urgency


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=5), "5 menit lalu"),
        (timedelta(hours=3), "3 jam lalu"),
        (timedelta(hours=15), "kemarin"),
        (timedelta(days=3), "3 hari lalu"),
        (timedelta(days=40), "13 Oktober 2026"),
    ],
)
def test_ago_in_words(passed: timedelta, words: str) -> None:
    now = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
    assert wording.ago_in_words(now - passed, now) == words
