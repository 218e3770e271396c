"""`import_100mb`: a workbook of 100 MB goes the whole way on what a machine of 1 GB has.

The program may not take more than 1 GB of data (RLIMIT_DATA: one byte more is a MemoryError) and the reading process gets
three quarters of it, as on such a machine. Every half second the memory of the program, the reader and PostgreSQL is added
up (PSS: shared pages counted once); the peak is the figure. Pages that PostgreSQL shares among its processes count up to the
128 MB that it is given on such a machine (an eighth, `platform.postgres.settings`): on the machine of the bench it may take 2 GB.
"""

import contextlib
import os
import resource
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from bench.import_bench import AREA, AS_OF, _actors, _empty
from bench.machine import cpu_seconds, load

MEGABYTE = 1 << 20
MACHINE = 1 << 30
READER = MACHINE * 3 // 4
MOST_ROWS = 1_048_000
"""Just below what Excel can hold."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMES = "http://schemas.openxmlformats.org"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_NAMES}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_NAMES}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_NAMES}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_NAMES}/spreadsheetml/2006/main" '
    f'xmlns:r="{_NAMES}/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_NAMES}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_NAMES}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def run(scale: float) -> list[dict[str, Any]]:
    """One line: peak memory of everything together in MB, with the parts, rows, seconds and what was refused."""
    from rangkul.kernel import clock
    from rangkul.platform.importing.actions import approve_batch, upload_file
    from rangkul.platform.importing.models import ImportBatch
    from rangkul.platform.importing.reading import sandbox
    from rangkul.platform.tasks.runner import run_job

    _empty()
    uploader, approver = _actors()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dtks.xlsx"
        rows = _write(path, round(100 * MEGABYTE * scale))
        size = path.stat().st_size
        sandbox.memory_here = lambda: READER
        resource.setrlimit(resource.RLIMIT_DATA, (MACHINE, resource.getrlimit(resource.RLIMIT_DATA)[1]))
        cpu, started = cpu_seconds(), time.perf_counter()
        with _watched() as peaks:
            with path.open("rb") as file:
                batch = upload_file(file_name=path.name, pieces=iter(lambda: file.read(MEGABYTE), b""), area=AREA,
                                    as_of=AS_OF, by=uploader, at=clock.now())  # fmt: skip
            path.unlink()
            run_job(batch.job_id)  # type: ignore[arg-type]
            batch.refresh_from_db()
            assert batch.state == "READ", (batch.state, batch.error)
            batch = approve_batch(batch.pk, by=approver, at=clock.now(), has_answered=True)
            run_job(batch.job_id)  # type: ignore[arg-type]
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.state == "APPLIED", (batch.state, batch.error)
    assert batch.rows_total == rows, (batch.rows_total, rows)
    seconds, cpu = time.perf_counter() - started, cpu_seconds() - cpu
    _empty()
    return [
        {
            "name": "import_100mb",
            "value": peaks["all"],
            "unit": "MB of memory, PostgreSQL included",
            "baseline": MACHINE // MEGABYTE,
            "ratio": round(peaks["all"] / (MACHINE / MEGABYTE), 2),
            "n": rows,
            "file_mb": round(size / MEGABYTE, 1),
            "peaks": peaks,
            "rows_new": batch.rows_new,
            "seconds": round(seconds, 1),
            "cpu": round(cpu, 1),
            "load": load(),
            "baseline_is": "a machine of 1 GB; the program's own data is held below it by RLIMIT_DATA",
        }
    ]


def _write(path: Path, target: int) -> int:
    """A DTKS workbook of about `target` bytes, texts in the cells; returns its rows.

    Written by hand: ten times faster. Addresses are long and random, for Excel holds too few rows for 100 MB of short ones.
    """
    from tests.exchange.make_files import DTKS_HEADER

    count, place, dice = 0, DTKS_HEADER.index("Alamat"), Random(5)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in _PARTS.items():
            book.writestr(name, _HEAD + text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{_HEAD}<worksheet xmlns="{_NAMES}/spreadsheetml/2006/main"><sheetData>'.encode())
            sheet.write(_row(1, DTKS_HEADER))
            for given in _rows():
                count += 1
                cells = [*given]
                cells[place] = f"Jalan {dice.randbytes(52).hex()}"
                sheet.write(_row(count + 1, cells))
                if (count % 1_000 == 0 and book.fp is not None and book.fp.tell() >= target) or count >= MOST_ROWS:
                    break
            sheet.write(b"</sheetData></worksheet>")
    return count


def _rows() -> Iterator[Any]:
    from rangkul.reference.queries import area_path, list_villages
    from tests.exchange.make_files import dtks_rows, families

    every = families(400_000)
    villages = list_villages(AREA)
    while True:
        for village in villages:
            province, regency, district, own = area_path(village.code)
            part = [next(every) for _ in range(200)]
            yield from dtks_rows(part, place=(province.name, regency.name, district.name, own.name))


def _row(number: int, cells: Any) -> bytes:
    texts = (each.isoformat() if isinstance(each, date) else str(each if each is not None else "") for each in cells)
    inside = "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in texts)
    return f'<row r="{number}">{inside}</row>'.encode()


@contextlib.contextmanager
def _watched() -> Iterator[dict[str, int]]:
    """Peak MB of the program, its reader, PostgreSQL, and of all at one moment."""
    peaks = {"program": 0, "reader": 0, "postgres": 0, "all": 0}
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            now = _now()
            for name, value in (*now.items(), ("all", sum(now.values()))):
                peaks[name] = max(peaks[name], value)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        done.set()
        thread.join()


def _now() -> dict[str, int]:
    from django.conf import settings

    own, cluster = os.getpid(), str(Path(settings.ENV.data_dir))
    found, shared = {"program": _pss(own), "reader": 0, "postgres": 0}, 0
    parents = {pid: (parent, line) for pid, parent, line in _processes()}
    servers = {pid for pid, (_parent, line) in parents.items() if "postgres" in line and cluster in line}
    for pid, (parent, _line) in parents.items():
        if parent == own:
            found["reader"] += _pss(pid)
        elif pid in servers or parent in servers:
            pages = _pss(pid, "Pss_Shmem:")
            shared += pages
            found["postgres"] += _pss(pid) - pages
    found["postgres"] += min(shared, MACHINE // 8 // MEGABYTE)
    return found


def _processes() -> Iterator[tuple[int, int, str]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError, IndexError, ValueError):
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                yield int(folder.name), int(fields[1]), (folder / "cmdline").read_text("utf-8", "replace")


def _pss(pid: int, which: str = "Pss:") -> int:
    with contextlib.suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(which))) // 1024
    return 0
