"""The jobs of an import: read, apply, undo. Each can be killed at any point and run again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from django.db import transaction
from django.db.models import Q

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import contradictions, problems, questions, recognising, resolving, storage
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.enums import APPLY_JOB, PREVIEW_JOB, READ_JOB, UNDO_JOB, BatchState
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import key, labels_of, unread_columns
from rangkul.platform.importing.landing import FORMATS, LANDINGS, Landing, Matched
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.sandbox import Table
from rangkul.platform.importing.stages import Stages
from rangkul.platform.importing.totals import without_totals
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import JobHandle, job

SLICE_ROWS = 20_000


def _give_up(failed: Job, *, batch_id: str) -> None:
    """A reading that stopped for good leaves no batch waiting for ever; its file stays, so that it can be tried again."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == BatchState.UPLOADED:
        why = "dihentikan oleh petugas" if failed.state == JobState.CANCELLED else failed.error
        _fail(batch, why=why, by=_worker(), at=clock.now(), keeps_file=True)


@job(READ_JOB, on_failure=_give_up)
def read_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Read, check and match the file of a batch.

    Ends in READ, in MAPPING when a person must say what its columns mean, or in FAILED when the file as a whole is
    refused.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.UPLOADED:
        return {"state": batch.state}
    batch.rows.filter(decision="").delete()
    resolving.release(batch)
    storage.sweep()
    stages = Stages(handle.progress, of=3)
    try:
        with storage.opened(batch.pk, "") as path:
            stages.begin("membaca berkas", unit="baris")
            try:
                table = recognising.read(batch, path, progress=stages.progress)
            except recognising.ColumnsUnknown as unknown:
                _ask_columns(batch, why=unknown.why, by=_worker(), at=clock.now())
                return {"state": BatchState.MAPPING.value}
            _describe(batch, table)
            landing = LANDINGS[FORMATS[batch.format_code].landing]
            stages.begin("memeriksa baris", unit="baris", total=table.rows)
            checked = _stage(batch, table, landing, stages, keeps_problems=True)
            stages.begin("memadankan dengan registri")
            matched = landing.match(batch, stages.progress)
            problems.keep(batch, matched.problems, problems.raw_rows(table, {each.number for each in matched.problems}))
    except FileRefused as error:
        _fail(batch, why=error.message, by=_worker(), at=clock.now())
        return {"state": BatchState.FAILED.value}
    _finish_reading(batch, matched, checked, by=_worker(), at=clock.now())
    return {"rows": batch.rows_total, "state": batch.state}


@job(APPLY_JOB)
def apply_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Write an approved batch in one transaction: after a crash nothing of it is there and the job starts over."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.APPROVED:
        return {"state": batch.state}
    landing = LANDINGS[FORMATS[batch.format_code].landing]
    is_staged = landing.staged(batch) == batch.rows_staged
    stages = Stages(handle.progress, of=1 if is_staged else 3)
    if not is_staged:
        with storage.opened(batch.pk, "") as path:
            stages.begin("membaca berkas lagi", unit="baris")
            table = recognising.read(batch, path, progress=stages.progress)
            stages.begin("memeriksa baris lagi", unit="baris", total=table.rows)
            _stage(batch, table, landing, stages, keeps_problems=False)
    stages.begin("menulis ke registri")
    outcome = _apply(batch, landing, stages, by=_worker(batch.approved_by_name), at=clock.now())
    landing.forget(batch)
    return dict(outcome)


