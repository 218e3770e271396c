"""The jobs of an import: read, apply, undo. Each can be killed at any point and run again."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import problems, storage
from rangkul.platform.importing.actions import APPLY_JOB, READ_JOB, UNDO_JOB
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.enums import BatchState
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.landing import FORMATS, LANDINGS, Landing, Matched
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.sandbox import Table, read_table
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import JobHandle, job

SLICE_ROWS = 50_000


def _give_up(failed: Job, *, batch_id: str) -> None:
    """A reading that failed for good leaves no batch waiting for ever."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.UPLOADED:
        why = "dihentikan oleh petugas" if failed.state == JobState.CANCELLED else failed.error
        _fail(batch, why=why, by=_worker(), at=clock.now())


@job(READ_JOB, on_failure=_give_up)
def read_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Read, check and match the file of a batch; ends in READ, or in FAILED when the file as a whole is refused."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.UPLOADED:
        return {"state": batch.state}
    batch.rows.all().delete()
    storage.sweep()
    try:
        with storage.opened(batch.pk, "") as path:
            handle.progress(0, None, "membuka berkas")
            table = _read(batch, path, handle)
            _describe(batch, table)
            landing = LANDINGS[FORMATS[batch.format_code].landing]
            notes = _stage(batch, table, landing, handle, keeps_problems=True)
            matched = landing.match(batch, handle.progress)
            problems.keep(batch, matched.problems, problems.raw_rows(table, {each.number for each in matched.problems}))
    except FileRefused as error:
        _fail(batch, why=error.message, by=_worker(), at=clock.now())
        return {"state": BatchState.FAILED.value}
    _finish_reading(batch, matched, notes, by=_worker(), at=clock.now())
    return {"rows": batch.rows_total, "state": batch.state}


@job(APPLY_JOB)
def apply_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Write an approved batch in one transaction: after a crash nothing of it is there and the job starts over."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.APPROVED:
        return {"state": batch.state}
    landing = LANDINGS[FORMATS[batch.format_code].landing]
    if landing.staged(batch) != batch.rows_staged:
        with storage.opened(batch.pk, "") as path:
            table = _read(batch, path, handle)
            _stage(batch, table, landing, handle, keeps_problems=False)
    outcome = _apply(batch, landing, handle, by=_worker(batch.approved_by_name), at=clock.now())
    landing.forget(batch)
    return dict(outcome)


@job(UNDO_JOB)
def undo_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Take an applied batch back in one transaction; what others built upon stays and is listed."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.APPLIED:
        return {"state": batch.state}
    outcome = _undo(batch, handle, by=_worker(batch.undone_by_name), at=clock.now())
    return {name: value for name, value in outcome.items() if isinstance(value, int)}


def _read(batch: ImportBatch, path: Path, handle: JobHandle) -> Table:
    return read_table(
        path,
        path.with_suffix(".parquet"),
        _layouts(batch),
        file_name=batch.file_name,
        progress=lambda rows: handle.progress(rows, None, "membaca baris berkas"),
    )


def _layouts(batch: ImportBatch) -> list[Any]:
    chosen = [FORMATS[batch.format_code]] if batch.format_code in FORMATS else FORMATS.values()
    return [each.layout for each in chosen]


def _describe(batch: ImportBatch, table: Table) -> None:
    if table.rows == 0:
        raise FileRefused(
            value=batch.file_name, expected="tabel dengan paling sedikit satu baris data", remedy="periksa isi berkas"
        )
    if FORMATS[table.format_code].needs_village and AreaCode.parse(batch.area_code).level is not AreaLevel.VILLAGE:
        raise FileRefused(
            value=batch.file_name,
            expected="satu desa atau kelurahan sebagai wilayah impor, karena berkas ini tidak menyebut desanya",
            remedy="unggah lagi dan pilih desanya",
        )
    batch.format_code, batch.sheet, batch.header = table.format_code, table.sheet, table.header
    batch.layout = {"places": table.places, "header_row": table.header_row, "score": table.score}
    batch.rows_total = table.rows
    batch.save(update_fields=["format_code", "sheet", "header", "layout", "rows_total"])


