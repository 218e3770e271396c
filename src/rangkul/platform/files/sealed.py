"""Files that nobody may read from the disk: looked at, photos stripped, encrypted, then put away by digest."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.files import storage
from rangkul.platform.files.kinds import KINDS, MEGABYTE, NAMES, FileKind
from rangkul.platform.files.naming import clean_name
from rangkul.platform.files.photos import clean_photo, is_image
from rangkul.platform.files.sniffing import type_of

_CONTEXT = "files.sealed"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file at rest: `sha256` of its plain bytes, `sealed_sha256` of the encrypted ones, under which they lie."""

    name: str
    media_type: str
    size: int
    sha256: str
    sealed_sha256: str


def keep_sealed(content: bytes | BinaryIO, *, name: str, kind: str, cap: int | None = None) -> SealedFile:
    """Encrypt and keep a file; plumbing of a room's action, which has checked and writes the trail.

    `kind` is one of `kinds.KINDS`; `cap` may allow less than it. The type is told by content. Photos are written anew
    without their metadata. Raises `Refused` (empty, too big, another type than allowed, archive bomb, broken photo).
    """
    rules = KINDS[kind]
    most = min(rules.cap, cap or rules.cap)
    draft = storage.receive(content, check_size=lambda size: _check_size(size, most, name))
    try:
        media_type = _check_type(draft, rules, name)
        plain = draft.path.read_bytes()
    finally:
        draft.drop()
    kept = clean_photo(plain, media_type) if is_image(media_type) else plain
    return put_away(kept, name=clean_name(name, media_type), media_type=media_type)


def put_away(kept: bytes, *, name: str, media_type: str) -> SealedFile:
    """Encrypt and keep bytes that were looked at before."""
    sealed = crypto.seal(kept.decode("latin-1"), context=_CONTEXT)
    return SealedFile(
        name=name,
        media_type=media_type,
        size=len(kept),
        sha256=hashlib.sha256(kept).hexdigest(),
        sealed_sha256=storage.keep_bytes(sealed),
    )


def open_sealed(sealed_sha256: str) -> bytes:
    """The plain bytes. Raises `FileDamaged` (missing, altered) or a `CryptoError`."""
    return crypto.unseal(storage.read_bytes(sealed_sha256), context=_CONTEXT).encode("latin-1")


def reseal_file(sealed_sha256: str) -> str:
    """Where the same file lies under the newest key; unchanged when it lies under it already.

    The former bytes stay on the disk: the caller removes them (`storage.forget`) once no row points to them.
    """
    former = storage.read_bytes(sealed_sha256)
    fresh = crypto.reseal(former, context=_CONTEXT)
    return sealed_sha256 if fresh == former else storage.keep_bytes(fresh)


def _check_size(size: int, cap: int, name: str) -> None:
    if size > cap:
        raise Refused(
            field="Berkas", value=name, expected=f"paling besar {cap // MEGABYTE} MB",
            remedy="kecilkan atau bagi berkas itu, lalu kirim lagi",
        )  # fmt: skip


def _check_type(draft: storage.Draft, rules: FileKind, name: str) -> str:
    if draft.size == 0:
        raise Refused(
            field="Berkas", value=name, expected="berkas yang ada isinya", remedy="pilih berkas lain, berkas ini kosong"
        )
    media_type = type_of(draft.path, unpacked_cap=rules.unpacked_cap)
    if media_type not in rules.types:
        found = NAMES.get(media_type, "jenis yang tidak dikenal")
        raise Refused(
            field="Berkas", value=name, expected=f"{rules.type_names}, sedangkan isinya {found}",
            remedy="simpan dalam salah satu jenis itu, lalu kirim lagi",
        )  # fmt: skip
    return media_type
