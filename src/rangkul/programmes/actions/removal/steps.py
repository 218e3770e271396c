"""The steps of a removal batch before its decision: submit, check, verify, return, withdraw."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.removal.desk import move, take
from rangkul.programmes.enums import RemovalState, ReturnReason
from rangkul.programmes.models import RemovalBatch, RemovalLine


@action("programmes.removal.submit")
def submit_removal(
    *,
    batch_id: UUID,
    musyawarah_on: date,
    musyawarah_place: str,
    musyawarah_attendance: int,
    by: Actor,
    at: datetime,
    note: str = "",
    revision: int | None = None,
) -> RemovalBatch:
    """DRAFT or RETURNED → SUBMITTED with what the musyawarah of the village said. Raises Refused, Denied, UnableToMove."""
    batch = take(batch_id, step="submit", by=by, revision=revision)
    today = office_day(at)
    _check_lines(batch)
    if musyawarah_on > today:
        raise Refused(
            field="Tanggal musyawarah",
            value=format_date(musyawarah_on),
            expected=f"tidak sesudah hari ini ({format_date(today)})",
            remedy="isi tanggal pada berita acara",
        )
    if not clean(musyawarah_place) or musyawarah_attendance < 1:
        raise Refused(
            field="Musyawarah",
            value=musyawarah_attendance,
            expected="tempat dan jumlah hadir menurut berita acara",
            remedy="lengkapi sebelum mengajukan",
        )
    batch.musyawarah_on, batch.musyawarah_place = musyawarah_on, clean(musyawarah_place)
    batch.musyawarah_attendance, batch.return_reason = musyawarah_attendance, ""
    batch.note = clean(note) or batch.note
    move(batch, "submit", by=by, at=at, data={"attendance": musyawarah_attendance})
    return batch


@action("programmes.removal.check")
def check_removal(
    *, batch_id: UUID, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> RemovalBatch:
    """SUBMITTED → CHECKED by the kecamatan, who neither created nor submitted it. Raises Denied, UnableToMove."""
    batch = take(batch_id, step="check", by=by, revision=revision)
    move(batch, "check", by=by, at=at, reason=clean(note))
    return batch


@action("programmes.removal.verify")
def verify_removal(
    *, batch_id: UUID, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> RemovalBatch:
    """CHECKED → VERIFIED by an officer of the programme's division without a hand in it. Raises Denied, UnableToMove."""
    batch = take(batch_id, step="verify", by=by, revision=revision)
    _check_lines(batch)
    move(batch, "verify", by=by, at=at, reason=clean(note))
    return batch


@action("programmes.removal.return")
def return_removal(
    *, batch_id: UUID, reason: str, by: Actor, at: datetime, note: str = "", revision: int | None = None
) -> RemovalBatch:
    """Back to the village with a `ReturnReason`, by whoever would take the next step. Raises Refused, Denied."""
    batch = take(batch_id, step="return", by=by, revision=revision)
    text = clean(note)
    if reason not in ReturnReason.values or (reason == ReturnReason.OTHER and not text):
        raise Refused(
            field="Alasan pengembalian",
            value=reason if text else "",
            expected="salah satu alasan dalam daftar; “lainnya” disertai catatan",
            remedy="pilih alasannya dan tulis apa yang perlu diperbaiki desa",
        )
    label = str(ReturnReason(reason).label)
    batch.return_reason = f"{label}: {text}" if text else label
    move(batch, "return", by=by, at=at, reason=batch.return_reason, data={"code": reason})
    return batch


@action("programmes.removal.withdraw")
def withdraw_removal(
    *, batch_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> RemovalBatch:
    """DRAFT or RETURNED → WITHDRAWN; its lines are free for another batch. Raises Refused, Denied, UnableToMove."""
    batch = take(batch_id, step="withdraw", by=by, revision=revision)
    if not clean(reason):
        raise Refused(field="Alasan", value="", expected="mengapa ditarik", remedy="tulis alasannya")
    move(batch, "withdraw", by=by, at=at, reason=clean(reason))
    RemovalLine.objects.filter(batch=batch, state=RemovalState.PROPOSED).update(state=RemovalState.DROPPED)
    return batch


def _check_lines(batch: RemovalBatch) -> None:
    if not RemovalLine.objects.filter(batch=batch, state=RemovalState.PROPOSED).exists():
        raise Refused(
            field="Daftar pencoretan",
            value="",
            expected="sedikitnya satu nama",
            remedy="ambil dari daftar calon, atau tarik daftar ini",
        )
