"""Uploading as the data officer, approving as the division head, in one village."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.platform.importing.actions import approve_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.people import VILLAGE, Cast
from tests.reading_here import read_here

AS_OF = date(2022, 7, 1)


@pytest.fixture
def upload(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ImportBatch]:
    """Upload a file and let the worker read it, here."""
    read_here(monkeypatch)

    def run(
        path: Path, *, as_of: date = AS_OF, area: str = VILLAGE, name: str = "", reads: bool = True, unit: str = ""
    ) -> ImportBatch:
        batch = upload_file(
            file_name=name or path.name,
            pieces=[path.read_bytes()],
            area=area,
            as_of=as_of,
            unit=unit,
            by=cast.actor("DATA_OFFICER"),
            at=clock.now(),
        )
        if reads:
            run_waiting_jobs()
            batch.refresh_from_db()
        return batch

    return run


@pytest.fixture
def approve(cast: Cast) -> Callable[[ImportBatch], ImportBatch]:
    """Approve a batch and let the worker apply it."""

    def run(batch: ImportBatch) -> ImportBatch:
        approve_batch(batch.pk, by=cast.actor("DIVISION_HEAD"), at=clock.now(), has_answered=True)
        run_waiting_jobs()
        batch.refresh_from_db()
        return batch

    return run
