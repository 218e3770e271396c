"""Uploaded files at rest: sealed piece by piece, because they hold NIK and KK (decision 17)."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rangkul.platform.crypto import installed_keys, seal, unseal

_PIECE = 1 << 20
_LENGTH_BYTES = 4
_LEFT_BEHIND_SECONDS = 3 * 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: hex SHA-256 of the plain bytes and their number."""

    sha256: str
    size: int


def folder() -> Path:
    """Where sealed uploads lie, readable by the owner only."""
    path = Path(settings.MEDIA_ROOT) / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(batch_id: UUID) -> Path:
    return folder() / f"{batch_id}.sealed"


def keep(batch_id: UUID, pieces: Iterable[bytes]) -> Kept:
    """Seal the bytes of an upload; pieces may be of any size."""
    digest, size, number = hashlib.sha256(), 0, 0
    target = path_of(batch_id)
    partial = target.with_suffix(".partial")
    with partial.open("wb") as file:
        partial.chmod(0o600)
        for piece in _even(pieces):
            digest.update(piece)
            size += len(piece)
            cipher = seal(piece.decode("latin-1"), context=f"importing.file.{number}")
            file.write(len(cipher).to_bytes(_LENGTH_BYTES, "big") + cipher)
            number += 1
    partial.replace(target)
    return Kept(sha256=digest.hexdigest(), size=size)


def share(batch_id: UUID, other_id: UUID) -> None:
    """Let another batch have the same sealed bytes: a second name of the file, or a copy where there cannot be one."""
    source, target = path_of(batch_id), path_of(other_id)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
        target.chmod(0o600)


def open_pieces(batch_id: UUID) -> Iterator[bytes]:
    """The plain bytes again, in order; raises SealBroken when the file was altered."""
    with path_of(batch_id).open("rb") as file:
        number = 0
        while head := file.read(_LENGTH_BYTES):
            cipher = file.read(int.from_bytes(head, "big"))
            yield unseal(cipher, context=f"importing.file.{number}").encode("latin-1")
            number += 1


def reseal(path: Path) -> bool:
    """Bring one kept upload to the newest key; False when it lies under it already."""
    with path.open("rb") as file:
        head = file.read(_LENGTH_BYTES + 1)
    if len(head) <= _LENGTH_BYTES or head[_LENGTH_BYTES] == installed_keys().newest:
        return False
    batch_id = UUID(path.stem)
    keep(batch_id, open_pieces(batch_id))
    return True


@contextmanager
def opened(batch_id: UUID, suffix: str) -> Iterator[Path]:
    """A plain copy in a folder for the owner only, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="rangkul-", dir=folder()) as name:
        path = Path(name) / f"upload{suffix}"
        with path.open("wb") as file:
            for piece in open_pieces(batch_id):
                file.write(piece)
        yield path


def forget(batch_id: UUID) -> None:
    """Remove the upload."""
    path_of(batch_id).unlink(missing_ok=True)


def sweep() -> None:
    """Remove the plain copies that a killed process left behind; those of living processes are younger."""
    for path in folder().glob("rangkul-*"):
        if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= _PIECE:
            yield bytes(waiting[:_PIECE])
            del waiting[:_PIECE]
    if waiting:
        yield bytes(waiting)
