"""Guessing what the columns of a strange file are, and reading it by what a person said."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.exchange.any_table.columns import LAYOUT
from rangkul.exchange.opensid.columns import LAYOUT as OPENSID
from rangkul.exchange.opensid.columns import NAMES
from rangkul.platform.importing.columns import Plan, fingerprint, header_row_of, shown, suggest
from rangkul.platform.importing.formats import labels_of, layout_as, layout_from

HEADER = ["NO", "NAMA PENERIMA", "NIK KPM", "TGL LHR", "L/P", "NAMA DESA", "BANK"]
ROW = ["1", "SITTI", "0000010101900001", "01-01-1990", "PR", "CONTOH", "BRI"]


def test_headers_are_guessed_by_likeness() -> None:
    assert suggest(HEADER, [ROW], LAYOUT) == {
        "nama": "NAMA PENERIMA",
        "nik": "NIK KPM",
        "tanggal_lahir": "TGL LHR",
        "jenis_kelamin": "L/P",
        "desa": "NAMA DESA",
    }


def test_what_is_not_like_enough_is_left_to_the_person() -> None:
    assert suggest(["X1", "KETERANGAN", "", "SALDO"], [["a", "b", "c", "d"]], LAYOUT) == {}


@given(st.lists(st.text(max_size=12), max_size=12))
def test_every_column_has_a_name_of_its_own(header: list[str]) -> None:
    labels = labels_of(header)
    assert len(set(labels)) == len(header) or len({each.lower() for each in labels}) <= len(header)
    assert all(labels)


@given(st.permutations(HEADER))
def test_the_fingerprint_does_not_mind_order_and_spelling(header: list[str]) -> None:
    assert fingerprint([f" {each.lower().replace(' ', '_')}" for each in header]) == fingerprint(HEADER)
    assert fingerprint([*header, "TAMBAHAN"]) != fingerprint(HEADER)


def test_a_mapped_header_is_found_exactly_and_beats_a_known_format() -> None:
    plan = Plan("opensid.population", list(NAMES), {"nama": "nama"})
    exact = layout_from(layout_as(plan.layouts("plan:x")[0]))
    assert exact.score(list(reversed(NAMES))) == 1.0
    assert exact.score([*NAMES, "lagi"]) == 0.0
    assert exact.score(NAMES[:-1]) == 0.0
    assert exact.score([*NAMES, "Alasan", "Yang harus dilakukan", "Baris asal (impor 1)"]) == 1.0
    assert exact.score([*NAMES]) >= OPENSID.score([*NAMES])


def test_constants_and_codes_are_put_in() -> None:
    plan = Plan(
        "any_table.persons",
        HEADER,
        {"nama": "NAMA PENERIMA", "jenis_kelamin": "L/P"},
        {"kecamatan": "CONTOH"},
        {"jenis_kelamin": {"pr": "P", "LK": "L"}},
    )
    raw = pl.DataFrame({"row": [2, 3], **{str(place): [cell, None] for place, cell in enumerate(ROW)}})
    prepared, places = plan.prepared(raw, HEADER)
    assert prepared[str(places["jenis_kelamin"])].to_list() == ["P", None]
    assert prepared[str(places["kecamatan"])].to_list() == ["CONTOH", "CONTOH"]
    assert places["nama"] == 1


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, HEADER), (2, ROW)], 1),
        ([(1, ["DAFTAR KPM 2023", "", "", "", "", "", ""]), (3, HEADER), (4, ROW), (5, ROW)], 3),
        ([(1, ["", "DINAS SOSIAL", "KABUPATEN"]), (2, HEADER), (3, ["1", "2", "3", "4", "5", "6", "7"]), (4, ROW)], 2),
    ],
)
def test_the_header_row_is_found_below_titles(rows: list[tuple[int, list[str]]], expected: int) -> None:
    assert header_row_of(rows) == expected


def test_long_numbers_are_masked_and_dates_are_not() -> None:
    assert shown("7312010101900001") == "7312••••••••••01"
    assert shown("KK 7312 0101 0190 0001") == "KK 7312•••••••••••••01"
    assert shown("01-01-1990") == "01-01-1990"