@job(UNDO_JOB)
def undo_batch(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Take an applied batch back in one transaction; what others built upon stays and is listed."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.APPLIED:
        return {"state": batch.state}
    stages = Stages(handle.progress, of=1)
    stages.begin("menarik kembali")
    outcome = _undo(batch, stages, by=_worker(batch.undone_by_name), at=clock.now())
    return {name: value for name, value in outcome.items() if isinstance(value, int)}


@job(PREVIEW_JOB)
def preview_undo(handle: JobHandle, *, batch_id: str) -> dict[str, Any]:
    """Undo an applied batch for trial and put everything back: what would stay is exact, not an estimate."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state != BatchState.APPLIED:
        return {"state": batch.state}
    stages = Stages(handle.progress, of=1)
    stages.begin("memeriksa apa yang akan tetap ada")
    with transaction.atomic():
        outcome = LANDINGS[FORMATS[batch.format_code].landing].undo(batch, stages.progress)
        transaction.set_rollback(True)
    would = {"kept": outcome.get("kept", []), "kept_count": outcome.get("kept_count", 0)}
    ImportBatch.objects.filter(pk=batch.pk).update(outcome=batch.outcome | {"would_keep": would})
    return {"kept": outcome.get("kept_count", 0)}


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
    batch.layout = {
        "places": table.places,
        "header_row": table.header_row,
        "score": table.score,
        "sheets": table.sheets if len(table.sheets) > 1 else [],
        "unread": table.unread,
        "unread_columns": _unread_columns(batch, table),
    } | {name: value for name, value in batch.layout.items() if name == "only"}
    batch.rows_total = table.rows
    batch.save(update_fields=["format_code", "sheet", "header", "layout", "rows_total", "plan", "mapping", "parent",
                              "as_of"])  # fmt: skip


def _unread_columns(batch: ImportBatch, table: Table) -> list[str]:
    """The file's columns that the format, or what a person said of the columns, has no use for."""
    used = set(table.places.values())
    if batch.plan:
        labels = [key(each) for each in labels_of(table.header)]
        used |= {labels.index(key(each)) for more in Plan.from_data(batch.plan).more.values() for each in more}
    return unread_columns(table.header, used)


@dataclass
class _Seen:
    """What checking the rows of a file found: remarks, rows not taken twice, and which rows a correction stands for."""

    notes: dict[str, int]
    bad: set[int]
    skipped: int = 0
    origins: dict[int, int] = field(default_factory=dict)


def _stage(batch: ImportBatch, table: Table, landing: Landing, stages: Stages, *, keeps_problems: bool) -> _Seen:
    landing.begin(batch)
    seen = _Seen(notes={}, bad=set())
    done = staged = 0
    origin = resolving.origin_place(table.header) if batch.parent is not None else None
    still_open = resolving.open_numbers(batch) if origin is not None else frozenset()
    sheets = resolving.sheets_of(batch.parent) if batch.parent is not None else []
    for whole in slices(table.path):
        raw = whole
        if origin is not None:
            numbers = still_open if keeps_problems else _taken(batch)
            raw = resolving.still_open(whole, origin, numbers, sheets)
            seen.origins |= resolving.origins(raw, origin, sheets)
            seen.skipped += whole.height - raw.height
        shifted = raw.filter(pl.col("row").is_in(table.overlong))
        checked = _checked(batch, raw.filter(~pl.col("row").is_in(table.overlong)), table)
        checked.problems += problems.about_overlong(shifted, table.header)
        if keeps_problems and checked.problems:
            seen.bad |= {each.number for each in checked.problems}
            bad = raw.filter(pl.col("row").is_in(list(seen.bad)))
            problems.keep(batch, checked.problems, problems.rows_by_number(bad))
        landing.stage(batch, checked.frame)
        staged += checked.frame.height
        done += whole.height
        for code, count in checked.notes.items():
            seen.notes[code] = seen.notes.get(code, 0) + count
        stages.progress(done, table.rows)
    batch.rows_staged = staged
    batch.save(update_fields=["rows_staged"])
    return seen


def _taken(batch: ImportBatch) -> frozenset[int]:
    """When staging is made again: the rows that this batch has brought, and those that were bad in it."""
    assert batch.parent is not None
    mine = batch.parent.rows.filter(Q(resolved_by=batch) | Q(resolved_by=None)).values_list("number", flat=True)
    return frozenset(mine)


def _checked(batch: ImportBatch, raw: pl.DataFrame, table: Table) -> Checked:
    check = FORMATS[batch.format_code].check
    if batch.plan:
        prepared, places = Plan.from_data(batch.plan).prepared(raw, table.header)
        return without_totals(check(Slice(prepared, places, table.header), batch), raw, places, table.header)
    return without_totals(check(Slice(raw, table.places, table.header), batch), raw, table.places, table.header)


def slices(path: Path) -> Iterator[pl.DataFrame]:
    """The table in pieces that fit into memory, whatever its length."""
    with pq.ParquetFile(path) as file:
        for piece in file.iter_batches(batch_size=SLICE_ROWS):
            frame = pl.from_arrow(piece)
            assert isinstance(frame, pl.DataFrame)
            yield frame


@action("registry.import.read")
def _finish_reading(batch: ImportBatch, matched: Matched, seen: _Seen, *, by: Actor, at: datetime) -> ImportBatch:
    state = IMPORT.move(_state_now(batch), "read")
    problems.keep_samples(batch, matched.samples)
    problems.keep_fallen(batch, matched.fallen)
    problems.count(batch, matched.counts, skipped=seen.skipped)
    batch.families_total, batch.notes = matched.families, seen.notes
    if seen.skipped:
        batch.notes[problems.TAKEN_BEFORE] = seen.skipped
    batch.layout = batch.layout | {"fall_offs": matched.fall_offs}
    problems.place(batch, matched.areas)
    contrary = contradictions.keep(batch)
    batch.question = questions.about(batch, matched.question, contrary)
    if seen.origins:
        bad = seen.bad | {each.number for each in matched.problems}
        resolving.resolve(batch, [origin for number, origin in seen.origins.items() if number not in bad])
    batch.state, batch.read_at, batch.peek_cipher = state, at, None
    batch.save()
    record("registry.import.read", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data=_counts(batch))  # fmt: skip
    return batch


def _state_now(batch: ImportBatch) -> str:
    """The state in the table, locked: somebody may have dropped the batch while it was being read."""
    return ImportBatch.objects.select_for_update(of=("self",)).only("state").get(pk=batch.pk).state


@action("registry.import.ask")
def _ask_columns(batch: ImportBatch, *, why: str, by: Actor, at: datetime) -> ImportBatch:
    batch.state = IMPORT.move(_state_now(batch), "ask")
    batch.question = why
    batch.save(update_fields=["state", "question", "peek_cipher", "format_code", "parent", "as_of"])
    record("registry.import.ask", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)])
    return batch


