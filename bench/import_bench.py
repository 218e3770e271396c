"""How long an import takes beside a raw COPY of the same rows: read, check, match, write, all in one run.

`run(n)` imports a generated DTKS export of `n` families into an empty registry of the database at DATABASE_URL (a
scratch database: the registry is emptied before and after), and copies the rows it wrote into plain tables of the same
shape. Where others use the machine seconds of the clock mislead; seconds of the processors are told beside them.
"""

import os
import resource
import shutil
import tempfile
import time
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from bench.machine import cpu_seconds, load

AREA = "73.12"
AS_OF = date(2022, 7, 1)
TABLES = ("registry_person", "registry_family", "registry_membership", "registry_outsidemembership",
          "registry_identity", "registry_welfarestatus", "registry_condition")  # fmt: skip


def run(n: int, *, takes_back: bool = True) -> dict[str, Any]:
    """One figure: seconds of the import, seconds of the raw COPY (baseline), their ratio, memory, time per row.

    With `takes_back` the batch is undone afterwards, which takes longer than the import: some thirty keys point to a person.
    """
    from rangkul.kernel import clock
    from rangkul.platform.importing.actions import approve_batch, upload_file
    from rangkul.platform.importing.models import ImportBatch
    from rangkul.platform.tasks.runner import run_job

    _empty()
    uploader, approver = _actors()
    with tempfile.TemporaryDirectory() as folder:
        path = _file(Path(folder), n)
        cpu_before = cpu_seconds()
        started = time.perf_counter()
        with path.open("rb") as file:
            batch = upload_file(file_name=path.name, pieces=iter(lambda: file.read(1 << 20), b""), area=AREA,
                                as_of=AS_OF, by=uploader, at=clock.now())  # fmt: skip
        steps = {"upload": time.perf_counter() - started}
        assert batch.job_id
        mark = time.perf_counter()
        run_job(batch.job_id)
        steps["read"] = time.perf_counter() - mark
        batch = approve_batch(batch.pk, by=approver, at=clock.now(), has_answered=True)
        assert batch.job_id
        mark = time.perf_counter()
        run_job(batch.job_id)
        steps["apply"] = time.perf_counter() - mark
        seconds = time.perf_counter() - started
        cpu = cpu_seconds() - cpu_before
        rss = _peak_mb(resource.RUSAGE_SELF)
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.state == "APPLIED", (batch.state, batch.error)
    assert batch.rows_new == batch.rows_total, (batch.rows_new, batch.rows_total, batch.rows_refused)
    baseline, baseline_cpu = _raw_copy()
    undo = _undone(batch) if takes_back else {}
    _empty()
    return {
        "name": {10_000: "import_10k", 311_662: "import_311k"}.get(n, f"import_{n}"),
        "value": round(seconds, 2),
        "unit": "s",
        "baseline": round(baseline, 2),
        "ratio": round(seconds / baseline, 2),
        "n": n,
        "persons": batch.rows_total,
        "ns_per_row": round(seconds * 1e9 / batch.rows_total),
        "steps": {name: round(value, 2) for name, value in steps.items()},
        "cpu": round(cpu, 2),
        "cpu_baseline": round(baseline_cpu, 2),
        "cpu_ratio": round(cpu / baseline_cpu, 2),
        **undo,
        "rss": rss,
        "rss_reader": _peak_mb(resource.RUSAGE_CHILDREN),
        "rss_unit": "MB",
        "load": load(),
    }


def _undone(batch: Any) -> dict[str, float]:
    """Seconds and processor seconds of taking the whole batch back; nobody of it may be left."""
    from django.db import connection

    from rangkul.kernel import clock
    from rangkul.platform.importing.actions import undo_batch
    from rangkul.platform.tasks.runner import run_job

    uploader, _approver = _actors()
    batch = undo_batch(batch.pk, reason="bench", by=uploader, at=clock.now())
    cpu_before, started = cpu_seconds(), time.perf_counter()
    run_job(batch.job_id)
    seconds, cpu = time.perf_counter() - started, cpu_seconds() - cpu_before
    batch.refresh_from_db()
    assert batch.state == "UNDONE", (batch.state, batch.error)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM registry_person")
        assert cursor.fetchone() == (0,)
    return {"undo": round(seconds, 2), "cpu_undo": round(cpu, 2)}


def _peak_mb(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


def _file(folder: Path, n: int) -> Path:
    from rangkul.reference.queries import area_path, list_villages
    from tests.exchange.make_files import DTKS_HEADER, dtks_rows, families, write_csv

    villages = list_villages(AREA)
    share = -(-n // len(villages))

    def rows() -> Any:
        every = families(n)
        for village in villages:
            province, regency, district, own = area_path(village.code)
            part = islice(every, share)
            yield from dtks_rows(part, place=(province.name, regency.name, district.name, own.name))

    return write_csv(folder / "dtks.csv", DTKS_HEADER, rows())


def _actors() -> Any:
    from rangkul.accounts.roles import BY_CODE
    from rangkul.kernel.area_code import AreaCode
    from rangkul.kernel.ids import new_id
    from rangkul.platform.policy.actor import Actor

    return (
        Actor(new_id(), "bench", role, BY_CODE[role].permissions, (AreaCode(AREA),))
        for role in ("DATA_OFFICER", "DIVISION_HEAD")
    )


def _raw_copy() -> tuple[float, float]:
    """COPY of the rows the import wrote into tables of the same shape and the same primary keys, median of three."""
    from django.db import connection

    folder = Path(tempfile.mkdtemp())
    try:
        with connection.cursor() as cursor:
            for table in TABLES:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy, (folder / table).open("wb") as file:
                    for data in copy:
                        file.write(data)
        times = [_copied_once(folder) for _ in range(3)]
        return sorted(seconds for seconds, _ in times)[1], sorted(cpu for _, cpu in times)[1]
    finally:
        shutil.rmtree(folder)


def _copied_once(folder: Path) -> tuple[float, float]:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE raw_{table} (LIKE {table}, PRIMARY KEY (id))")
        cpu_before, started = cpu_seconds(), time.perf_counter()
        for table in TABLES:
            with cursor.copy(f"COPY raw_{table} FROM STDIN") as copy, (folder / table).open("rb") as file:
                while data := file.read(1 << 20):
                    copy.write(data)
        seconds, cpu = time.perf_counter() - started, cpu_seconds() - cpu_before
        transaction.set_rollback(True)
    return seconds, cpu


def _empty() -> None:
    from django.db import connection

    if not os.environ.get("RANGKUL_BENCH"):
        raise SystemExit("set RANGKUL_BENCH=1: the bench empties the registry of this database")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registry_person, registry_family, importing_importbatch, tasks_job CASCADE")


if __name__ == "__main__":
    import json
    import sys

    import django

    django.setup()
    for size in sys.argv[1:] or ["10000", "311662"]:
        print(json.dumps(run(int(size))), flush=True)
