"""Background jobs: retries, failures without personal data, cancelling, orphans."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks import queries
from rangkul.platform.tasks.actions import cancel_job
from rangkul.platform.tasks.models import JobState
from rangkul.platform.tasks.runner import FAILURES, HANDLERS, JobHandle, describe, enqueue, job, run_job
from tests.people import Cast

pytestmark = pytest.mark.django_db
KIND = "tests.job.run"


@pytest.fixture
def handler() -> Iterator[Callable[..., None]]:
    """Register a handler for this test only."""

    def register(work: Callable[..., Any], **options: Any) -> None:
        job(KIND, **options)(work)

    yield register
    HANDLERS.pop(KIND, None)
    FAILURES.pop(KIND, None)


def test_a_passing_fault_is_tried_again_three_times(handler: Callable[..., None]) -> None:
    def work(handle: JobHandle) -> None:
        raise OperationalError("server closed the connection")

    handler(work)
    row = enqueue(KIND, title="uji", by=system_actor("uji"))
    assert run_job(row.pk).state == JobState.WAITING
    assert run_job(row.pk).state == JobState.WAITING
    with pytest.raises(OperationalError):
        run_job(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (JobState.FAILED, 3)


def test_the_reason_of_a_failure_holds_no_value() -> None:
    assert "7312" not in describe(ValueError("Key (nik)=(7312010101900001)"))
    refusal = Refused(field="NIK", value="7312010101900001", expected="16 angka", remedy="periksa KTP")
    assert describe(refusal) == "NIK: 16 angka; periksa KTP"


def test_a_running_job_stops_at_its_next_sign_of_progress(handler: Callable[..., None], cast: Cast) -> None:
    told: list[str] = []
    officer = cast.actor("DATA_OFFICER")

    def work(handle: JobHandle) -> None:
        handle.progress(1, 10, "mulai")
        cancel_job(handle.job.pk, by=officer, at=clock.now())
        handle.progress(2)
        told.append("too far")

    handler(work, on_failure=lambda row: told.append(row.state))
    row = enqueue(KIND, title="uji", by=officer)
    done = run_job(row.pk)
    assert (done.state, done.done, done.total, told) == (JobState.CANCELLED, 2, 10, ["CANCELLED"])
    assert run_job(row.pk).attempts == 1


def test_only_who_asked_may_stop_or_see_it(handler: Callable[..., None], cast: Cast) -> None:
    handler(lambda handle: None)
    row = enqueue(KIND, title="uji", by=cast.actor("DATA_OFFICER"))
    with pytest.raises(Denied):
        cancel_job(row.pk, by=cast.actor("AUDITOR"), at=clock.now())
    assert list(queries.list_jobs(cast.actor("DATA_OFFICER"))) == [row]
    assert list(queries.list_jobs(cast.actor("FRONT_OFFICE"))) == []
    assert queries.get_job(cast.actor("AUDITOR"), row.pk) == row
