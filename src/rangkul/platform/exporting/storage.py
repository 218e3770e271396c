"""Finished exports at rest: sealed piece by piece, because they hold whole NIK and KK (decision 17)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from rangkul.platform.crypto import seal, unseal

_PIECE = 1 << 20
_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """Hex SHA-256 of the plain bytes and their number."""

    sha256: str
    size: int


def folder() -> Path:
    """Where sealed exports lie, readable by the owner only."""
    path = Path(settings.MEDIA_ROOT) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(export_id: UUID) -> Path:
    return folder() / f"{export_id}.sealed"


def keep(export_id: UUID, plain: Path) -> Kept:
    """Seal a finished file; the plain one is the caller's to remove."""
    digest, size = hashlib.sha256(), 0
    target = path_of(export_id)
    partial = target.with_suffix(".partial")
    with plain.open("rb") as source, partial.open("wb") as file:
        partial.chmod(0o600)
        number = 0
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            cipher = seal(piece.decode("latin-1"), context=_context(export_id, number))
            file.write(len(cipher).to_bytes(_LENGTH_BYTES, "big") + cipher)
            number += 1
    partial.replace(target)
    return Kept(sha256=digest.hexdigest(), size=size)


def open_pieces(export_id: UUID) -> Iterator[bytes]:
    """The plain bytes in order; raises SealBroken when the file was altered, FileNotFoundError when it is gone."""
    with path_of(export_id).open("rb") as file:
        number = 0
        while head := file.read(_LENGTH_BYTES):
            cipher = file.read(int.from_bytes(head, "big"))
            yield unseal(cipher, context=_context(export_id, number)).encode("latin-1")
            number += 1


def is_there(export_id: UUID) -> bool:
    return path_of(export_id).exists()


def forget(export_id: UUID) -> None:
    """Remove the file."""
    path_of(export_id).unlink(missing_ok=True)


def _context(export_id: UUID, number: int) -> str:
    return f"exporting.file.{export_id}.{number}"
