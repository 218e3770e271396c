"""The use cases of an import: upload, approve by a second person, cancel, undo; the work itself runs as jobs."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.clock import format_date, local_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies, storage
from rangkul.platform.importing.errors import SameFileTwice, UnableToApprove
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.guard import look_at
from rangkul.platform.importing.reading.limits import MAX_FILE, UnableToRead
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue

READ_JOB, APPLY_JOB, UNDO_JOB = "registry.import.read", "registry.import.apply", "registry.import.undo"


def upload_file(
    *,
    file_name: str,
    pieces: Iterable[bytes],
    area: str,
    as_of: date,
    by: Actor,
    at: datetime,
    format_code: str = "",
) -> ImportBatch:
    """Keep a file and queue its reading. `as_of` is the day the file speaks of, `format_code` empty to find it out.

    Raises `Denied`, `FileRefused` for what is no table at first sight, `SameFileTwice`, and `Refused` for area and date.
    """
    policies.check_can_upload(by, area)
    _check_given(area, as_of, at, format_code)
    batch_id = new_id()
    kept = storage.keep(batch_id, _at_most(pieces, MAX_FILE, file_name))
    try:
        with storage.opened(batch_id, "") as path:
            look_at(path)
        return _register_upload(
            batch_id=batch_id,
            file_name=file_name,
            kept=kept,
            area=area,
            as_of=as_of,
            format_code=format_code,
            by=by,
            at=at,
        )
    except UnableToRead as error:
        storage.forget(batch_id)
        raise Refused(field="Berkas", value=error.found, expected=error.expected, remedy=error.remedy) from error
    except BaseException:
        storage.forget(batch_id)
        raise


@action("registry.import.upload")
def _register_upload(
    *,
    batch_id: UUID,
    file_name: str,
    kept: storage.Kept,
    area: str,
    as_of: date,
    format_code: str,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    _check_not_before(kept.sha256, file_name, by)
    batch = ImportBatch(
        id=batch_id,
        format_code=format_code,
        file_name=clean(file_name)[-200:] or "berkas",
        sha256=kept.sha256,
        size=kept.size,
        area_code=area,
        as_of=as_of,
        uploaded_by=by.user_id,
        uploaded_by_name=by.name,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        raise _same_file(file_name, None) from None
    job = enqueue(READ_JOB, title=f"Membaca {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    record("registry.import.upload", by=by, at=at, on=batch, area=area, subjects=[("batch", batch.pk)],
           data={"file": batch.file_name, "bytes": batch.size, "as_of": as_of.isoformat()})  # fmt: skip
    return batch


@action("registry.import.approve")
def approve_batch(
    batch_id: UUID, *, by: Actor, at: datetime, has_answered: bool = False, closes_missing: bool = False
) -> ImportBatch:
    """Approve what was read and queue its application; never by the uploader.

    `has_answered` says that the approver looked into the open question about the file (its unit); `closes_missing` that
    the list is complete for its period and area, so that those who fell off it end. Raises `Denied`, `UnableToApprove`,
    `UnableToMove`.
    """
    batch = _locked(batch_id, by)
    policies.check_can_approve(by, batch)
    batch.state = IMPORT.move(batch.state, "approve")
    if batch.question and not has_answered:
        raise UnableToApprove("Jawab dulu pertanyaan tentang berkas ini.")
    batch.approved_by, batch.approved_by_name, batch.approved_at = by.user_id, by.name, at
    batch.layout = batch.layout | {"closes_missing": closes_missing}
    job = enqueue(APPLY_JOB, title=f"Menerapkan {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id = job.pk
    batch.save(update_fields=["state", "approved_by", "approved_by_name", "approved_at", "job_id", "layout"])
    record("registry.import.approve", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data={"new": batch.rows_new, "changed": batch.rows_changed, "answered": bool(batch.question),
                 "closes_missing": closes_missing})  # fmt: skip
    return batch


@action("registry.import.cancel")
def cancel_batch(batch_id: UUID, *, reason: str, by: Actor, at: datetime) -> ImportBatch:
    """Drop a batch that was not applied. Raises `Denied`, `Refused` without a reason, `UnableToMove`."""
    batch = _locked(batch_id, by)
    policies.check_can_cancel(by, batch)
    batch.state = IMPORT.move(batch.state, "cancel")
    batch.error = _reason(reason)
    batch.save(update_fields=["state", "error"])
    storage.forget(batch.pk)
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


def _locked(batch_id: UUID, by: Actor) -> ImportBatch:
    return policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)


def _reason(reason: str) -> str:
    text = clean(reason)[:300]
    if not text:
        raise Refused(field="Alasan", value="", expected="alasan singkat", remedy="tulis mengapa impor dibatalkan")
    return text


def _check_given(area: str, as_of: date, at: datetime, format_code: str) -> None:
    level = AreaCode.parse(area).level
    each = FORMATS.get(format_code)
    if format_code and each is None:
        raise Refused(field="Format", value=format_code, expected="format yang dikenal", remedy="pilih dari daftar")
    if each is not None and each.needs_village and level is not AreaLevel.VILLAGE:
        raise Refused(
            field="Wilayah", value=area, expected="satu desa atau kelurahan", remedy="berkas ini tidak menyebut desanya"
        )
    if as_of > local_date(at, settings.TIME_ZONE):
        raise Refused(
            field="Tanggal data",
            value=format_date(as_of),
            expected="hari ini atau sebelumnya",
            remedy="isi tanggal berkas itu diunduh dari aplikasinya",
        )


def _check_not_before(sha256: str, file_name: str, by: Actor) -> None:
    again = ImportBatch.objects.filter(sha256=sha256).exclude(state__in=["FAILED", "CANCELLED", "UNDONE"]).first()
    if again is not None:
        raise _same_file(file_name, again)


def _same_file(file_name: str, first: ImportBatch | None) -> SameFileTwice:
    told = "buka impor yang pertama"
    if first is not None:
        day = format_date(local_date(first.uploaded_at, settings.TIME_ZONE))
        told = f"buka impor {first.file_name} yang diunggah {day} oleh {first.uploaded_by_name}"
    return SameFileTwice(file_name=file_name, first_id=first.pk if first else None, told=told)


def _at_most(pieces: Iterable[bytes], limit: int, file_name: str) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Refused(
                field="Berkas",
                value=file_name,
                expected=f"paling besar {limit // 1024**2} MB",
                remedy="pecah berkas per kecamatan",
            )
        yield piece


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
