"""OpenDocument tables and the memory that reading may take.

No library of the lock file writes .ods, so the package is put together here as ODF 1.2 prescribes it: the mimetype first
and unpacked, a manifest, and the cells with their values and the text that is shown.
"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from rangkul.exchange.opensid.columns import NAMES
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.limits import LEAST_MEMORY, MEMORY_BYTES, memory_here
from rangkul.registry.models import Person
from tests.importing import files

pytestmark = pytest.mark.django_db
KIND = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{what}:1.0"'
    for name, what in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)


def cell(value: object) -> str:
    """A cell as LibreOffice writes it: dates and numbers typed, empty runs repeated by the caller."""
    text = str(value)
    if not text:
        return "<table:table-cell/>"
    if isinstance(value, float | int):
        kind = f'office:value-type="float" office:value={quoteattr(text)}'
    elif len(text) == 10 and text[4] == text[7] == "-":
        kind = f'office:value-type="date" office:date-value={quoteattr(text)}'
        text = f"{text[8:]}/{text[5:7]}/{text[:4]}"
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"


def ods(path: Path, *rows: list[object]) -> Path:
    """A workbook of one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data Penduduk">{lines}{empty}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_SPACES} manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), KIND)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.mark.requirement("W01")
def test_a_table_of_libreoffice_is_read_like_any_other(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> None:
    rows = [
        files.row(),
        files.row(nik="0000014101920002", nama="SITTI & ANAK", sex=2, tanggallahir="1992-01-01"),
        files.row(nik="1"),
    ]
    batch = upload(ods(tmp_path / "penduduk.ods", list(NAMES), *rows))
    assert (batch.state, batch.error, batch.format_code, batch.sheet) == (
        "READ",
        "",
        "opensid.population",
        "Data Penduduk",
    )
    assert (batch.rows_total, batch.rows_new, batch.rows_refused) == (3, 2, 1)
    approve(batch)
    assert set(Person.objects.values_list("name", "birth_date__year")) == {
        ("BASO CONTOH", 1990),
        ("SITTI & ANAK", 1992),
    }


@pytest.mark.parametrize(
    ("machine_kb", "container", "expected"),
    [
        (64 * 1024**2, "max", MEMORY_BYTES),
        (1024**2, "max", 768 * 1024**2),
        (64 * 1024**2, str(2 * 1024**3), 1536 * 1024**2),
        (256 * 1024, "max", LEAST_MEMORY),
        (None, None, MEMORY_BYTES),
    ],
)
def test_reading_takes_a_share_of_the_machine(
    tmp_path: Path, machine_kb: int | None, container: str | None, expected: int
) -> None:
    if machine_kb is not None:
        (tmp_path / "proc").mkdir()
        (tmp_path / "proc/meminfo").write_text(f"MemTotal:       {machine_kb} kB\nMemFree: 1 kB\n")
    if container is not None:
        (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
        (tmp_path / "sys/fs/cgroup/memory.max").write_text(f"{container}\n")
    assert memory_here(tmp_path) == expected
