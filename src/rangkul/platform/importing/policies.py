"""Who may upload, see, approve and undo an import: by permission, inside one's areas, four eyes for approval."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.importing.enums import APPLY_JOB, READ_JOB, UNDO_JOB
from rangkul.platform.importing.errors import UnableToApprove
from rangkul.platform.importing.models import ColumnMapping, ImportBatch, UploadSession
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

UPLOAD, APPROVE, UNDO = "registry.import.upload", "registry.import.approve", "registry.import.undo"


def visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """Batches of the actor's areas, for roles that upload, approve or undo imports."""
    if not any(actor.may(each) for each in (UPLOAD, APPROVE, UNDO)):
        return ImportBatch.objects.none()
    return ImportBatch.objects.filter(inside_areas(actor))


def can_view(actor: Actor, batch: ImportBatch) -> bool:
    """Whether `visible_to` would show the batch."""
    return any(actor.may(each) for each in (UPLOAD, APPROVE, UNDO)) and actor.covers(batch.area_code)


def check_can_upload(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the role uploads and the area lies in its areas."""
    _check(actor, UPLOAD, area)


def can_approve(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the approve button is for this actor: another person than the uploader."""
    return actor.may(APPROVE) and actor.covers(batch.area_code) and not _is_uploader(actor, batch)


def check_can_approve(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` by role or area, `UnableToApprove` for the uploader's own file (four eyes, decision 19)."""
    _check(actor, APPROVE, batch.area_code)
    if _is_uploader(actor, batch):
        raise UnableToApprove("Berkas harus disetujui oleh orang lain, bukan oleh pengunggahnya sendiri.")


def can_undo(actor: Actor, batch: ImportBatch) -> bool:
    return actor.may(UNDO) and actor.covers(batch.area_code)


def check_can_undo(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` unless the role undoes imports in this area."""
    _check(actor, UNDO, batch.area_code)


def can_cancel(actor: Actor, batch: ImportBatch) -> bool:
    return (actor.may(UPLOAD) or actor.may(APPROVE)) and actor.covers(batch.area_code)


def check_can_cancel(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` unless the actor uploads or approves imports in this area."""
    if not can_cancel(actor, batch):
        raise Denied(permission=UPLOAD, message="Impor ini di luar wewenang atau wilayah tugas Anda.")


def can_map(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor may say what the columns and codes of this file mean."""
    return actor.may(UPLOAD) and actor.covers(batch.area_code)


def check_can_map(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` unless the actor uploads imports in this area."""
    _check(actor, UPLOAD, batch.area_code)


def mappings_visible_to(actor: Actor) -> QuerySet[ColumnMapping]:
    """Saved mappings of the actor's areas, for roles that upload."""
    if not actor.may(UPLOAD):
        return ColumnMapping.objects.none()
    return ColumnMapping.objects.filter(inside_areas(actor))


def check_can_change_mappings(actor: Actor) -> None:
    """Raise `Denied` unless the role uploads imports."""
    actor.check_may(UPLOAD)


def uploads_visible_to(actor: Actor) -> QuerySet[UploadSession]:
    """The actor's own unfinished uploads inside the areas of duty."""
    if not actor.may(UPLOAD) or actor.user_id is None:
        return UploadSession.objects.none()
    return UploadSession.objects.filter(inside_areas(actor), started_by=actor.user_id)


def stopped_at(batch: ImportBatch) -> str | None:
    """The step that a batch could be standing at: its job, were it tried again."""
    if batch.state == "APPLIED":
        return UNDO_JOB if batch.undo_reason else None
    return {"UPLOADED": READ_JOB, "FAILED": READ_JOB, "APPROVED": APPLY_JOB}.get(batch.state)


def can_retry(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the retry button is for this actor; who may drop the batch may try it again."""
    step = stopped_at(batch)
    return step is not None and (can_undo if step == UNDO_JOB else can_cancel)(actor, batch)


def can_take_problems(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor may see whole rows of the file, numbers of identity included: who uploads may mend."""
    return actor.may(UPLOAD) and actor.covers(batch.area_code)


def check_can_take_problems(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` unless the actor uploads imports in this area."""
    _check(actor, UPLOAD, batch.area_code)


def can_decide_rows(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor may say what becomes of doubtful rows: who uploads may mend, before and after it is applied."""
    return can_take_problems(actor, batch) and batch.state in ("READ", "APPLIED")


def _is_uploader(actor: Actor, batch: ImportBatch) -> bool:
    return actor.user_id is not None and actor.user_id == batch.uploaded_by


def _check(actor: Actor, permission: str, area: str) -> None:
    actor.check_may(permission)
    if not actor.covers(area):
        raise Denied(permission=permission, message="Wilayah berkas ini di luar wilayah tugas Anda.")
