"""Reading kept files, after the owner's room has said that the actor may."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.files.errors import FileDamaged
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.policies import visible_to
from rangkul.platform.files.sealed import open_sealed
from rangkul.platform.files.storage import read_bytes
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file with its bytes, whole and equal to their digest."""

    stored: StoredFile
    content: bytes


def list_files_of(actor: Actor, owner: tuple[str, UUID]) -> QuerySet[StoredFile]:
    """Files of one owner that the actor may see, newest first."""
    kind, owner_id = owner
    return visible_to(actor).filter(owner_kind=kind, owner_id=owner_id).order_by("-kept_at", "-id")


def open_file(actor: Actor, file_id: UUID, *, check: Callable[[Actor, StoredFile], None]) -> OpenedFile:
    """A file with its bytes. `check` is the owner's policy: it raises Denied when the actor may not see the owner.

    Raises Denied, also for a file that does not exist (so that ids tell nothing), and FileDamaged.
    """
    stored = visible_to(actor).filter(pk=file_id).first()
    if stored is None:
        raise Denied(permission="files.file.open", message="Berkas ini tidak ada atau di luar wilayah tugas Anda.")
    check(actor, stored)
    return OpenedFile(stored=stored, content=_plain(stored))


def _plain(stored: StoredFile) -> bytes:
    if not stored.sealed_sha256:
        return read_bytes(stored.sha256)
    content = open_sealed(stored.sealed_sha256)
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(f"file {stored.pk} opens to other bytes than were kept")
    return content
