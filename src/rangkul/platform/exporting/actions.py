"""The use cases of an export: ask for one with a purpose, take the finished file; each leaves a trace."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.clock import format_date, local_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.exporting import policies, storage
from rangkul.platform.exporting.enums import ExportState, FileKind
from rangkul.platform.exporting.exporters import EXPORTERS
from rangkul.platform.exporting.models import Export
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import enqueue

JOB = "registry.export.write"
KEPT_FOR = timedelta(days=7)
_SHORTEST_PURPOSE = 5


@action("registry.export.request")
def request_export(
    *, format_code: str, area: str, as_of: date, purpose: str, by: Actor, at: datetime, kind: str = FileKind.XLSX
) -> Export:
    """Queue a file of `area` as it stands on a day, with what the actor may see, for a stated purpose.

    Raises `Denied` (role, area), `Refused` (format, day, purpose).
    """
    policies.check_can_make(by, area)
    AreaCode.parse(area)
    exporter = EXPORTERS.get(format_code)
    if exporter is None:
        raise Refused(field="Format", value=format_code, expected="format yang dikenal", remedy="pilih dari daftar")
    why = clean(purpose)[:300]
    if len(why) < _SHORTEST_PURPOSE:
        raise Refused(
            field="Keperluan", value=why, expected="keperluan yang jelas", remedy="tulis untuk apa berkas ini dipakai"
        )
    if as_of > local_date(at, settings.TIME_ZONE):
        raise Refused(
            field="Per tanggal", value=format_date(as_of), expected="hari ini atau sebelumnya", remedy="pilih hari lain"
        )
    export = Export(
        id=new_id(),
        format_code=format_code,
        title=exporter.title,
        kind=FileKind.XLSX if exporter.is_workbook else FileKind(kind),
        area_code=area,
        as_of=as_of,
        purpose=why,
        scope={"role": by.role, "permissions": sorted(by.permissions), "areas": [str(each) for each in by.areas]},
        requested_by=by.user_id,
        requested_by_name=by.name,
        requested_at=at,
        expires_at=at + KEPT_FOR,
    )
    export.save(force_insert=True)
    job = enqueue(JOB, title=f"Menyiapkan berkas {export.title}", by=by, export_id=str(export.pk))
    export.job_id = job.pk
    export.save(update_fields=["job_id"])
    record("registry.export.request", by=by, at=at, on=export, area=area, reason=why, subjects=[("export", export.pk)],
           data={"format": format_code, "as_of": as_of.isoformat(), "kind": export.kind})  # fmt: skip
    return export


@action("registry.export.take")
def take_export(*, export_id: UUID, by: Actor, at: datetime) -> tuple[Export, Iterator[bytes]]:
    """The finished file and its plain bytes; every download is written down.

    Raises `Denied`, `Refused` when the file is not ready, expired or gone, `Export.DoesNotExist`.
    """
    export = policies.visible_to(by).select_for_update(of=("self",)).get(pk=export_id)
    policies.check_can_take(by, export)
    if export.state != ExportState.READY or at >= export.expires_at or not storage.is_there(export.pk):
        raise Refused(
            field="Berkas", value=export.title, expected="berkas yang siap dan belum kedaluwarsa", remedy="minta lagi"
        )
    export.taken_at = at
    export.save(update_fields=["taken_at"])
    record("registry.export.take", by=by, at=at, on=export, area=export.area_code, reason=export.purpose,
           subjects=[("export", export.pk)], data={"rows": export.rows, "sha256": export.sha256})  # fmt: skip
    return export, storage.open_pieces(export.pk)
