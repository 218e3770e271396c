"""Keeping a file that somebody handed in: looked at, measured, stripped, sealed, put away, written into the trail."""

from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from rangkul.platform.audit.actions import action, record
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.policies import check_can_keep_file
from rangkul.platform.files.sealed import keep_sealed
from rangkul.platform.policy.actor import Actor


@action("files.file.keep")
def keep_file(
    *, content: bytes | BinaryIO, name: str, kind: str, owner: tuple[str, UUID], area: str, by: Actor, at: datetime
) -> StoredFile:
    """Keep a file for `owner` ("case" | "batch" | …, id). `kind` is one of `kinds.KINDS`: it fixes types and size.

    The type is told by content, never by name. Photos are written anew without what their camera wrote into them (place,
    time, device); on the disk everything is encrypted. Raises Refused (empty, too big, not a type of that kind, zip bomb,
    broken photo) and Denied.
    """
    check_can_keep_file(by, area)
    kept = keep_sealed(content, name=name, kind=kind)
    owner_kind, owner_id = owner
    stored = StoredFile.objects.create(
        sha256=kept.sha256,
        sealed_sha256=kept.sealed_sha256,
        size=kept.size,
        media_type=kept.media_type,
        name=kept.name,
        kind=kind,
        owner_kind=owner_kind,
        owner_id=owner_id,
        area_code=area,
        kept_by=by.user_id,
        kept_by_name=by.name,
        kept_at=at,
    )
    facts = {"kind": kind, "size": kept.size, "type": kept.media_type, "sha256": kept.sha256}
    record("files.file.keep", by=by, at=at, on=stored, subjects=[owner], area=area, data=facts)
    return stored
