"""Workbooks read at once and as a stream: the same rows, merged cells in each row they cover, numbers that lost digits."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from rangkul.exchange.opensid.columns import LAYOUT, NAMES
from rangkul.kernel.errors import Refused
from rangkul.platform.importing.cells import date_reader
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.reading import child, guard, sandbox, sheets
from rangkul.platform.importing.reading.limits import UnableToRead
from tests.importing import files


def read(path: Path, monkeypatch: pytest.MonkeyPatch, *, as_stream: bool) -> dict[str, list[str | None]]:
    """Some columns of the table that the reading process would write."""
    monkeypatch.setattr(sheets, "STREAM_ABOVE", 0 if as_stream else 1 << 40)
    answer = child.read(path, path.with_suffix(".parquet"), [LAYOUT])
    frame, places = pl.read_parquet(path.with_suffix(".parquet")), answer["places"]
    assert isinstance(places, dict)
    return {"row": frame["row"].to_list()} | {
        name: frame[str(places[name])].to_list() for name in ("nama", "no_kk", "nik", "tanggallahir", "sex")
    }


def merged(path: Path) -> Path:
    """Two families; the number of the first family card and its address stand once, merged over three rows."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Data Penduduk"
    page.append(["DATA PENDUDUK DESA CONTOH"])
    page.merge_cells("A1:H1")
    page.append([])
    page.append(NAMES)
    for number, changes in enumerate(
        [{}, {"nik": 7312010101900001, "no_kk": ""}, {"nik": 7.31201e21, "no_kk": "", "tanggallahir": date(1945, 8, 17)},
         {"no_kk": "0000000000000002", "sex": 2}]
    ):  # fmt: skip
        page.append(files.row(nama=f"ORANG {chr(65 + number)}", **changes))
    place = NAMES.index("no_kk") + 1
    page.merge_cells(start_row=4, end_row=6, start_column=place, end_column=place)
    book.save(path)
    return path


@pytest.mark.parametrize("as_stream", [False, True])
def test_merged_cells_dates_and_rounded_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_stream: bool
) -> None:
    found = read(merged(tmp_path / "upload"), monkeypatch, as_stream=as_stream)  # uploads are kept without an ending
    assert found == {
        "row": [4, 5, 6, 7],
        "nama": ["ORANG A", "ORANG B", "ORANG C", "ORANG D"],
        "no_kk": ["0000000000000001"] * 3 + ["0000000000000002"],
        "nik": ["0000010101900001", "7312010101900001.0", "7.31201E+21", "0000010101900001"],
        "tanggallahir": ["1990-01-01", "1990-01-01", "1945-08-17", "1990-01-01"],
        "sex": ["1", "1", "1", "2"],
    }


@pytest.mark.parametrize("as_stream", [False, True])
def test_far_cells_and_broken_sheets_are_refused_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_stream: bool
) -> None:
    with pytest.raises(UnableToRead, match="jauh di luar tabel"):
        read(files.far_cell(tmp_path / "a.xlsx"), monkeypatch, as_stream=as_stream)
    wide = files.workbook(tmp_path / "b.xlsx", header=[*NAMES, *(f"kolom {number}" for number in range(400))])
    with pytest.raises(UnableToRead, match="kolom"):
        read(wide, monkeypatch, as_stream=as_stream)


def test_a_large_workbook_may_be_read_but_a_large_ods_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.workbook(tmp_path / "a.xlsx", *[files.row() for _ in range(50)])
    monkeypatch.setattr(guard, "MAX_UNPACKED", 1000)
    assert guard.look_at(path) is guard.Kind.XLSX
    monkeypatch.setattr(guard, "MAX_UNPACKED_XLSX", 1000)
    with pytest.raises(UnableToRead, match="mengembang"):
        guard.look_at(path)


def test_reading_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.workbook(tmp_path / "a.xlsx", *[files.row() for _ in range(5)])
    monkeypatch.setattr(sandbox, "_LOOK_EVERY", 0.05)
    told: list[int] = []
    table = sandbox.read_table(path, tmp_path / "a.parquet", [LAYOUT], file_name="a.xlsx", progress=told.append)
    assert table.rows == 5
    assert told
    assert told == sorted(told)

    def stop(rows: int) -> None:
        raise FileRefused(value="a.xlsx", expected="dihentikan", remedy="-")

    with pytest.raises(FileRefused, match="dihentikan"):
        sandbox.read_table(path, tmp_path / "b.parquet", [LAYOUT], file_name="a.xlsx", progress=stop)


@pytest.mark.parametrize(
    "text",
    ["17/08/1945", "17-08-1945", "1945-08-17", "17 Agustus 1945", "17 agustus 1945", "17 Agt 1945", "17.8.1945",
     "16666", "1945-08-17 00:00:00", "17-AUG-1945", "17Agustus1945", "17-08-1945.", "‘17-08-1945", "'17/08/1945’"],
)  # fmt: skip
def test_a_date_in_every_style(text: str) -> None:
    assert date_reader("Tanggal lahir", not_after=date(2026, 1, 1))(text) == date(1945, 8, 17)


@pytest.mark.parametrize("text", ["8/17/1945", "17 Bulan 1945", "45", "1945", "31-04-1990", "17-08-45"])
def test_a_date_that_is_none_is_asked_about(text: str) -> None:
    with pytest.raises(Refused) as refused:
        date_reader("Tanggal lahir", not_after=date(2026, 1, 1))(text)
    assert refused.value.expected
    assert refused.value.remedy


@pytest.mark.parametrize("text", ["17-08-45", "17/8/45", "17 Agustus 45", "17-Agu-45", "17Agustus45"])
def test_a_year_of_two_digits_is_asked_for_in_full(text: str) -> None:
    with pytest.raises(Refused, match="tahun empat angka"):
        date_reader("Tanggal lahir", not_after=date(2026, 1, 1))(text)
