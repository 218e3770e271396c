"""A village that knows its people, files about them, and the way there and back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.platform.exporting.actions import request_export, take_export
from rangkul.platform.exporting.models import Export
from rangkul.platform.importing.actions import approve_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.exchange.make_files import Member, families, make_opensid
from tests.people import VILLAGE, Cast
from tests.reading_here import read_here
from tests.remembered import remembered

AS_OF = date(2026, 9, 20)

type Upload = Callable[..., ImportBatch]
type Approve = Callable[..., ImportBatch]
type Back = Callable[..., ImportBatch]


@pytest.fixture
def upload(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Upload:
    """Upload a file and let the worker read it, here."""
    read_here(monkeypatch)

    def run(
        path: Path, *, as_of: date = AS_OF, area: str = VILLAGE, format_code: str = "", state: str = "READ"
    ) -> ImportBatch:
        batch = upload_file(
            file_name=path.name,
            pieces=[path.read_bytes()],
            area=area,
            as_of=as_of,
            format_code=format_code,
            by=cast.actor("DATA_OFFICER"),
            at=clock.now(),
        )
        run_waiting_jobs()
        batch.refresh_from_db()
        assert (batch.state, batch.error) == (state, "")
        return batch

    return run


@pytest.fixture
def approve(cast: Cast) -> Approve:
    """Approve a batch and let the worker apply it."""

    def run(batch: ImportBatch, *, closes_missing: bool = False) -> ImportBatch:
        by = cast.actor("DIVISION_HEAD")
        approve_batch(batch.pk, by=by, at=clock.now(), has_answered=True, closes_missing=closes_missing)
        run_waiting_jobs()
        batch.refresh_from_db()
        assert batch.state == "APPLIED"
        return batch

    return run


@pytest.fixture
def people(tmp_path: Path, cast: Cast, upload: Upload, approve: Approve) -> list[list[Member]]:
    """Six families whom the registry knows from OpenSID: read and applied once in each process."""

    def build(_cast: Cast) -> list[list[Member]]:
        approve(upload(make_opensid(tmp_path / "penduduk.csv", 6), as_of=date(2022, 7, 1)))
        return list(families(6))

    return remembered("formats.people", build, cast)


@pytest.fixture
def export(cast: Cast, tmp_path: Path) -> Callable[..., Path]:
    """Ask for a file as somebody and take it."""

    def run(
        code: str, *, as_of: date = AS_OF, kind: str = "XLSX", area: str = VILLAGE, by: Actor | None = None
    ) -> Path:
        actor = by or cast.actor("SLRT_MANAGER")
        asked = request_export(
            format_code=code, area=area, as_of=as_of, purpose="pemadanan triwulan", kind=kind, by=actor, at=clock.now()
        )
        run_waiting_jobs()
        done = Export.objects.get(pk=asked.pk)
        assert (done.state, done.error) == ("READY", "")
        taken, pieces = take_export(export_id=asked.pk, by=actor, at=clock.now())
        path = tmp_path / f"keluar-{taken.pk}.{taken.kind.lower()}"
        path.write_bytes(b"".join(pieces))
        return path

    return run


@pytest.fixture
def back(export: Callable[..., Path], upload: Upload) -> Back:
    """Export and read the file again: the batch that was read."""

    def run(code: str, *, as_of: date = AS_OF, kind: str = "XLSX", area: str = VILLAGE) -> ImportBatch:
        return upload(export(code, as_of=as_of, kind=kind, area=area), as_of=as_of, area=area, format_code=code)

    return run
