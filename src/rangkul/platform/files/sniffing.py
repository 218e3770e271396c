"""What a file really is, by its first bytes and its inside; its name is never believed."""

import zipfile
from pathlib import Path

from rangkul.kernel.errors import Refused
from rangkul.platform.files import kinds

_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", kinds.PDF),
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", kinds.XLS),
)
_SAMPLE = 65_536
_MOST_PARTS = 2_000
_MOST_SWELLING = 100
_HARMLESS = 20 * kinds.MEGABYTE


def type_of(path: Path, *, unpacked_cap: int) -> str:
    """The media type of the file, "" when it is none that we know. Raises Refused for a zip bomb or a broken archive."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    for magic, media_type in _HEADS:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return kinds.WEBP
    if head.startswith(b"PK\x03\x04"):
        return _type_of_archive(path, unpacked_cap)
    return kinds.CSV if _looks_like_text(head) else ""


def _type_of_archive(path: Path, unpacked_cap: int) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            opened = archive.read("mimetype")[:80].decode("ascii", "replace") if _has_small(parts, "mimetype") else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Refused(
            field="Berkas", value=path.suffix, expected="berkas yang utuh",
            remedy="buka berkas di komputer Anda, simpan ulang, lalu unggah lagi",
        ) from error  # fmt: skip
    unpacked = sum(part.file_size for part in parts)
    swells = unpacked > _HARMLESS and unpacked > _MOST_SWELLING * max(1, path.stat().st_size)
    if len(parts) > _MOST_PARTS or unpacked > unpacked_cap or swells:
        raise Refused(
            field="Berkas", value=f"{unpacked // kinds.MEGABYTE} MB setelah dibuka",
            expected=f"isi paling banyak {unpacked_cap // kinds.MEGABYTE} MB, tidak dimampatkan lebih dari {_MOST_SWELLING} kali",
            remedy="bagi isinya menjadi beberapa berkas, atau simpan sebagai CSV",
        )  # fmt: skip
    if "xl/workbook.xml" in names:
        return kinds.XLSX
    return kinds.ODS if opened == kinds.ODS else ""


def _has_small(parts: list[zipfile.ZipInfo], name: str) -> bool:
    return any(part.filename == name and part.file_size <= 200 for part in parts)


def _looks_like_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    if head.lstrip()[:1] == b"<":  # HTML and SVG would run when opened; an "XLS" that is HTML is no workbook
        return False
    for encoding in ("utf-8", "cp1252"):
        try:
            head[:-4].decode(encoding) if len(head) == _SAMPLE else head.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
