"""Tables as offices send them: headers said again, columns counted, hidden sheets, titles with commas, words for nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import Workbook

from rangkul.kernel.errors import Refused
from rangkul.kernel.nik import Nik
from rangkul.platform.importing.cells import date_reader
from rangkul.platform.importing.checking import Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.reading import child, sheets
from rangkul.registry.imports.remarks import CLEAN_NIK

HEADER = ["No", "Nama", "NIK", "Alamat", "Ket"]
LAYOUT = Layout("t", tuple(Column(name.lower(), is_required=name == "Nama") for name in HEADER))
SITI = ["1", "SITI", "0000010101900001", "Jl. A, RT 1, RW 2, Desa B, Kec. C", ""]
BASO = ["2", "BASO", "0000010101900002", "Jl. D", "x"]


def names_in(path: Path, *, swift_from: int = 1 << 40) -> list[Any]:
    """Names in the table that the reader makes of a file."""
    answer = child.read(path, path.with_suffix(".parquet"), [LAYOUT], swift_from=swift_from)
    places = answer["places"]
    assert isinstance(places, dict)
    return pl.read_parquet(path.with_suffix(".parquet"))[str(places["nama"])].to_list()


@pytest.mark.requirement("W01")
@pytest.mark.parametrize("swift_from", [0, 1 << 40])
@pytest.mark.parametrize(
    "lines",
    [
        [HEADER, ["1", "2", "3", "4", "5"], SITI, BASO],
        [HEADER, SITI, HEADER, BASO],
        [HEADER, ["No", "Nama", "NIK", "", ""], SITI, BASO],
        [["DATA, KABUPATEN, CONTOH, 2022"], [""], HEADER, SITI, BASO],
    ],
)
def test_what_only_says_the_header_again_is_no_data(tmp_path: Path, lines: list[list[str]], swift_from: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("".join(";".join(line) + "\n" for line in lines), "utf-8")
    assert names_in(path, swift_from=swift_from) == ["SITI", "BASO"]


def test_lines_of_old_macs_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\r".join(";".join(line) for line in (HEADER, SITI, [], BASO)).encode())
    assert names_in(path) == ["SITI", "BASO"]


@pytest.mark.parametrize("stream_above", [0, 1 << 40])
def test_hidden_sheets_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream_above: int) -> None:
    monkeypatch.setattr(sheets, "STREAM_ABOVE", stream_above)
    book = Workbook()
    old = book.create_sheet("Lama")
    old.sheet_state = "hidden"
    for page, row in ((old, BASO), (book.create_sheet("Isi"), SITI)):
        page.append(HEADER)
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    assert names_in(tmp_path / "a.xlsx") == ["SITI"]


def test_cells_that_say_there_is_nothing_are_blank_and_counted() -> None:
    told = ["-", "NULL", "0000000000000000", "tidak ada", "0000\u00a0010101900001", "'0000010101900002", "12345"]
    rows = Slice(pl.DataFrame({"row": range(len(told)), "0": told}), {"nik": 0})
    nik = rows.sixteen("nik", Nik.parse, clean_form=CLEAN_NIK)
    assert nik.to_list() == [None] * 4 + ["0000010101900001", "0000010101900002", None]
    assert [problem.number for problem in rows.problems] == [6]
    assert list(rows.notes.values()) == [4]
    rows.missing(nik, "nik", expected="NIK", remedy="isi")
    assert [problem.number for problem in rows.problems] == [6, 0, 1, 2, 3]


def test_a_year_is_no_serial_of_excel() -> None:
    read = date_reader("Tanggal lahir", not_after=date(2026, 1, 1))
    for text in ("1945", "Tahun 1945", "2001"):
        with pytest.raises(Refused, match="bukan tahun saja"):
            read(text)
    for text in ("1945/08/17", "17081945", "19450817", "Jum'at, 17 Agustus 1945", "17\u00a0Agustus\u00a01945", "16666"):
        assert read(text) == date(1945, 8, 17), text
