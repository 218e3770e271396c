"""Looking at a file from outside: what it is by its first bytes, and whether unpacking it would hurt."""

import zipfile
from enum import Enum
from pathlib import Path

from rangkul.platform.importing.reading.limits import (
    MAX_FILE,
    MAX_PARTS,
    MAX_RATIO,
    MAX_UNPACKED,
    MAX_UNPACKED_XLSX,
    RATIO_MATTERS_ABOVE,
    UnableToRead,
)

SAVE_AS = "buka di Excel atau LibreOffice, simpan sebagai Excel Workbook (.xlsx), lalu unggah lagi"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<?xml", b"<style")
_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x1f\x8b": "GZIP", b"%PDF": "PDF", b"\x89PNG": "gambar"}
_NESTED = (".zip", ".rar", ".7z", ".gz", ".tar", ".xlsx", ".xlsm", ".docm", ".exe")
# UTF-16 names of the streams of an encrypted workbook, as they stand in the directory of an OLE file.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


class Kind(Enum):
    """What the bytes are, whatever the name says."""

    XLSX = ".xlsx"
    XLS = ".xls"
    ODS = ".ods"
    TEXT = ".csv"


def look_at(path: Path) -> Kind:
    """The kind of file by its content. Raises `UnableToRead` for what cannot or must not be opened."""
    size = path.stat().st_size
    if size == 0:
        raise UnableToRead("berkas kosong (0 byte)", "berkas yang berisi data", "unduh ulang dari aplikasi asalnya")
    if size > MAX_FILE:
        raise UnableToRead(
            f"ukuran {size // 1024**2} MB", f"paling besar {MAX_FILE // 1024**2} MB", "pecah berkas per kecamatan"
        )
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _look_into_zip(path)
    if start.startswith(_OLE):
        return _look_into_ole(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise UnableToRead(
            "halaman web (HTML/XML) yang diberi nama berkas Excel", "buku kerja Excel atau CSV yang sebenarnya", SAVE_AS
        )
    for mark, name in _ARCHIVES.items():
        if start.startswith(mark):
            raise UnableToRead(f"berkas {name}", "berkas XLSX, XLS, ODS, atau CSV", "buka isinya lalu unggah tabelnya")
    return Kind.TEXT


def _look_into_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            kind_of_ods = archive.read("mimetype")[:80] if "mimetype" in names and _is_small(archive) else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise UnableToRead("berkas rusak atau terpotong", "buku kerja yang utuh", SAVE_AS) from error
    # Only a workbook of this kind is read as a stream; the others are laid out in memory whole.
    _check_unpacked(parts, limit=MAX_UNPACKED_XLSX if "xl/workbook.xml" in names else MAX_UNPACKED)
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnableToRead("buku kerja yang memuat makro", "buku kerja tanpa makro", SAVE_AS)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        raise UnableToRead("buku kerja biner (.xlsb)", "buku kerja .xlsx", SAVE_AS)
    if kind_of_ods.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Kind.ODS
    if any(name.lower().endswith((*_NESTED, ".csv", ".xls", ".ods")) for name in names):
        raise UnableToRead("arsip ZIP", "tabelnya sendiri, bukan arsipnya", "buka arsip lalu unggah berkas di dalamnya")
    raise UnableToRead("arsip yang bukan buku kerja", "berkas XLSX, XLS, ODS, atau CSV", SAVE_AS)


def _is_small(archive: zipfile.ZipFile) -> bool:
    return archive.getinfo("mimetype").file_size < 1024


def _check_unpacked(parts: list[zipfile.ZipInfo], *, limit: int) -> None:
    """The measured limits (study/security.md 7): a 492 KB workbook unpacked to 147 MB kept a reader busy for minutes."""
    if len(parts) > MAX_PARTS:
        raise UnableToRead(f"{len(parts)} bagian di dalam berkas", f"paling banyak {MAX_PARTS}", SAVE_AS)
    total = sum(part.file_size for part in parts)
    swollen = [
        part
        for part in parts
        if part.file_size > RATIO_MATTERS_ABOVE and part.file_size > MAX_RATIO * max(part.compress_size, 1)
    ]
    if total > limit or swollen:
        raise UnableToRead(
            f"isi yang mengembang menjadi {total // 1024**2} MB ketika dibuka",
            f"paling besar {limit // 1024**2} MB, tidak dimampatkan lebih dari {MAX_RATIO} kali",
            "hapus baris dan kolom kosong yang berformat, atau simpan sebagai CSV",
        )


def _look_into_ole(path: Path) -> Kind:
    with path.open("rb") as file:
        content = file.read(MAX_FILE)
    if _ENCRYPTED in content:
        raise _locked()
    if not any(name in content for name in _OLD_WORKBOOK):
        raise UnableToRead("dokumen lama yang bukan buku kerja Excel", "berkas XLSX, XLS, ODS, atau CSV", SAVE_AS)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UnableToRead("buku kerja yang memuat makro", "buku kerja tanpa makro", SAVE_AS)
    return Kind.XLS


def _locked() -> UnableToRead:
    return UnableToRead(
        "berkas dikunci dengan kata sandi", "berkas tanpa kata sandi", "buka di Excel, hapus kata sandinya, simpan lagi"
    )
