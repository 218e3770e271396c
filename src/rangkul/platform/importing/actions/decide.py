"""Deciding about an import: approve by a second person, drop, take back; and the trace of who took its bad rows."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies, resolving, sheets, storage
from rangkul.platform.importing.enums import APPLY_JOB, PREVIEW_JOB, UNDO_JOB, Unit
from rangkul.platform.importing.errors import UnableToApprove
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue, has_stopped, stop_job


@action("registry.import.approve")
def approve_batch(
    batch_id: UUID,
    *,
    by: Actor,
    at: datetime,
    has_answered: bool = False,
    leaves_sheets: bool = False,
    closes_missing: bool = False,
    answer: str = "",
    note: str = "",
) -> ImportBatch:
    """Approve what was read and queue its application; never by the uploader.

    `has_answered` says that the approver looked into the open questions about the file; `leaves_sheets` that the sheets
    which nobody reads are not needed; `answer` is what a row of it is (`Unit`) and `note` the approver's own words: both stay with the batch and in the trail. `closes_missing` says that
    the list is complete for its period and area, so that those who fell off it end. Raises `Denied`,
    `UnableToApprove`, `UnableToMove`.
    """
    batch = _locked(batch_id, by)
    policies.check_can_approve(by, batch)
    batch.state = IMPORT.move(batch.state, "approve")
    if batch.question and not (has_answered or answer in Unit.values):
        raise UnableToApprove("Jawab dulu pertanyaan tentang berkas ini.")
    left = sheets.list_left(batch)
    if left and not (has_answered or leaves_sheets):
        raise UnableToApprove("Jawab dulu pertanyaan tentang lembar yang tidak dibaca.")
    told = [_answer(answer, note)] if batch.question else []
    batch.answer = "; ".join([*told, *(["lembar lain tidak perlu dibaca"] if left else [])])
    batch.approved_by, batch.approved_by_name, batch.approved_at = by.user_id, by.name, at
    batch.layout = batch.layout | {"closes_missing": closes_missing}
    job = enqueue(APPLY_JOB, title=f"Menerapkan {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id = job.pk
    batch.save(update_fields=["state", "answer", "approved_by", "approved_by_name", "approved_at", "job_id", "layout"])
    record("registry.import.approve", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data={"new": batch.rows_new, "changed": batch.rows_changed, "answered": bool(batch.question),
                 "question": batch.question, "answer": batch.answer, "closes_missing": closes_missing,
                 "sheets_left": [each.name for each in left]})  # fmt: skip
    return batch


@action("registry.import.cancel")
def cancel_batch(batch_id: UUID, *, reason: str, by: Actor, at: datetime) -> ImportBatch:
    """Drop a batch that was not applied; a reading that runs is stopped, an application that runs is not.

    Raises `Denied`, `Refused` without a reason, `UnableToMove`.
    """
    batch = _locked(batch_id, by)
    policies.check_can_cancel(by, batch)
    if batch.state == "APPROVED" and batch.job_id is not None and not has_stopped(batch.job_id):
        raise UnableToApprove("Berkas ini sedang ditulis ke registri; tunggu sampai selesai, lalu batalkan impornya.")
    if batch.state == "UPLOADED" and batch.job_id is not None:
        stop_job(batch.job_id, at=at)
    batch.state = IMPORT.move(batch.state, "cancel")
    batch.error = _reason(reason)
    batch.save(update_fields=["state", "error"])
    storage.forget(batch.pk)
    resolving.release(batch)
    record("registry.import.cancel", by=by, at=at, on=batch, area=batch.area_code, reason=batch.error,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch


@action("registry.import.request_undo")
def undo_batch(batch_id: UUID, *, reason: str, by: Actor, at: datetime) -> ImportBatch:
    """Queue the undoing of an applied batch. Raises `Denied`, `Refused` without a reason, `UnableToMove`."""
    batch = _locked(batch_id, by)
    policies.check_can_undo(by, batch)
    IMPORT.move(batch.state, "undo")
    batch.undo_reason, batch.undone_by, batch.undone_by_name = _reason(reason), by.user_id, by.name
    job = enqueue(UNDO_JOB, title=f"Membatalkan impor {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id = job.pk
    batch.save(update_fields=["undo_reason", "undone_by", "undone_by_name", "job_id"])
    record("registry.import.request_undo", by=by, at=at, on=batch, area=batch.area_code, reason=batch.undo_reason,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch


@action("registry.import.preview_undo")
def preview_undo(*, batch_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Queue the counting of what undoing would leave: it is undone for trial and everything put back.

    Raises `Denied`, `UnableToMove`.
    """
    batch = _locked(batch_id, by)
    policies.check_can_undo(by, batch)
    IMPORT.move(batch.state, "undo")
    batch.job_id = enqueue(
        PREVIEW_JOB, title=f"Memeriksa pembatalan {batch.file_name}", by=by, batch_id=str(batch.pk)
    ).pk
    batch.save(update_fields=["job_id"])
    record("registry.import.preview_undo", by=by, at=at, on=batch, area=batch.area_code,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch


def _locked(batch_id: UUID, by: Actor) -> ImportBatch:
    return policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)


def _answer(answer: str, note: str) -> str:
    told = f"setiap baris satu {Unit(answer).label}" if answer in Unit.values else "sudah diperiksa dan benar"
    return f"{told}: {clean(note)}"[:260] if clean(note) else told


def _reason(reason: str) -> str:
    text = clean(reason)[:300]
    if not text:
        raise Refused(field="Alasan", value="", expected="alasan singkat", remedy="tulis mengapa impor dibatalkan")
    return text


@action("registry.import.take_fallen")
def note_fallen_taken(*, batch_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Leave a trace that somebody took the list of who fell off. Raises `ImportBatch.DoesNotExist` outside the areas."""
    batch = policies.visible_to(by).get(pk=batch_id)
    record("registry.import.take_fallen", by=by, at=at, on=batch, area=batch.area_code,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch


@action("registry.import.take_problems")
def note_problems_taken(batch_id: UUID, *, by: Actor, at: datetime) -> ImportBatch:
    """Leave a trace that somebody took the workbook of problems, which shows whole rows of the file.

    Raises `Denied` unless the actor uploads imports in this area.
    """
    batch = policies.visible_to(by).get(pk=batch_id)
    policies.check_can_take_problems(by, batch)
    record("registry.import.take_problems", by=by, at=at, on=batch, area=batch.area_code,
           subjects=[("batch", batch.pk)])  # fmt: skip
    return batch
