"""Area codes: shapes, family tree, and the text range that holds exactly the descendants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.kernel.area_code import AreaCode, AreaLevel, BpsCode
from rangkul.kernel.errors import Refused

two = st.integers(min_value=0, max_value=99).map("{:02d}".format)
four = st.integers(min_value=0, max_value=9999).map("{:04d}".format)
# Few different digits, so that relatives and near misses are drawn often.
near = st.sampled_from(["11", "12", "10", "99"])
near_four = st.sampled_from(["1001", "2001", "9999"])


def _codes(pair: st.SearchStrategy[str], village: st.SearchStrategy[str]) -> st.SearchStrategy[AreaCode]:
    whole = st.tuples(pair, pair, pair, village)
    return st.builds(lambda parts, count: AreaCode(".".join(parts[:count])), whole, st.integers(1, 4))


codes = st.one_of(_codes(two, four), _codes(near, near_four))


@given(codes)
def test_digits_and_dots_are_the_same_code(code: AreaCode) -> None:
    assert AreaCode.parse(code.digits) == AreaCode.parse(code) == code


@given(codes, codes)
def test_bounds_hold_exactly_the_area_and_its_descendants(area: AreaCode, other: AreaCode) -> None:
    low, high = area.bounds
    inside = other.split(".")[: area.level] == area.split(".")
    assert (low <= other < high) == inside == area.contains(other)


@given(codes)
def test_ancestors_are_the_parents_upwards(code: AreaCode) -> None:
    climbed: list[AreaCode] = []
    above = code.parent
    while above is not None:
        climbed.insert(0, above)
        above = above.parent
    assert code.ancestors == tuple(climbed)
    assert [each.level for each in (*code.ancestors, code)] == list(AreaLevel)[: code.level]
    assert all(each.contains(code) for each in code.ancestors)


@pytest.mark.parametrize(("code", "is_kelurahan"), [("73.12.01.1001", True), ("73.12.01.2001", False), ("11", False)])
def test_kelurahan(code: str, is_kelurahan: bool) -> None:
    assert AreaCode(code).is_kelurahan is is_kelurahan


@pytest.mark.parametrize(
    "raw", ["", "7", "731", "7.312", "73.12.", "73-12", "1802042", "73.12.01.201", "Soppeng", "٧٣", "73/"]
)
def test_refuses(raw: str) -> None:
    with pytest.raises(Refused):
        AreaCode.parse(raw)


@pytest.mark.parametrize(("raw", "level"), [("18", 1), ("1802", 2), (" 1802042 ", 3), ("3509020001", 4)])
def test_bps_level(raw: str, level: int) -> None:
    assert BpsCode.parse(raw).level is AreaLevel(level)


@pytest.mark.parametrize("raw", ["", "180", "18.02", "180204", "KAB"])
def test_bps_refuses(raw: str) -> None:
    with pytest.raises(Refused):
        BpsCode.parse(raw)
