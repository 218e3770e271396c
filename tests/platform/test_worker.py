"""The worker itself, a process of its own: takes what was enqueued in a committed transaction, and nothing of one that
rolled back."""

import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import HANDLERS, enqueue, job

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "tests.worker.run"
WORKER = f"""
import sys
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import job
from rangkul.platform.tasks.worker import run_worker

def work(handle, *, word):
    handle.progress(3, 4, word)
    if word == "gagal":
        raise ValueError("Key (nik)=(7312010101900001)")
    return {{"word": word, "state": Job.objects.get(pk=handle.job.pk).state}}

job("{KIND}")(work)
run_worker(wait=False)
"""


class Changed(Exception):
    """The caller's mind changed."""


@transaction.atomic
def enqueue_and_change_ones_mind() -> None:
    enqueue(KIND, title="batal", by=system_actor("uji"), word="batal")
    raise Changed


def test_the_worker_does_what_was_committed() -> None:
    actor = system_actor("uji")
    job(KIND)(lambda _handle, **_given: None)
    try:
        with transaction.atomic():
            good = enqueue(KIND, title="baik", by=actor, word="baik")
            bad = enqueue(KIND, title="gagal", by=actor, word="gagal")
        with pytest.raises(Changed):
            enqueue_and_change_ones_mind()
    finally:
        HANDLERS.pop(KIND)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    database = str(connection.settings_dict["NAME"])
    subprocess.run([sys.executable, "-c", WORKER, database], env=environ, check=True, timeout=120)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.result, good.done, good.total) == (
        JobState.DONE,
        {"word": "baik", "state": "RUNNING"},
        3,
        4,
    )
    assert bad.state == JobState.FAILED
    assert "ValueError" in bad.error
    assert "7312" not in bad.error
    assert Job.objects.count() == 2
