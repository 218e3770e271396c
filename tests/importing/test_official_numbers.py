"""Numbers of registers that Excel spoilt: none is kept, none is one number of several households, every row is told why."""

import re
from datetime import date

import polars as pl
import pytest

from rangkul.exchange.opensid import population
from rangkul.exchange.siks_ng import dtks
from rangkul.exchange.siks_ng.areas import Found
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ImportBatch
from tests.people import VILLAGE

NUMBERS = {
    "bpjs.pbi": ("no_jkn",),
    "kemensos.kks": ("nomor_kks", "no_pkh", "id_dtks", "no_rekening", "id_pengurus"),
    "pip.recipients": ("no_kip", "nisn", "no_rekening", "virtual_account"),
    "bdt.art": ("idbdt", "idartbdt", "nopesertapkh"),
    "bdt.ruta": ("idbdt", "nopesertapkh", "nopesertakks2016", "nopesertapbi"),
    "bdt.pbdt2015": ("id_rumah_tangga",),
    "dtsen.desil": ("id_keluarga",),
}
"""Every column of a number outside NIK and KK, by format of lists and forms."""
WHOLE = {"status_bpnt": "YA", "status_pkh": "YA", "desil": "3", "sta_kks": "1", "tahun": "2022"}


def checked(code: str, *changed: dict[str, str]) -> Checked:
    """Rows of a format that are right but for what is changed in each."""
    names = [each.name for each in FORMATS[code].layout.columns]
    rows = [
        {"nik": f"00000101019{place + 1:05}", "no_kk": "0000000000000001", "nama": "BASO CONTOH", "idbdt": "RT-1",
         "id_rumah_tangga": "RT-1", "idartbdt": f"A-{place}", "nomor_kks": f"K-{place}", "no_jkn": f"000000000{place + 1:04}",
         "nisn": f"00000000{place + 10}", **WHOLE, **each}
        for place, each in enumerate(changed)
    ]  # fmt: skip
    raw = pl.DataFrame({"row": [place + 2 for place in range(len(rows))]}, schema={"row": pl.Int32}).with_columns(
        pl.Series(str(place), [row.get(name) for row in rows], dtype=pl.String) for place, name in enumerate(names)
    )
    batch = ImportBatch(area_code=VILLAGE, as_of=date(2022, 7, 1), format_code=code)
    return FORMATS[code].check(Slice(raw, {name: place for place, name in enumerate(names)}, names), batch)


@pytest.mark.requirement("W01")
@pytest.mark.parametrize("code", NUMBERS)
def test_no_format_keeps_a_number_that_excel_rounded(code: str) -> None:
    """Scientific notation and digits that Excel does not hold refuse the row; ".0" is taken out and no digit with it."""
    good, mended = "6032980000012345", "6032980000024691.0"
    spoilt = ["5.20602E+17", "1,23457E+12", "5.20602e+19", "6032980000012340.0", "520602000709810001.0"]
    given = [{column: text} for column in NUMBERS[code] for text in (good, mended, *spoilt)]
    found = checked(code, *given)
    told_of = [(each.number, each.column, each.code, each.verdict) for each in found.problems]
    wrong = [(row, *each) for row, cell in enumerate(given, start=2) for each in cell.items() if each[1] in spoilt]
    assert sorted(told_of) == [(row, column, "ANGKA_DIBULATKAN", "REFUSED") for row, column, _text in wrong]
    assert all(each.expected and each.remedy for each in found.problems)
    shown = {each.number: each.shown for each in found.problems}
    assert all(shown[row] == text for row, _column, text in wrong if "e+" in text.lower())
    kept = {row[0]: str(row) for row in found.frame.select("row", "id_value", "claims").rows()}
    assert sorted(kept) == [row for row, cell in enumerate(given, start=2) if not {*cell.values()} & {*spoilt}]
    assert not any("E+" in text.upper() for text in kept.values())
    for row, cell in enumerate(given, start=2):
        ((column, text),) = cell.items()
        if row in kept and column not in ("no_rekening", "virtual_account"):  # those are sealed
            assert re.search(rf"\b{text.removesuffix('.0')}(?!\.)\b", kept[row]), column


def test_households_that_share_a_rounded_id_are_told_though_it_is_text() -> None:
    rounded = ["520602000709810000", "520602000711230000", "520602000722220000"]
    found = checked("bdt.art", *({"idbdt": each} for each in [*rounded, "520602000733330017"]))
    assert [each.number for each in found.problems] == [2, 3, 4]
    same = "520602000711230001"
    one = checked("bdt.art", *({"idbdt": each} for each in ["520602000709811000", same, same]))
    assert (one.problems, list(one.notes.values())) == ([], [1])  # near miss: a serial may end in zeros


class Labessi:
    """A finder that knows one village, whatever is asked."""

    def __init__(self, scope: str) -> None:
        self.code = scope

    def find(self, district: str, village: str) -> Found:
        return Found(self.code)


def test_a_dtks_list_and_a_population_file_keep_no_rounded_number_either() -> None:
    texts = ["5.20602E+17", "520602000709810001", "6032980000024691.0"]
    raw = pl.DataFrame({"row": [2, 3, 4], "0": texts, "1": ["SITI", "BASO", "ANDI"], "2": ["2"] * 3, "3": ["1"] * 3})
    batch = ImportBatch(area_code=VILLAGE, as_of=date(2022, 7, 1))
    listed = dtks.check(Slice(raw, {"id_dtks": 0, "nama": 1}), batch, finder=Labessi)
    assert [(each.number, each.column) for each in listed.problems] == [(2, "id_dtks")]
    assert listed.frame["dtks_id"].to_list() == ["520602000709810001", "6032980000024691"]
    rows = Slice(raw, {"no_asuransi": 0, "nama": 1, "id_asuransi": 2, "sex": 3, "kk_level": 3})
    people = population.check(rows, batch)
    assert {each.column for each in people.problems} == {"no_kk"}  # nobody is refused for the number of an insurance
    assert rows.number("no_asuransi").to_list() == [None, "520602000709810001", "6032980000024691"]
    assert sorted(people.notes.values()) == [1, 2]


def column(*texts: str, digits: int = 0, longest: int = 64) -> Slice:
    rows = Slice(pl.DataFrame({"row": range(len(texts)), "0": texts}), {"no": 0})
    rows.number("no", digits=digits, longest=longest)
    return rows


def test_what_is_no_spoilt_number_stays_as_it_is() -> None:
    given = ["0001234567891", "6032 9800 0001 2345", "'0012", "12E5", "3GDKWU", "73.12/001", "AB-0001", "1.5", "1e6d"]
    rows = column(*given)
    assert rows.number("no").to_list() == [given[0], "6032980000012345", "0012", *given[3:]]
    assert rows.problems == []
    assert column("-", "0", "NULL", "tidak ada", "xxx").number("no").null_count() == 5
    long = column("1" * 41, "1" * 40, longest=40)
    assert [each.number for each in long.problems] == [0]


def test_a_jkn_number_that_lost_its_zeros_is_a_remark_and_stays() -> None:
    rows = column("0001234567891", "1234567890", "-", digits=13)
    assert rows.number("no").to_list() == ["0001234567891", "1234567890", None]
    assert (rows.problems, [(text[:17], n) for text, n in rows.notes.items() if "13" in text]) == (
        [],
        [("no: bukan 13 angk", 1)],
    )
