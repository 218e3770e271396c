"""Pieces of an upload at rest: one sealed file each, named by where it begins, so that a piece sent twice counts once."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from rangkul.kernel.errors import Refused
from rangkul.platform.crypto import seal, unseal
from rangkul.platform.importing import policies, storage
from rangkul.platform.importing.models import UploadSession
from rangkul.platform.policy.actor import Actor

PIECE_BYTES = 1 << 20
LARGEST = 4 * PIECE_BYTES


def own(session_id: UUID, by: Actor) -> UploadSession:
    """The actor's own upload, locked. Raises `Denied`, `UploadSession.DoesNotExist`."""
    by.check_may(policies.UPLOAD)
    return policies.uploads_visible_to(by).select_for_update(of=("self",)).get(pk=session_id)


@transaction.atomic
def receive(*, session_id: UUID, start: int, content: bytes, by: Actor) -> UploadSession:
    """Keep the piece that begins at byte `start`; one that is there already, or leaves a gap, changes nothing.

    The caller goes on at `received` of the answer. Raises `Refused` for a piece larger than agreed or past the end.
    """
    session = own(session_id, by)
    if not content or len(content) > LARGEST or start + len(content) > session.size:
        raise Refused(
            field="Potongan berkas",
            value=len(content),
            expected=f"paling besar {LARGEST} byte dan di dalam berkas",
            remedy="mulai unggahan lagi",
        )
    if start == session.received:
        target = _folder(session) / f"{start:012d}.sealed"
        partial = target.with_suffix(".partial")
        partial.write_bytes(seal(content.decode("latin-1"), context=_context(session, start)))
        partial.chmod(0o600)
        partial.replace(target)
        session.received = start + len(content)
        session.save(update_fields=["received"])
    return session


def content(session: UploadSession) -> Iterator[bytes]:
    """The bytes of an upload in order; raises SealBroken when a piece was altered."""
    place = 0
    while place < session.received:
        cipher = (_folder(session) / f"{place:012d}.sealed").read_bytes()
        piece = unseal(cipher, context=_context(session, place)).encode("latin-1")
        yield piece
        place += len(piece)


def forget(session: UploadSession) -> None:
    """Remove the pieces."""
    shutil.rmtree(_folder(session), ignore_errors=True)


def drop_expired(*, at: datetime) -> None:
    """Remove uploads that nobody took up again in time, as far as the running transaction may see them."""
    for session in UploadSession.objects.filter(expires_at__lt=at):
        forget(session)
        session.delete()


def _folder(session: UploadSession) -> Path:
    path = storage.folder() / f"pieces-{session.pk}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _context(session: UploadSession, start: int) -> str:
    return f"importing.piece.{session.pk}.{start}"
