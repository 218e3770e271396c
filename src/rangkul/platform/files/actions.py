"""Keeping a file that somebody handed in: looked at, measured, put away by digest, written into the trail."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.files import storage
from rangkul.platform.files.kinds import ENDINGS, KINDS, MEGABYTE, NAMES, FileKind
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.policies import check_can_keep_file
from rangkul.platform.files.sniffing import type_of
from rangkul.platform.policy.actor import Actor

LONGEST_NAME = 150


@action("files.file.keep")
def keep_file(
    *, content: bytes | BinaryIO, name: str, kind: str, owner: tuple[str, UUID], area: str, by: Actor, at: datetime
) -> StoredFile:
    """Keep a file for `owner` ("case" | "batch" | …, id). `kind` is one of `kinds.KINDS`: it fixes types and size.

    The type is told by content, never by name. Raises Refused (empty, too big, not a type of that kind, zip bomb) and
    Denied. Photos keep their metadata for now; stripping it belongs to the issue about photos.
    """
    check_can_keep_file(by, area)
    rules = KINDS[kind]
    draft = storage.receive(content, check_size=lambda size: _check_size(size, rules, name))
    try:
        media_type = _check_type(draft, rules, name)
        draft.keep()
    finally:
        draft.drop()
    owner_kind, owner_id = owner
    stored = StoredFile.objects.create(
        sha256=draft.sha256,
        size=draft.size,
        media_type=media_type,
        name=clean_name(name, media_type),
        kind=kind,
        owner_kind=owner_kind,
        owner_id=owner_id,
        area_code=area,
        kept_by=by.user_id,
        kept_by_name=by.name,
        kept_at=at,
    )
    facts = {"kind": kind, "size": draft.size, "type": media_type, "sha256": draft.sha256}
    record("files.file.keep", by=by, at=at, on=stored, subjects=[owner], area=area, data=facts)
    return stored


def clean_name(name: str, media_type: str) -> str:
    """The name without folders and control characters, with the ending of what the file really is."""
    last = PurePosixPath(clean(name).replace("\\", "/")).name
    kept = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*/').strip(" .")
    ending = ENDINGS[media_type]
    stem = kept[: -len(ending)] if kept.lower().endswith(ending) else kept
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or "berkas") + ending


def _check_size(size: int, rules: FileKind, name: str) -> None:
    if size > rules.cap:
        raise Refused(
            field="Berkas", value=name, expected=f"paling besar {rules.cap // MEGABYTE} MB",
            remedy="kecilkan atau bagi berkas itu, lalu unggah lagi",
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
            remedy="simpan dalam salah satu jenis itu, lalu unggah lagi",
        )  # fmt: skip
    return media_type
