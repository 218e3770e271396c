"""Who may upload, see, approve and undo an import: by permission, inside one's areas, four eyes for approval."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.importing.errors import UnableToApprove
from rangkul.platform.importing.models import ImportBatch
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


def can_take_problems(actor: Actor, batch: ImportBatch) -> bool:
    """Whether the actor may see whole rows of the file, numbers of identity included: who uploads may mend."""
    return actor.may(UPLOAD) and actor.covers(batch.area_code)


def check_can_take_problems(actor: Actor, batch: ImportBatch) -> None:
    """Raise `Denied` unless the actor uploads imports in this area."""
    _check(actor, UPLOAD, batch.area_code)


def _is_uploader(actor: Actor, batch: ImportBatch) -> bool:
    return actor.user_id is not None and actor.user_id == batch.uploaded_by


def _check(actor: Actor, permission: str, area: str) -> None:
    actor.check_may(permission)
    if not actor.covers(area):
        raise Denied(permission=permission, message="Wilayah berkas ini di luar wilayah tugas Anda.")
