"""Trying again what stopped by a fault of the system, not of the file: reading, applying, undoing."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies, storage
from rangkul.platform.importing.enums import APPLY_JOB, READ_JOB, UNDO_JOB
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.workflow import IMPORT
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue, has_stopped


@action("registry.import.retry")
def retry_batch(*, batch_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Queue the step again at which a batch stopped. Raises `Denied`, `Refused` when nothing has stopped."""
    batch = policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    kind, title = policies.stopped_at(batch), "Membaca"
    if kind is None or not (batch.job_id is None or has_stopped(batch.job_id)):
        raise _nothing_stopped(batch)
    if kind == UNDO_JOB:
        policies.check_can_undo(by, batch)
        title = "Membatalkan impor"
    else:
        policies.check_can_cancel(by, batch)
        title = {READ_JOB: "Membaca", APPLY_JOB: "Menerapkan"}[kind]
    if batch.state == "FAILED":
        if not storage.path_of(batch.pk).exists():
            raise _nothing_stopped(batch)
        batch.state, batch.error = IMPORT.move(batch.state, "reread"), ""
    batch.job_id = enqueue(kind, title=f"{title} {batch.file_name}", by=by, batch_id=str(batch.pk)).pk
    try:
        with transaction.atomic():
            batch.save(update_fields=["state", "error", "job_id"])
    except IntegrityError:
        raise Refused(
            field="Berkas",
            value=batch.file_name,
            expected="berkas yang belum diunggah lagi",
            remedy="buka impor yang baru",
        ) from None
    record("registry.import.retry", by=by, at=at, on=batch, area=batch.area_code, subjects=[("batch", batch.pk)],
           data={"step": kind})  # fmt: skip
    return batch


def _nothing_stopped(batch: ImportBatch) -> Refused:
    return Refused(
        field="Impor",
        value=batch.file_name,
        expected="pekerjaan yang berhenti karena gangguan",
        remedy="muat ulang halaman; bila berkasnya yang salah, perbaiki lalu unggah lagi",
    )
