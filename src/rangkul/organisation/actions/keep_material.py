"""Keeping a file that was shown or handed out at an activity."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.organisation.policies import check_can_record
from rangkul.organisation.queries.activities import lock_activity
from rangkul.organisation.queries.materials import OWNER
from rangkul.platform.audit.actions import action, record
from rangkul.platform.files import queries as file_queries
from rangkul.platform.files.actions import keep_file
from rangkul.platform.files.models import StoredFile
from rangkul.platform.policy.actor import Actor

MOST_FILES = 20


@action("organisation.material.keep")
def keep_material(*, activity_id: UUID, content: bytes | BinaryIO, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a file (PDF or picture, at most 10 MB) with an activity, up to twenty of them. Raises `Refused`, `Denied`."""
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    if file_queries.list_files_of(by, (OWNER, activity.pk)).count() >= MOST_FILES:
        raise Refused(
            field="Materi",
            value=name,
            expected=f"paling banyak {MOST_FILES} berkas satu kegiatan",
            remedy="gabungkan berkas-berkasnya",
        )
    stored = keep_file(
        content=content,
        name=name,
        kind="ATTACHMENT",
        owner=(OWNER, activity.pk),
        area=activity.area_code,
        by=by,
        at=at,
    )
    data = {"file": stored.name}
    record("organisation.material.keep", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return stored