@action("registry.import.fail")
def _fail(batch: ImportBatch, *, why: str, by: Actor, at: datetime, keeps_file: bool = False) -> ImportBatch:
    batch.state, batch.error, batch.read_at = IMPORT.move(_state_now(batch), "fail"), why, at
    batch.save(update_fields=["state", "error", "read_at"])
    resolving.release(batch)
    if not keeps_file:
        storage.forget(batch.pk)
    record("registry.import.fail", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)])
    return batch


@action("registry.import.apply")
def _apply(batch: ImportBatch, landing: Landing, stages: Stages, *, by: Actor, at: datetime) -> dict[str, int]:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    state = IMPORT.move(batch.state, "apply")
    outcome = landing.apply(batch, stages.progress)
    batch.state, batch.applied_at, batch.outcome = state, at, outcome
    batch.save(update_fields=["state", "applied_at", "outcome"])
    record("registry.import.apply", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data=outcome)  # fmt: skip
    return outcome


@action("registry.import.undo")
def _undo(batch: ImportBatch, stages: Stages, *, by: Actor, at: datetime) -> dict[str, object]:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    state = IMPORT.move(batch.state, "undo")
    outcome = LANDINGS[FORMATS[batch.format_code].landing].undo(batch, stages.progress)
    resolving.release(batch)
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
