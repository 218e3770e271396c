"""Cells far away from the table: one value in XFD1048576 would make a reader lay out seventeen thousand million cells."""

import re
import zipfile
from pathlib import Path

from rangkul.platform.importing.reading.limits import UnableToRead

_PIECE = 1 << 20
_OVERLAP = 256
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{3})[0-9]+"[^>]*[^/]>')
_ROW = re.compile(rb'<row[^>]* r="([0-9]+)"')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]+):[A-Z]{1,3}([0-9]+)"')
_SPARSE = 20
_FREE_ROWS = 20_000


def look_for_far_cells(path: Path) -> dict[str, list[tuple[int, int, int]]]:
    """Raise `UnableToRead` when a sheet of the workbook holds a value far outside its table.

    Gives, by part of the archive, the cells that are merged downwards: (first row, last row, column from 0).
    """
    merged = {}
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                merged[part] = _look_into_sheet(archive, part)
    return merged


def _look_into_sheet(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, int]]:
    rows, last_row, tail, merged = 0, 0, b"", set()
    with archive.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            text = tail + piece
            if found := _FAR_COLUMN.search(text):
                raise _far(f"kolom {found[1].decode()}")
            rows += piece.count(b"<row")
            place = text.rfind(b"<row")
            if place >= 0 and (row := _ROW.match(text, place)):
                last_row = max(last_row, int(row[1]))
            if b"<mergeCell " in text:
                merged.update(_MERGED.findall(text))
            tail = text[-_OVERLAP:]
    if last_row > _FREE_ROWS + _SPARSE * rows:
        raise _far(f"baris {last_row}")
    return sorted((int(top), int(bottom), _place(column)) for column, top, bottom in merged if int(bottom) > int(top))


def _place(column: bytes) -> int:
    place = 0
    for letter in column:
        place = place * 26 + letter - 64
    return place - 1


def _far(where: str) -> UnableToRead:
    return UnableToRead(
        f"sel berisi yang jauh di luar tabel ({where})",
        "tabel yang rapat mulai dari kiri atas",
        "hapus baris dan kolom di luar tabel, simpan, lalu unggah lagi",
    )
