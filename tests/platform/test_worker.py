"""The worker itself: takes what was enqueued in a committed transaction, and nothing of one that rolled back."""

from collections.abc import Iterator
from threading import Thread

import pytest
from django.db import connection, transaction

from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import HANDLERS, JobHandle, enqueue, job
from rangkul.platform.tasks.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "tests.worker.run"


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """What the handler saw of its own row while it ran."""
    seen: list[str] = []

    def work(handle: JobHandle, *, word: str) -> dict[str, str]:
        handle.progress(3, 4, word)
        seen.append(f"{Job.objects.get(pk=handle.job.pk).state} {word}")
        if word == "gagal":
            raise ValueError("Key (nik)=(7312010101900001)")
        return {"word": word}

    job(KIND)(work)
    yield seen
    HANDLERS.pop(KIND)


class Changed(Exception):
    """The caller's mind changed."""


@transaction.atomic
def enqueue_and_change_ones_mind() -> None:
    enqueue(KIND, title="batal", by=system_actor("uji"), word="batal")
    raise Changed


def work_until_empty() -> None:
    """Run the worker in a thread: a browser test of the same run leaves its event loop behind in this one."""

    def work() -> None:
        try:
            run_worker(wait=False)
        finally:
            connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_the_worker_does_what_was_committed(seen: list[str]) -> None:
    actor = system_actor("uji")
    with transaction.atomic():
        good = enqueue(KIND, title="baik", by=actor, word="baik")
        bad = enqueue(KIND, title="gagal", by=actor, word="gagal")
    with pytest.raises(Changed):
        enqueue_and_change_ones_mind()
    work_until_empty()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert seen == ["RUNNING baik", "RUNNING gagal"]
    assert (good.state, good.result, good.done, good.total) == (JobState.DONE, {"word": "baik"}, 3, 4)
    assert bad.state == JobState.FAILED
    assert "ValueError" in bad.error
    assert "7312" not in bad.error
