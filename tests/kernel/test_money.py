"""Rupiah and amounts in words."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.errors import Refused
from rangkul.kernel.money import Rupiah, terbilang

amounts = st.integers(min_value=-(10**13), max_value=10**13).map(Rupiah)


@given(amounts)
def test_written_amounts_read_back(amount: Rupiah) -> None:
    assert Rupiah.parse(str(amount), allow_negative=True) == amount
    assert Rupiah.parse(int(amount), allow_negative=True) == amount


@given(amounts, amounts, st.integers(min_value=1, max_value=1000))
def test_arithmetic_stays_rupiah_and_agrees_with_whole_numbers(one: Rupiah, other: Rupiah, times: int) -> None:
    results = [one + other, one - other, one * times, times * one, one // times, one % times, -one, abs(one)]
    results.append(sum([one, other], Rupiah(0)))
    a, b = int(one), int(other)
    assert results == [a + b, a - b, a * times, a * times, a // times, a % times, -a, abs(a), a + b]
    assert all(type(result) is Rupiah for result in results)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("Rp 1.500.000,00", 1_500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("rp. 600.000", 600_000),
        ("IDR 200.000", 200_000),
        ("1500000", 1_500_000),
        ("1500000.00", 1_500_000),
        ("0", 0),
        ("Rp\u00a0250.000", 250_000),
        (1_500_000.0, 1_500_000),
        (Decimal("1500000.00"), 1_500_000),
    ],
)
def test_reads(raw: str | float | Decimal, amount: int) -> None:
    assert Rupiah.parse(raw) == amount


@pytest.mark.parametrize(
    "raw",
    ["", "Rp", "1,5", "1.500,50", "1.5", "1,500,000", "15.00.000", "1,5 juta", "-1000", "Rp-1.000", "1e6", "١٠٠", "--5"]
    + [0.5, float("nan"), float("inf"), Decimal("NaN"), Decimal("0.01"), -1],
)
def test_refuses(raw: str | float | Decimal) -> None:
    with pytest.raises(Refused):
        Rupiah.parse(raw)


@pytest.mark.parametrize("raw", ["-Rp1.000", "Rp-1.000", "-1000", -1000])
def test_negative_when_said(raw: str | int) -> None:
    assert Rupiah.parse(raw, allow_negative=True) == -1000


def test_shown() -> None:
    assert str(Rupiah(1_500_000)) == f"{Rupiah(1_500_000)}" == "Rp1.500.000"
    assert str(Rupiah(-999)) == "-Rp999"
    assert json.dumps(Rupiah(1000)) == "1000"


def test_fractions_are_impossible() -> None:
    with pytest.raises(TypeError):
        Rupiah(1000) / 3
    with pytest.raises(TypeError):
        Rupiah(1000) * 0.5
    with pytest.raises(TypeError):
        Rupiah(1000) + 0.5
    with pytest.raises(TypeError):
        Rupiah(1000) * Rupiah(2)
    with pytest.raises(TypeError):
        Rupiah(1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1_000, "seribu"),
        (1_100, "seribu seratus"),
        (2_011, "dua ribu sebelas"),
        (10_000, "sepuluh ribu"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (1_500_000, "satu juta lima ratus ribu"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
        (999_000_000_000_001, "sembilan ratus sembilan puluh sembilan triliun satu"),
        (-2, "minus dua"),
        (Rupiah(600_000), "enam ratus ribu"),
    ],
)
def test_terbilang(number: int, words: str) -> None:
    assert terbilang(number) == words


DIGIT_WORDS = "satu dua tiga empat lima enam tujuh delapan sembilan"
UNITS = {word: value for value, word in enumerate(DIGIT_WORDS.split(), start=1)} | {"sepuluh": 10, "sebelas": 11}
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def _counted(words: str) -> int:
    """The number that the words say, read by another way than they were made."""
    total = group = last = 0
    for word in words.split():
        if word in SCALES:
            total, group, last = total + (group + last) * SCALES[word], 0, 0
        elif word == "seribu":
            total += 1000
        elif word == "seratus":
            group += 100
        elif word in {"belas", "puluh", "ratus"}:
            group += last + 10 if word == "belas" else last * (10 if word == "puluh" else 100)
            last = 0
        else:
            last = UNITS[word]
    return total + group + last


@given(st.integers(min_value=1, max_value=10**15 - 1))
def test_terbilang_says_the_number(number: int) -> None:
    words = terbilang(number)
    assert _counted(words) == number
    assert "  " not in words and not {"satu ratus", "satu belas"} & {words}


@pytest.mark.parametrize("number", [10**15, -(10**15)])
def test_terbilang_refuses_what_it_has_no_word_for(number: int) -> None:
    with pytest.raises(Refused):
        terbilang(number)
