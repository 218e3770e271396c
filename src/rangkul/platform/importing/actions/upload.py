"""Taking a file in: kept sealed, looked at from outside, registered, its reading queued."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.clock import format_date, local_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.importing import policies, storage
from rangkul.platform.importing.enums import READ_JOB, Unit
from rangkul.platform.importing.errors import SameFileTwice
from rangkul.platform.importing.landing import FORMATS, OTHER_FORMAT
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.guard import look_at
from rangkul.platform.importing.reading.limits import MAX_FILE, UnableToRead
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue


def upload_file(
    *,
    file_name: str,
    pieces: Iterable[bytes],
    area: str,
    as_of: date,
    by: Actor,
    at: datetime,
    format_code: str = "",
    unit: str = "",
    parent: ImportBatch | None = None,
) -> ImportBatch:
    """Keep a file and queue its reading. `as_of` is the day the file speaks of, `format_code` empty to find it out.

    `unit` is what the uploader says a row is (`Unit`), `parent` the batch whose refused rows the file corrects: area, day
    and format are then the parent's. Raises `Denied`, `FileRefused` for what is no table at first sight,
    `SameFileTwice`, and `Refused` for area and date.
    """
    if parent is not None:
        area, as_of, unit = parent.area_code, parent.as_of, parent.unit
        format_code = parent.format_code
    policies.check_can_upload(by, area)
    check_given(area=area, as_of=as_of, at=at, format_code=format_code, unit=unit)
    batch_id = new_id()
    kept = storage.keep(batch_id, _at_most(pieces, MAX_FILE, file_name))
    try:
        with storage.opened(batch_id, "") as path:
            look_at(path)
        return _register_upload(
            batch_id=batch_id,
            file_name=file_name,
            kept=kept,
            area=area,
            as_of=as_of,
            format_code=format_code,
            unit=unit,
            parent=parent,
            by=by,
            at=at,
        )
    except UnableToRead as error:
        storage.forget(batch_id)
        raise Refused(field="Berkas", value=error.found, expected=error.expected, remedy=error.remedy) from error
    except BaseException:
        storage.forget(batch_id)
        raise


@action("registry.import.upload")
def _register_upload(
    *,
    batch_id: UUID,
    file_name: str,
    kept: storage.Kept,
    area: str,
    as_of: date,
    format_code: str,
    unit: str,
    parent: ImportBatch | None,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    _check_not_before(kept.sha256, file_name, by)
    batch = ImportBatch(
        id=batch_id,
        format_code=format_code,
        unit=unit,
        parent=parent,
        plan=parent.plan if parent is not None else {},
        mapping=parent.mapping if parent is not None else None,
        file_name=clean(file_name)[-200:] or "berkas",
        sha256=kept.sha256,
        size=kept.size,
        area_code=area,
        as_of=as_of,
        uploaded_by=by.user_id,
        uploaded_by_name=by.name,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        raise _same_file(file_name, None) from None
    job = enqueue(READ_JOB, title=f"Membaca {batch.file_name}", by=by, batch_id=str(batch.pk))
    batch.job_id = job.pk
    batch.save(update_fields=["job_id"])
    record("registry.import.upload", by=by, at=at, on=batch, area=area, subjects=[("batch", batch.pk)],
           data={"file": batch.file_name, "bytes": batch.size, "as_of": as_of.isoformat(), "unit": unit,
                 "parent": str(parent.pk) if parent is not None else ""})  # fmt: skip
    return batch


def check_given(*, area: str, as_of: date, at: datetime, format_code: str, unit: str) -> None:
    """Raise `Refused` for an unknown format or unit, a day to come, or an area that the format cannot do with."""
    if unit and unit not in Unit.values:
        raise Refused(field="Isi berkas", value=unit, expected="orang atau keluarga", remedy="pilih salah satu")
    level = AreaCode.parse(area).level
    each = FORMATS.get(format_code)
    if format_code not in ("", OTHER_FORMAT) and each is None:
        raise Refused(field="Format", value=format_code, expected="format yang dikenal", remedy="pilih dari daftar")
    if each is not None and each.needs_village and level is not AreaLevel.VILLAGE:
        raise Refused(
            field="Wilayah", value=area, expected="satu desa atau kelurahan", remedy="berkas ini tidak menyebut desanya"
        )
    if as_of > local_date(at, settings.TIME_ZONE):
        raise Refused(
            field="Tanggal data",
            value=format_date(as_of),
            expected="hari ini atau sebelumnya",
            remedy="isi tanggal berkas itu diunduh dari aplikasinya",
        )


def find_same(sha256: str) -> ImportBatch | None:
    """The batch in force with the very same bytes, whoever brought it."""
    return ImportBatch.objects.filter(sha256=sha256).exclude(state__in=["FAILED", "CANCELLED", "UNDONE"]).first()


def _check_not_before(sha256: str, file_name: str, by: Actor) -> None:
    again = find_same(sha256)
    if again is not None:
        raise _same_file(file_name, again)


def _same_file(file_name: str, first: ImportBatch | None) -> SameFileTwice:
    told = "buka impor yang pertama"
    if first is not None:
        day = format_date(local_date(first.uploaded_at, settings.TIME_ZONE))
        told = f"buka impor {first.file_name} yang diunggah {day} oleh {first.uploaded_by_name}"
    return SameFileTwice(file_name=file_name, first_id=first.pk if first else None, told=told)


def _at_most(pieces: Iterable[bytes], limit: int, file_name: str) -> Iterable[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Refused(
                field="Berkas",
                value=file_name,
                expected=f"paling besar {limit // 1024**2} MB",
                remedy="pecah berkas per kecamatan",
            )
        yield piece
