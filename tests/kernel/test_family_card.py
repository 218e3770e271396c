"""Nomor KK: reading, date of issue, masking."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK, make_nomor_kk

TODAY = date(2026, 11, 22)
DISTRICT = AreaCode("18.06.20")


@given(st.dates(min_value=date(1990, 1, 1), max_value=TODAY), st.integers(min_value=1, max_value=9999))
def test_parts_come_back(issued: date, serial: int) -> None:
    card = make_nomor_kk(DISTRICT, issued, serial)
    assert (card.registered_area, card.issued_on(TODAY)) == (DISTRICT, issued)
    assert NomorKK.parse(card) == card


def test_a_number_without_a_date_is_kept() -> None:
    assert NomorKK.parse("1806209913990001").issued_on(TODAY) is None


def test_a_womans_nik_in_the_field_shows_no_date() -> None:
    assert NomorKK.parse("1806205905840012").issued_on(TODAY) is None


@pytest.mark.parametrize(
    "raw", ["1806200101200000", "180620010120001", "18062001012O0001", "1.80620E+15", 1806200101200010]
)
def test_refuses(raw: str | int) -> None:
    with pytest.raises(Refused) as caught:
        NomorKK.parse(raw)
    assert caught.value.field == "Nomor KK"


def test_masked_and_not_in_repr() -> None:
    card = NomorKK.parse("18.06.20.010120.0012")
    assert card.masked == "1806**********12"
    assert "0101" not in repr(card)


@pytest.mark.parametrize(("area", "serial"), [("18", 1), ("18.06.20", 0), ("18.06.20", 10000)])
def test_make_refuses(area: str, serial: int) -> None:
    with pytest.raises(Refused):
        make_nomor_kk(AreaCode(area), TODAY, serial)
