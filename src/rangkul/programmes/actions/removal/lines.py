"""What is done to single lines of a removal batch: mend the evidence, take out, keep the recipient."""

from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.removal.desk import OPEN_FOR_LINES, note, take_line, touch
from rangkul.programmes.enums import ExitReason, RemovalState
from rangkul.programmes.models import RemovalLine


@action("programmes.removal.describe_line")
def describe_removal_line(
    *,
    line_id: UUID,
    evidence: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    on: date | None = None,
    content: bytes | BinaryIO | None = None,
    file_name: str = "",
) -> RemovalLine:
    """Say which paper or visit shows it, from when, and hand in the paper (PDF or photo). Raises Refused, Denied."""
    line = take_line(line_id, step="add_line", states=OPEN_FOR_LINES, by=by)
    text, code = clean(evidence), reason or line.reason
    if not text:
        raise Refused(
            field="Bukti",
            value="",
            expected="surat, berita acara atau kunjungan yang membuktikannya",
            remedy="tulis nama dan nomor buktinya",
        )
    if code not in ExitReason.values:
        raise Refused(field="Alasan", value=code, expected="salah satu alasan dalam daftar", remedy="pilih alasannya")
    today = office_day(at)
    start = line.enrolment.valid_from if line.enrolment else None
    if on is not None and (on > today or (start is not None and on < start)):
        raise Refused(
            field="Berakhir sejak",
            value=format_date(on),
            expected=f"tidak sesudah {format_date(today)}"
            + (f" dan tidak sebelum {format_date(start)}" if start else ""),
            remedy="periksa tanggal pada bukti",
        )
    line.evidence, line.reason, line.effective_on = text[:300], code, on
    if content is not None:
        owner = ("removal_line", line.pk)
        area = line.batch.area_code
        kept = keep_file(content=content, name=file_name, kind="ATTACHMENT", owner=owner, area=area, by=by, at=at)
        line.file_id = kept.pk
    line.save()
    note("describe_line", line, by=by, at=at, data={"has_file": line.file_id is not None})
    touch(line.batch, at=at)
    return line


@action("programmes.removal.drop_line")
def drop_removal_line(*, line_id: UUID, by: Actor, at: datetime) -> RemovalLine:
    """Take a line out of a draft; the recipient stays. Raises Refused, Denied."""
    line = take_line(line_id, step="remove_line", states=OPEN_FOR_LINES, by=by)
    line.state = RemovalState.DROPPED
    line.save(update_fields=["state"])
    note("drop_line", line, by=by, at=at)
    touch(line.batch, at=at)
    return line


@action("programmes.removal.keep_line")
def keep_removal_line(*, line_id: UUID, reason: str, by: Actor, at: datetime) -> RemovalLine:
    """Refuse the striking-off during verification: the recipient goes on receiving, with why. Raises Refused, Denied."""
    line = take_line(line_id, step="refuse_line", states=("CHECKED",), by=by)
    keep(line, why=clean(reason), by=by, at=at)
    touch(line.batch, at=at)
    return line


def keep(line: RemovalLine, *, why: str, by: Actor, at: datetime) -> None:
    """Write "tetap menerima" on a line; who may was checked before. Raises Refused without a reason."""
    if not why:
        raise Refused(
            field="Mengapa tetap menerima",
            value="",
            expected="alasan yang dapat disampaikan ke desa",
            remedy="tulis hasil pemeriksaan, misalnya warga masih tinggal di desa ini",
        )
    line.state, line.kept_reason, line.decided_at = RemovalState.KEPT, why, at
    line.save()
    note("keep_line", line, by=by, at=at, reason=why)
