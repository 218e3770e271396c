"""Cells far away from the table: one value in XFD1048576 would make a reader lay out seventeen thousand million cells."""

import re
import zipfile
from pathlib import Path

from rangkul.platform.importing.reading.limits import UnableToRead

_PIECE = 1 << 20
_OVERLAP = 256
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{3})[0-9]+"[^>]*[^/]>')
_ROW = re.compile(rb'<row[^>]* r="([0-9]+)"')
_SPARSE = 20
_FREE_ROWS = 20_000


def check_spread(path: Path) -> None:
    """Raise `UnableToRead` when a sheet of the workbook holds a value far outside its table."""
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                _check_sheet(archive, part)


def _check_sheet(archive: zipfile.ZipFile, part: str) -> None:
    rows, last_row, tail = 0, 0, b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            text = tail + piece
            if found := _FAR_COLUMN.search(text):
                raise _far(f"kolom {found[1].decode()}")
            rows += piece.count(b"<row")
            place = text.rfind(b"<row")
            if place >= 0 and (row := _ROW.match(text, place)):
                last_row = max(last_row, int(row[1]))
            tail = text[-_OVERLAP:]
    if last_row > _FREE_ROWS + _SPARSE * rows:
        raise _far(f"baris {last_row}")


def _far(where: str) -> UnableToRead:
    return UnableToRead(
        f"sel berisi yang jauh di luar tabel ({where})",
        "tabel yang rapat mulai dari kiri atas",
        "hapus baris dan kolom di luar tabel, simpan, lalu unggah lagi",
    )