def _stage(
    batch: ImportBatch, table: Table, landing: Landing, handle: JobHandle, *, keeps_problems: bool
) -> dict[str, int]:
    landing.begin(batch)
    notes: dict[str, int] = {}
    done = staged = 0
    for raw in slices(table.path):
        checked = _checked(batch, raw, table)
        if keeps_problems and checked.problems:
            bad = raw.filter(pl.col("row").is_in([each.number for each in checked.problems]))
            problems.keep(batch, checked.problems, problems.rows_by_number(bad))
        landing.stage(batch, checked.frame)
        staged += checked.frame.height
        done += raw.height
        for code, count in checked.notes.items():
            notes[code] = notes.get(code, 0) + count
        handle.progress(done, table.rows, "memeriksa baris")
    batch.rows_staged = staged
    batch.save(update_fields=["rows_staged"])
    return notes


def _checked(batch: ImportBatch, raw: pl.DataFrame, table: Table) -> Checked:
    return FORMATS[batch.format_code].check(Slice(raw, table.places), batch)


def slices(path: Path) -> Iterator[pl.DataFrame]:
    """The table in pieces that fit into memory, whatever its length."""
    with pq.ParquetFile(path) as file:
        for piece in file.iter_batches(batch_size=SLICE_ROWS):
            frame = pl.from_arrow(piece)
            assert isinstance(frame, pl.DataFrame)
            yield frame


@action("registry.import.read")
def _finish_reading(
    batch: ImportBatch, matched: Matched, notes: dict[str, int], *, by: Actor, at: datetime
) -> ImportBatch:
    problems.keep_samples(batch, matched.samples)
    problems.count(batch, matched.counts)
    batch.families_total, batch.question, batch.notes = matched.families, matched.question, notes
    batch.state, batch.read_at = IMPORT.move(batch.state, "read"), at
    batch.save()
    record("registry.import.read", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data=_counts(batch))  # fmt: skip
    return batch


@action("registry.import.fail")
def _fail(batch: ImportBatch, *, why: str, by: Actor, at: datetime) -> ImportBatch:
    batch.state, batch.error, batch.read_at = IMPORT.move(batch.state, "fail"), why, at
    batch.save(update_fields=["state", "error", "read_at"])
    storage.forget(batch.pk)
    record("registry.import.fail", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)])
    return batch


@action("registry.import.apply")
def _apply(batch: ImportBatch, landing: Landing, handle: JobHandle, *, by: Actor, at: datetime) -> dict[str, int]:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    state = IMPORT.move(batch.state, "apply")
    outcome = landing.apply(batch, handle.progress)
    batch.state, batch.applied_at, batch.outcome = state, at, outcome
    batch.save(update_fields=["state", "applied_at", "outcome"])
    record("registry.import.apply", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data=outcome)  # fmt: skip
    return outcome


@action("registry.import.undo")
def _undo(batch: ImportBatch, handle: JobHandle, *, by: Actor, at: datetime) -> dict[str, object]:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    state = IMPORT.move(batch.state, "undo")
    outcome = LANDINGS[FORMATS[batch.format_code].landing].undo(batch, handle.progress)
    batch.state, batch.undone_at = state, at
    batch.outcome = batch.outcome | {"undone": outcome}
    batch.save(update_fields=["state", "undone_at", "outcome"])
    record("registry.import.undo", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           reason=batch.undo_reason, data={k: v for k, v in outcome.items() if isinstance(v, int)})  # fmt: skip
    return outcome


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {
        "rows": batch.rows_total,
        "new": batch.rows_new,
        "changed": batch.rows_changed,
        "same": batch.rows_same,
        "doubtful": batch.rows_doubtful,
        "refused": batch.rows_refused,
    }


def _worker(for_whom: str = "") -> Actor:
    return system_actor(f"Impor, atas persetujuan {for_whom}" if for_whom else "Impor")
