"""Figures: a unit, a day, and no sums across units."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.counting import Figure, Unit, total_by_unit
from rangkul.kernel.errors import Refused
from rangkul.kernel.numerals import format_number, read_whole, roman

DAY = date(2026, 11, 22)
figures = st.builds(Figure, st.integers(0, 10**9), st.sampled_from(Unit), st.dates())


@pytest.mark.requirement("R010")
@given(figures, figures)
def test_only_figures_of_one_unit_are_added(one: Figure, other: Figure) -> None:
    if one.unit is other.unit:
        assert one + other == Figure(one.value + other.value, one.unit, min(one.as_of, other.as_of))
    else:
        with pytest.raises(Refused):
            one + other


@pytest.mark.requirement("R010")
def test_totals_are_grouped_by_unit_as_in_the_article() -> None:
    people = [Figure(value, Unit.PERSON, DAY) for value in (10, 80, 41)]
    rest = [Figure(7, Unit.INSTITUTION, DAY), Figure(1462, Unit.FAMILY, DAY)]
    assert [str(total) for total in total_by_unit([*people, *rest]).values()] == ["131 orang", "7 lembaga", "1.462 KK"]


@given(st.lists(figures))
def test_totals_lose_nothing(counted: list[Figure]) -> None:
    totals = total_by_unit(counted)
    assert {unit: total.value for unit, total in totals.items()} == {
        unit: sum(each.value for each in counted if each.unit is unit) for unit in {each.unit for each in counted}
    }


def test_a_bare_number_is_not_a_figure() -> None:
    with pytest.raises(TypeError):
        Figure(1, Unit.PLACE, DAY) + 1  # type: ignore[operator]


def test_every_unit_has_a_label() -> None:
    assert [unit.label for unit in Unit] == ["orang", "KK", "rumah tangga", "lembaga", "kelompok", "lokasi"]


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (999, "999"), (1_160_000, "1.160.000"), (-1_462, "-1.462"), (Decimal("25.35"), "25,35"), (True, "1")],
)
def test_numbers_have_dots_for_thousands(number: int | Decimal, written: str) -> None:
    assert format_number(number) == written


@given(st.integers(1, 3998))
def test_roman_numerals_are_unique_and_plain(number: int) -> None:
    assert roman(number) != roman(number + 1)
    assert set(roman(number)) <= set("IVXLCDM")


@pytest.mark.parametrize(("number", "written"), [(4, "IV"), (9, "IX"), (1994, "MCMXCIV"), (2026, "MMXXVI")])
def test_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize("number", [0, 4000])
def test_roman_refuses(number: int) -> None:
    with pytest.raises(ValueError, match="3999"):
        roman(number)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1462", 1462), ("1.462", 1462), (" 1 462 ", 1462), ("-3", -3), ("600.000.000", 600_000_000), ("1.5", None),
     ("1,5", None), ("12.34.567", None), ("tiga", None), ("", None), ("٣", None), ("9" * 16, None)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_printed_and_never_guessed(typed: str, number: int | None) -> None:
    assert read_whole(typed) == number


@given(st.integers(-(10**14), 10**14))
def test_what_is_printed_is_read_again(number: int) -> None:
    assert read_whole(format_number(number)) == number
