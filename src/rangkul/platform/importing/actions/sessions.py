"""Uploads that come in pieces: begun, taken up again after a lost connection, finished or dropped."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import pieces, policies
from rangkul.platform.importing.actions.upload import check_given, upload_file
from rangkul.platform.importing.models import ImportBatch, UploadSession
from rangkul.platform.importing.reading.limits import MAX_FILE
from rangkul.platform.policy.actor import Actor

KEPT_FOR = timedelta(days=2)


@action("registry.import.start_upload")
def start_upload(
    *,
    file_name: str,
    size: int,
    client_key: str,
    area: str,
    as_of: date,
    by: Actor,
    at: datetime,
    format_code: str = "",
    unit: str = "",
    parent: ImportBatch | None = None,
) -> UploadSession:
    """Begin an upload, or take up the one of the same file that this user left: `received` says where to go on.

    `client_key` tells the file (its SHA-256, or name, size and time of change). Raises `Denied` and `Refused`.
    """
    if parent is not None:
        area, as_of = parent.area_code, parent.as_of
    policies.check_can_upload(by, area)
    if by.user_id is None:
        raise Refused(field="Pengunggah", value="", expected="petugas yang dikenal", remedy="masuk dengan akun sendiri")
    check_given(area=area, as_of=as_of, at=at, format_code=format_code, unit=unit)
    if not 0 < size <= MAX_FILE:
        raise Refused(
            field="Berkas",
            value=file_name,
            expected=f"berkas berisi, paling besar {MAX_FILE // 1024**2} MB",
            remedy="pecah berkas per kecamatan",
        )
    pieces.drop_expired(at=at)
    told = {"area_code": area, "as_of": as_of, "format_code": format_code, "unit": unit, "parent": parent}
    session, is_new = UploadSession.objects.select_for_update(of=("self",)).get_or_create(
        started_by=by.user_id,
        client_key=client_key[:64],
        defaults={
            "file_name": clean(file_name)[-200:] or "berkas",
            "size": size,
            "started_at": at,
            "expires_at": at + KEPT_FOR,
            **told,
        },
    )
    if not is_new:
        if session.size != size:
            session.received, session.size = 0, size
            pieces.forget(session)
        for name, value in told.items():
            setattr(session, name, value)
        session.expires_at = at + KEPT_FOR
        session.save()
    record("registry.import.start_upload", by=by, at=at, on=session, area=area,
           data={"file": session.file_name, "bytes": size, "received": session.received})  # fmt: skip
    return session


@action("registry.import.finish_upload")
def finish_upload(*, session_id: UUID, by: Actor, at: datetime) -> ImportBatch:
    """Make a batch of an upload whose pieces are all there. Raises what `upload_file` raises; the pieces are then gone.

    `Refused` when pieces are missing: those that came stay.
    """
    session = pieces.own(session_id, by)
    if session.received != session.size:
        raise Refused(
            field="Berkas",
            value=session.file_name,
            expected=f"{session.size} byte, baru {session.received} yang diterima",
            remedy="lanjutkan unggahan",
        )
    batch = upload_file(
        file_name=session.file_name,
        pieces=pieces.content(session),
        area=session.area_code,
        as_of=session.as_of,
        format_code=session.format_code,
        unit=session.unit,
        parent=session.parent,
        by=by,
        at=at,
    )
    record("registry.import.finish_upload", by=by, at=at, on=session, area=session.area_code,
           subjects=[("batch", batch.pk)], data={"bytes": session.size})  # fmt: skip
    pieces.forget(session)
    session.delete()
    return batch


@action("registry.import.drop_upload")
def drop_upload(*, session_id: UUID, by: Actor, at: datetime) -> None:
    """Give an upload up: its pieces are removed. Raises `UploadSession.DoesNotExist` for others' uploads."""
    session = pieces.own(session_id, by)
    policies.check_can_upload(by, session.area_code)
    record("registry.import.drop_upload", by=by, at=at, on=session, area=session.area_code,
           data={"received": session.received})  # fmt: skip
    pieces.forget(session)
    session.delete()
