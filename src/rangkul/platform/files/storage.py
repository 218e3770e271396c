"""Bytes on disk by their digest: each content once, readable for the owner of the process only, checked when read."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from rangkul.platform.files.errors import FileDamaged

_CHUNK = 1_048_576


@dataclass(frozen=True, slots=True)
class Draft:
    """Bytes that have arrived but have no name yet."""

    path: Path
    sha256: str
    size: int

    def keep(self) -> Path:
        """Give the draft its place by digest; the same content kept twice takes room once."""
        place = place_of(self.sha256)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.replace(place)
        return place

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


def place_of(sha256: str) -> Path:
    """Where the content with this digest lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def receive(content: bytes | BinaryIO, *, check_size: Callable[[int], None] | None = None) -> Draft:
    """Write the bytes beside their later place while hashing them; `check_size` may raise as soon as it is too much."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = root / f".{os.getpid()}.{secrets.token_hex(8)}"
    hashed, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            for chunk in _chunks(content):
                size += len(chunk)
                if check_size is not None:
                    check_size(size)
                hashed.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Draft(path, hashed.hexdigest(), size)


def keep_bytes(content: bytes) -> str:
    """Keep the bytes and return their SHA-256 as hex."""
    draft = receive(content)
    draft.keep()
    return draft.sha256


def forget(sha256: str) -> None:
    """Remove the content with this digest; the caller knows that nothing points to it any more."""
    place_of(sha256).unlink(missing_ok=True)


def read_bytes(sha256: str) -> bytes:
    """The bytes kept under this digest. Raises FileDamaged when they are missing or altered."""
    try:
        content = place_of(sha256).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(f"file {sha256} is missing under {settings.MEDIA_ROOT}") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(f"file {sha256} was altered on disk")
    return content


def _chunks(content: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    content.seek(0)
    while chunk := content.read(_CHUNK):
        yield chunk
