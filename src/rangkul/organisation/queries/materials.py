"""Reading the files of an activity: its materials and the one file of its certificates."""

from uuid import UUID

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Activity
from rangkul.organisation.policies import VIEW, visible_to
from rangkul.platform.files import queries as file_queries
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.queries import OpenedFile
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import has_stopped

OWNER = "activity-material"
OWNERS = (OWNER, "activity-certificate")


def materials_of(actor: Actor, activity: Activity) -> list[StoredFile]:
    """Files kept with an activity that the actor may open, the newest first."""
    return list(file_queries.list_files_of(actor, (OWNER, activity.pk)))


def open_activity_file(actor: Actor, activity_id: UUID, file_id: UUID) -> OpenedFile:
    """A material or the file of certificates of that activity; raises `Denied` for any other file."""

    def check(reader: Actor, file: StoredFile) -> None:
        is_its_own = file.owner_kind in OWNERS and file.owner_id == activity_id
        if not is_its_own or not visible_to(reader).filter(pk=activity_id).exists():
            raise Denied(
                permission=VIEW, message="Berkas ini bukan milik kegiatan itu atau di luar wilayah tugas Anda."
            )

    return file_queries.open_file(actor, file_id, check=check)


def is_writing_certificates(activity: Activity) -> bool:
    """Whether certificates of the activity are being written now."""
    return activity.certificates_job is not None and not has_stopped(activity.certificates_job)
