"""Telling the public: an announcement is written, changed while a draft, published by a second person, archived."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.organisation.actions.asking import said, today_of
from rangkul.organisation.enums import AnnouncementKind, AnnouncementState
from rangkul.organisation.models import Announcement, Division
from rangkul.organisation.policies.announcements import PUBLISH, PUBLISH_OWN, WRITE, check_can_publish
from rangkul.organisation.queries.offices import get_office, list_divisions
from rangkul.platform.audit.actions import action, record
from rangkul.platform.once import insert_of_form
from rangkul.platform.policy.actor import Actor

_LONG_NUMBER = re.compile(r"(?:\d[ .\-]?){15}\d")
MOST = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is announced; `division_id` None speaks for the whole office."""

    kind: str
    title: str
    body: str
    division_id: UUID | None = None


@action("organisation.announcement.write")
def write_announcement(*, words: Words, form_key: UUID, by: Actor, at: datetime) -> Announcement:
    """Write a draft; the same form twice is one. Raises `Denied`, `Refused` (no words, a number like a NIK, division)."""
    by.check_may(WRITE)
    known = Announcement.objects.filter(form_key=form_key, written_by=by.user_id).first()
    if known is not None:
        record("organisation.announcement.repeat", by=by, at=at, on=known)
        return known
    row = Announcement(
        form_key=form_key,
        office=get_office(),
        written_by=by.user_id,
        written_by_name=by.name,
        written_at=at,
        changed_by=by.user_id,
    )
    _put(row, words, at)
    insert_of_form(row)
    _tell("organisation.announcement.write", row, by, at)
    return row


@action("organisation.announcement.change")
def change_announcement(*, announcement_id: UUID, words: Words, revision: int, by: Actor, at: datetime) -> Announcement:
    """Change a draft. Raises `Denied`, `Refused` (published meanwhile, changed by somebody else since the page)."""
    by.check_may(WRITE)
    row = _lock(announcement_id)
    _check_is(row, AnnouncementState.DRAFT)
    _check_revision(row, revision)
    _put(row, words, at)
    row.changed_by, row.revision = by.user_id, row.revision + 1
    row.save()
    _tell("organisation.announcement.change", row, by, at)
    return row


@action("organisation.announcement.publish")
def publish_announcement(*, announcement_id: UUID, revision: int, by: Actor, at: datetime) -> Announcement:
    """Put a draft on the public pages, as it was read (`revision`): by a second person, or by the head of office.

    Raises `Denied`, `Refused` (published already, changed since it was read).
    """
    row = _lock(announcement_id)
    check_can_publish(by, row)
    _check_is(row, AnnouncementState.DRAFT)
    _check_revision(row, revision)
    row.state = AnnouncementState.PUBLISHED
    row.published_by, row.published_by_name, row.published_at = by.user_id, by.name, at
    row.is_by_head = by.may(PUBLISH_OWN)
    row.save()
    _tell("organisation.announcement.publish", row, by, at)
    return row


@action("organisation.announcement.archive")
def archive_announcement(*, announcement_id: UUID, reason: str, by: Actor, at: datetime) -> Announcement:
    """Move a published text to the archive, where it stays readable. Raises `Denied`, `Refused`."""
    by.check_may(PUBLISH)
    row = _lock(announcement_id)
    _check_is(row, AnnouncementState.PUBLISHED)
    row.archive_reason = said("Alasan", reason, most=300, least=3, remedy="tulis misalnya: kegiatannya sudah lewat")
    row.state, row.archived_by_name, row.archived_at = AnnouncementState.ARCHIVED, by.name, at
    row.save()
    _tell("organisation.announcement.archive", row, by, at)
    return row


def _put(row: Announcement, words: Words, at: datetime) -> None:
    row.kind = AnnouncementKind(words.kind)
    row.title = said("Judul", words.title, most=160, least=5, remedy="tulis satu kalimat pendek")
    body = "\n".join(line.rstrip() for line in words.body.replace("\r\n", "\n").strip().split("\n"))
    if not 20 <= len(body) <= MOST:
        raise Refused(
            field="Isi", value=f"{len(body)} huruf", expected=f"20 sampai {MOST} huruf", remedy="tulis atau ringkaskan"
        )
    if _LONG_NUMBER.search(f"{row.title}\n{body}"):
        raise Refused(
            field="Isi",
            value="nomor panjang",
            expected="tulisan tanpa NIK atau nomor KK warga",
            remedy="hapus nomor itu; halaman ini dibaca semua orang",
        )
    row.body, row.division = body, _division(row, words.division_id, at)


def _division(row: Announcement, division_id: UUID | None, at: datetime) -> Division | None:
    if division_id is None:
        return None
    found = list_divisions(row.office, on=today_of(row.office, at)).filter(pk=division_id).first()
    if found is None:
        raise Refused(field="Bidang", value="", expected="bidang yang masih ada", remedy="pilih dari daftar")
    return found


def _lock(announcement_id: UUID) -> Announcement:
    return Announcement.objects.select_for_update(of=("self",)).get(pk=announcement_id)


def _check_is(row: Announcement, state: AnnouncementState) -> None:
    if row.state != state:
        raise Refused(
            field="Keadaan",
            value=str(row.get_state_display()),
            expected=str(state.label),
            remedy="petugas lain sudah mengubahnya; muat ulang halaman",
        )


def _check_revision(row: Announcement, revision: int) -> None:
    if row.revision != revision:
        raise Refused(
            field="Tulisan",
            value=f"versi {revision}",
            expected=f"versi {row.revision}, yang sekarang",
            remedy="petugas lain mengubahnya sejak halaman dibuka; baca lagi, lalu ulangi",
        )


def _tell(name: str, row: Announcement, by: Actor, at: datetime) -> None:
    record(name, by=by, at=at, on=row, area=row.office.area_code, reason=row.archive_reason, data={"title": row.title})
