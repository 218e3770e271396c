"""The job of an export: writes the file with what the asker may see, seals it, and clears away what has expired."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from rangkul.kernel import clock
from rangkul.platform.audit.actions import action, record
from rangkul.platform.exporting import storage
from rangkul.platform.exporting.actions import JOB
from rangkul.platform.exporting.enums import ExportState
from rangkul.platform.exporting.exporters import EXPORTERS, Wanted
from rangkul.platform.exporting.models import Export
from rangkul.platform.exporting.writing import write
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import JobHandle, job


def _give_up(failed: Job, *, export_id: str) -> None:
    Export.objects.filter(pk=export_id, state=ExportState.WAITING).update(state=ExportState.FAILED, error=failed.error)


@job(JOB, on_failure=_give_up)
def write_export(handle: JobHandle, *, export_id: str) -> dict[str, Any]:
    """Write and seal the file of an export. Run again after a crash it starts over; a finished one is left alone."""
    export = Export.objects.get(pk=export_id)
    sweep(at=clock.now())
    if export.state != ExportState.WAITING:
        return {"state": export.state}
    wanted = Wanted(actor=export.actor(), area=export.area_code, as_of=export.as_of)
    with tempfile.TemporaryDirectory(prefix="rangkul-", dir=storage.folder()) as name:
        path = Path(name) / "export"
        rows = write(
            path,
            EXPORTERS[export.format_code].sheets(wanted),
            kind=export.kind,
            tell=lambda count: handle.progress(count, None, "menulis baris"),
        )
        kept = storage.keep(export.pk, path)
    _finish(export, rows, kept, by=export.actor(), at=clock.now())
    return {"rows": rows}


def sweep(*, at: datetime) -> int:
    """Remove the files of exports that have expired; their rows stay as a record."""
    gone = 0
    for export in Export.objects.filter(state=ExportState.READY, expires_at__lte=at):
        storage.forget(export.pk)
        Export.objects.filter(pk=export.pk).update(state=ExportState.EXPIRED)
        gone += 1
    return gone


@action("registry.export.finish")
def _finish(export: Export, rows: int, kept: storage.Kept, *, by: Actor, at: datetime) -> Export:
    export.rows, export.size, export.sha256, export.state = rows, kept.size, kept.sha256, ExportState.READY
    export.save(update_fields=["rows", "size", "sha256", "state"])
    record("registry.export.finish", by=by, at=at, on=export, area=export.area_code, reason=export.purpose,
           subjects=[("export", export.pk)], data={"rows": rows, "bytes": kept.size})  # fmt: skip
    return export
