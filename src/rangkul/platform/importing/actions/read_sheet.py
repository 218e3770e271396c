"""A sheet that was not read with the others of its workbook: brought in as an import of its own, from the file that is kept."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies, sheets, storage
from rangkul.platform.importing.enums import READ_JOB
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue

_NAME = 200


@action("registry.import.read_sheet")
def read_sheet(*, batch_id: UUID, sheet: str, by: Actor, at: datetime) -> ImportBatch:
    """Bring in one unread sheet of a batch that was read: a batch of its own, with its own format and approval.

    It counts as uploaded by who uploaded the file, who therefore never approves it. Raises `Denied`, `Refused` for a sheet
    that is not there, was read or is an import already, and when the file is kept no more.
    """
    batch = policies.visible_to(by).select_for_update(of=("self",)).get(pk=batch_id)
    policies.check_can_map(by, batch)
    if sheet not in {each.name for each in sheets.list_unread(batch)}:
        raise _refused(sheet, "lembar yang belum dibaca pada berkas ini", "muat ulang halaman, lalu pilih dari daftar")
    if batch.state not in sheets.OPEN_STATES or not storage.path_of(batch.pk).exists():
        raise _refused(sheet, "berkas yang masih disimpan", "unggah lagi berkasnya")
    child = ImportBatch(
        id=new_id(),
        file_name=f"{batch.file_name[: _NAME - len(sheet) - 3]} · {sheet}"[:_NAME],
        sha256=sheets.sha256_of(batch, sheet),
        size=batch.size,
        area_code=batch.area_code,
        as_of=batch.as_of,
        layout={"only": sheet},
        uploaded_by=batch.uploaded_by,
        uploaded_by_name=batch.uploaded_by_name,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            child.save(force_insert=True)
    except IntegrityError:
        raise _refused(sheet, "lembar yang belum menjadi impor", "buka impor lembar itu") from None
    storage.share(batch.pk, child.pk)
    child.job_id = enqueue(READ_JOB, title=f"Membaca {child.file_name}", by=by, batch_id=str(child.pk)).pk
    child.save(update_fields=["job_id"])
    record("registry.import.read_sheet", by=by, at=at, on=child, area=child.area_code,
           subjects=[("batch", batch.pk), ("batch", child.pk)], data={"sheet": sheet})  # fmt: skip
    return child


def _refused(sheet: str, expected: str, remedy: str) -> Refused:
    return Refused(field="Lembar", value=sheet, expected=expected, remedy=remedy)
