"""Which files are taken for what: types told by their content, and how big they may be."""

from dataclasses import dataclass

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
CSV = "text/csv"

NAMES = {
    PDF: "PDF",
    JPEG: "foto JPEG",
    PNG: "gambar PNG",
    WEBP: "gambar WebP",
    XLSX: "Excel (.xlsx)",
    XLS: "Excel lama (.xls)",
    ODS: "LibreOffice (.ods)",
    CSV: "teks CSV",
}
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", XLSX: ".xlsx", XLS: ".xls", ODS: ".ods", CSV: ".csv"}

MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class FileKind:
    """A use of files: `types` that are taken, at most `cap` bytes each (`unpacked_cap` after decompression)."""

    code: str
    types: tuple[str, ...]
    cap: int
    unpacked_cap: int = 400 * MEGABYTE

    @property
    def type_names(self) -> str:
        return ", ".join(NAMES[each] for each in self.types)


KINDS: dict[str, FileKind] = {
    kind.code: kind
    for kind in (
        FileKind("IMPORT", (XLSX, XLS, ODS, CSV), 100 * MEGABYTE),
        FileKind("PHOTO", (JPEG, PNG, WEBP), 8 * MEGABYTE),
        FileKind("SCAN", (PDF, JPEG, PNG), 10 * MEGABYTE),
        FileKind("ATTACHMENT", (PDF, JPEG, PNG, WEBP), 10 * MEGABYTE),
    )
}
