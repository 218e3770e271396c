"""Broken and hostile files, made on the spot."""

import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

from rangkul.exchange.opensid.columns import NAMES

GOOD = {
    "nama": "BASO CONTOH",
    "no_kk": "0000000000000001",
    "nik": "0000010101900001",
    "sex": "1",
    "tanggallahir": "1990-01-01",
    "kk_level": "1",
}


def row(**changes: object) -> list[object]:
    """A right row of the OpenSID workbook with some cells changed."""
    told = {**GOOD, **changes}
    return [told.get(name, "") for name in NAMES]


def workbook(path: Path, *rows: list[object], header: list[str] | None = None, sheet: str = "Data Penduduk") -> Path:
    """A workbook with these rows below the header."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    page.append(header or NAMES)
    for each in rows:
        page.append(each)
    book.save(path)
    return path


def text_file(path: Path, *rows: list[object], encoding: str = "utf-8", separator: str = ",") -> Path:
    """A delimited file with these rows below the header, every cell quoted."""
    lines = [NAMES, *rows]
    told = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    path.write_bytes(told.encode(encoding))
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A right workbook with one more part inside."""
    workbook(path, row())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def bomb(path: Path) -> Path:
    """A workbook whose sheet swells a thousandfold when unpacked."""
    return with_part(path, "xl/worksheets/sheet9.xml", b"<row></row>" * 6_000_000)


def many_parts(path: Path) -> Path:
    """A workbook of more than two thousand parts."""
    workbook(path, row())
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/media/{number}.txt", "x")
    return path


def far_cell(path: Path) -> Path:
    """A right workbook with one value in the last cell that Excel has."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Data Penduduk"
    page.append(NAMES)
    page.append(row())
    page["XFD1048576"] = "jauh"
    book.save(path)
    return path


def locked(path: Path) -> Path:
    """What Excel writes for a workbook with a password: an OLE file with an encrypted package."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    )
    return path


def zipped(path: Path) -> Path:
    """A ZIP archive with a table inside."""
    with zipfile.ZipFile(path, "w") as archive:
        inner = io.BytesIO(b"nama,nik\n")
        archive.writestr("penduduk.csv", inner.getvalue())
    return path


def written(path: Path, content: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(content)
    return path
