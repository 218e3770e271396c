"""NIK: reading, the + 40 rule, the century, and warnings that never refuse."""

import copy
import pickle
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.clock import age_on
from rangkul.kernel.errors import Refused
from rangkul.kernel.nik import Nik, Sex, make_nik

TODAY = date(2026, 11, 22)
DISTRICT = AreaCode("73.12.01")
births = st.dates(min_value=date(1917, 1, 1), max_value=TODAY)
sexes: st.SearchStrategy[Sex] = st.sampled_from(("L", "P"))
serials = st.integers(min_value=1, max_value=9999)


@given(births, sexes, serials)
def test_parts_come_back(born: date, sex: Sex, serial: int) -> None:
    nik = make_nik(DISTRICT, born, sex, serial)
    assert (nik.registered_area, nik.sex, nik.serial) == (DISTRICT, sex, serial)
    assert int(nik[6:8]) == born.day + (40 if sex == "P" else 0)
    assert Nik.parse(nik) == nik


@given(births, sexes, serials)
def test_birth_date_is_the_latest_possible_one(born: date, sex: Sex, serial: int) -> None:
    found = make_nik(DISTRICT, born, sex, serial).birth_date(reference=TODAY)
    assert found is not None
    assert found <= TODAY and age_on(found, TODAY) < 110
    assert found >= born and (found.day, found.month, found.year % 100) == (born.day, born.month, born.year % 100)


@given(births, sexes)
def test_an_agreeing_record_has_no_warning(born: date, sex: Sex) -> None:
    nik = make_nik(DISTRICT, born, sex, 1)
    assert nik.warnings(birth_date=born, sex=sex, reference=TODAY, known_provinces={"73"}) == ()


@pytest.mark.requirement("B03")
@given(births, births, sexes, sexes)
def test_a_differing_record_is_warned_of_and_not_refused(born: date, said: date, sex: Sex, said_sex: Sex) -> None:
    assume((born.day, born.month, born.year % 100) != (said.day, said.month, said.year % 100))
    codes = [
        warning.code
        for warning in make_nik(DISTRICT, born, sex, 1).warnings(
            birth_date=said, sex=said_sex, reference=TODAY, known_provinces=set()
        )
    ]
    expected = ["TANGGAL_LAHIR_BEDA", *(["JENIS_KELAMIN_BEDA"] if sex != said_sex else []), "PROVINSI_TIDAK_DIKENAL"]
    assert codes == expected


@pytest.mark.requirement("B03")
def test_swapped_day_and_month_are_pointed_out() -> None:
    nik = make_nik(DISTRICT, date(1984, 5, 9), "P", 12)
    (warning,) = nik.warnings(birth_date=date(1984, 9, 5), sex="", reference=TODAY)
    assert "tertukar" in warning.message
    assert nik not in warning.message


def test_unknown_sex_code_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="sex"):
        make_nik(DISTRICT, TODAY, "P", 1).warnings(birth_date=None, sex="WANITA", reference=TODAY)


@pytest.mark.parametrize(
    ("digits", "reference", "born"),
    [
        ("7312012902000001", TODAY, date(2000, 2, 29)),
        ("7312012902010001", TODAY, None),
        ("7312012902000001", date(1999, 1, 1), None),
        ("7312013102900001", TODAY, None),
        ("7312012311160001", TODAY, date(2016, 11, 23)),
        ("7312012211160001", TODAY, date(2016, 11, 22)),
        ("7312012311260001", TODAY, date(1926, 11, 23)),
        ("7312012311270001", TODAY, date(1927, 11, 23)),
        ("7312017112990001", TODAY, date(1999, 12, 31)),
    ],
)
def test_century(digits: str, reference: date, born: date | None) -> None:
    assert Nik(digits).birth_date(reference=reference) == born


def test_impossible_date_is_a_warning() -> None:
    codes = [each.code for each in Nik("7312013102900001").warnings(birth_date=None, sex=None, reference=TODAY)]
    assert codes == ["TANGGAL_MUSTAHIL"]


@pytest.mark.parametrize(
    "raw",
    [
        "73.12.01 090584 0012",
        "'7312010905840012",
        "7312 0109 0584 0012\u200b",
        "7312010905840012.0",
        " 7312010905840012\n",
    ],
)
def test_reads_the_ways_people_write_it(raw: str) -> None:
    assert Nik.parse(raw) == "7312010905840012"


def test_reads_numbers_that_kept_their_digits() -> None:
    assert Nik.parse(7312010905840012) == Nik.parse(7312010905840012.0) == "7312010905840012"


@pytest.mark.parametrize(
    "raw",
    ["5.20114E+15", "5,20114e+15", 7312010905840010, 7312010905840010.0, 9171010905840012.0, "7312010905840010.0"],
)
def test_rounded_numbers_are_refused_with_the_way_out(raw: str | float) -> None:
    with pytest.raises(Refused) as caught:
        Nik.parse(raw)
    assert "format kolom sebagai teks" in caught.value.message


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("731201090584001O", "huruf"),
        ("731201090584001", "15 angka"),
        ("73120109058400123", "17 angka"),
        ("7312010905840000", "0001"),
        ("7312010913840001", "bulan"),
        ("7312010900840001", "bulan"),
        ("7312013205840001", "tanggal"),
        ("7312014005840001", "tanggal"),
        ("7312017205840001", "tanggal"),
        ("7312010005840001", "tanggal"),
        ("٧٣١٢٠١٠٩٠٥٨٤٠٠١٢", "16 angka"),
        ("", "16 angka"),
        (float("nan"), "16 angka"),
        (float("inf"), "16 angka"),
        (True, "16 angka"),
        (-7312010905840012, "16 angka"),
    ],
)
def test_refuses(raw: str | float, part: str) -> None:
    with pytest.raises(Refused) as caught:
        Nik.parse(raw)
    assert part in caught.value.message
    assert caught.value.field == "NIK"


@given(st.text())
def test_any_text_is_read_or_refused(raw: str) -> None:
    try:
        assert Nik.parse(raw).isdigit()
    except Refused as refused:
        assert "\n" not in refused.message


def test_masking_hides_the_birth_date_and_most_of_the_serial() -> None:
    nik = Nik("7312010905840012")
    assert nik.masked == "7312**********12"
    assert "0905" not in repr(nik)


def test_the_refusal_as_text_does_not_carry_the_number() -> None:
    with pytest.raises(Refused) as caught:
        Nik.parse("7312010913840001")
    assert "7312010913840001" in caught.value.message
    assert "7312010913840001" not in str(caught.value)


def test_copies_and_pickles() -> None:
    nik = Nik("7312010905840012")
    assert type(copy.deepcopy(nik)) is Nik
    assert pickle.loads(pickle.dumps(nik)) == nik


@pytest.mark.parametrize(("area", "serial"), [("73.12", 1), ("73.12.01", 0), ("73.12.01", 10000)])
def test_make_nik_refuses(area: str, serial: int) -> None:
    with pytest.raises(Refused):
        make_nik(AreaCode(area), TODAY, "L", serial)


def test_make_nik_takes_the_kecamatan_of_a_village() -> None:
    assert make_nik(AreaCode("73.12.01.2001"), TODAY, "L", 1).registered_area == DISTRICT
