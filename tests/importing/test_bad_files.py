"""Files that must not be taken: each is refused with a clear answer, and nothing of them stays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rangkul.exchange.opensid.columns import LAYOUT, NAMES
from rangkul.exchange.siks_ng.columns import LAYOUT as DTKS
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.reading.guard import look_at
from rangkul.platform.importing.reading.limits import MAX_LINE, UnableToRead
from rangkul.platform.importing.reading.sandbox import Table, read_table
from tests.importing import files


def read(path: Path, *, memory: int | None = None) -> Table:
    limits = {"memory": memory} if memory else {}
    return read_table(path, path.with_suffix(".parquet"), [LAYOUT, DTKS], file_name=path.name, **limits)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


OUTSIDE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (lambda path: written(path, b""), "kosong"),
    "bomb": (files.bomb, "mengembang"),
    "many parts": (files.many_parts, "bagian di dalam berkas"),
    "locked": (files.locked, "kata sandi"),
    "macros": (lambda path: files.with_part(path, "xl/vbaProject.bin", b"x"), "makro"),
    "nested": (files.zipped, "arsip ZIP"),
    "web page": (lambda path: written(path, b"\n<html><table><tr><td>NIK</td></tr></table></html>"), "HTML"),
    "pdf": (lambda path: written(path, b"%PDF-1.7 ..."), "PDF"),
    "truncated": (lambda path: written(path, files.workbook(path, files.row()).read_bytes()[:900]), "rusak"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_refused_before_it_is_opened(tmp_path: Path, name: str) -> None:
    make, told = OUTSIDE[name]
    with pytest.raises(UnableToRead) as refused:
        look_at(make(tmp_path / "berkas.xlsx"))
    assert told in refused.value.found
    assert refused.value.remedy


INSIDE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "far cell": (files.far_cell, "jauh di luar tabel"),
    "endless line": (lambda path: written(path, b"nama,nik\n" + b"x" * (MAX_LINE + 10)), "1 MB"),
    "open quote": (
        lambda path: written(path, ",".join(NAMES).encode() + b'\n"' + b"abc,\n" * 60_000),
        "tidak dapat dipisah",
    ),
    "no header": (lambda path: files.workbook(path, header=["a", "b"]), "tanpa judul kolom"),
    "header lacks a column": (
        lambda path: files.workbook(path, header=[name for name in NAMES if name != "nik"]),
        "tanpa kolom nik",
    ),
    "noise": (lambda path: written(path, bytes(range(256)) * 40), "tidak dapat dipisah"),
}


@pytest.mark.parametrize("name", INSIDE)
def test_refused_by_the_reading_process(tmp_path: Path, name: str) -> None:
    make, told = INSIDE[name]
    with pytest.raises(FileRefused) as refused:
        read(make(tmp_path / "berkas.xlsx"))
    assert told in refused.value.message


def test_a_reader_without_memory_dies_alone(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "berkas.xlsx", *[files.row() for _ in range(20)])
    with pytest.raises(FileRefused, match="memori"):
        read(path, memory=1024 * 1024)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_encodings_and_separators_are_found_out(tmp_path: Path, encoding: str, separator: str) -> None:
    path = files.text_file(tmp_path / "berkas.xlsx", files.row(nama="ANDRÉ"), encoding=encoding, separator=separator)
    table = read(path)
    assert (table.format_code, table.rows) == ("opensid.population", 1)
    import polars as pl

    assert pl.read_parquet(table.path)[str(table.places["nama"])].to_list() == ["ANDRÉ"]


def test_header_in_another_order_and_spelling(tmp_path: Path) -> None:
    header = ["NIK ", "Nomor KK", "Jenis-Kelamin", "NAMA LENGKAP", "Tanggal Lahir", "KK_LEVEL", "catatan"]
    path = files.workbook(tmp_path / "a.xlsx", ["1", "2", "3", "4", "5", "6", "7"], header=header)
    table = read(path)
    assert [table.places[name] for name in ("nik", "no_kk", "sex", "nama", "tanggallahir", "kk_level")] == list(
        range(6)
    )


def test_the_end_mark_ends_the_data(tmp_path: Path) -> None:
    path = files.workbook(tmp_path / "a.xlsx", files.row(), ["", "###", "catatan"], files.row())
    assert read(path).rows == 1


def test_the_official_sample_is_recognised() -> None:
    sample = Path("/work/shared/data/samples/opensid/FormatImporExcel.xlsx")
    if not sample.exists():
        pytest.skip("sample files are not here")
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        table = read_table(sample, Path(folder) / "a.parquet", [LAYOUT, DTKS], file_name=sample.name)
    assert (table.format_code, table.sheet, table.rows, table.header) == (
        "opensid.population",
        "Data Penduduk",
        1,
        NAMES,
    )
