"""A worker killed with -9 in the middle of writing: nothing of it is visible, and the next worker finishes the job."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.ids import new_id
from rangkul.platform.importing.actions import approve_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import resume_orphans, run_waiting_jobs
from rangkul.registry.models import Family, Membership, Person
from tests.exchange.make_files import make_opensid
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db(transaction=True)

SLOW_WORKER = """
import sys, time
import django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
from pathlib import Path
settings.MEDIA_ROOT = Path(sys.argv[2])
from rangkul.platform.tasks import runner
from rangkul.registry.imports import landing
from uuid import UUID
real = landing.Statements.run
def slow(self, text, **values):
    written = real(self, text, **values)
    if "INSERT INTO registry_membership" in text:
        print("half-way", flush=True)
        time.sleep(120)
    return written
landing.Statements.run = slow
runner.run_job(UUID(sys.argv[3]))
"""


def actor(role: str, permission: str) -> Actor:
    return Actor(new_id(), role, role, frozenset({permission}), (AreaCode.parse(VILLAGE),))


def test_a_killed_import_leaves_nothing_and_is_taken_up_again(tmp_path: Path) -> None:
    path = make_opensid(tmp_path / "penduduk.csv", 40)
    batch = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area=VILLAGE,
        as_of=date(2022, 7, 1),
        by=actor("DATA_OFFICER", "registry.import.upload"),
        at=clock.now(),
    )
    run_waiting_jobs()
    batch = approve_batch(batch.pk, by=actor("DIVISION_HEAD", "registry.import.approve"), at=clock.now())
    job_id = batch.job_id
    assert job_id is not None

    worker = subprocess.Popen(
        [sys.executable, "-c", SLOW_WORKER, connection.settings_dict["NAME"], str(settings.MEDIA_ROOT), str(job_id)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == b"half-way"
    assert Job.objects.get(pk=job_id).state == JobState.RUNNING
    assert "menulis" in Job.objects.get(pk=job_id).message
    assert resume_orphans() == []
    assert (Person.objects.count(), Family.objects.count()) == (0, 0)

    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (Person.objects.count(), Family.objects.count(), Membership.objects.count()) == (0, 0, 0)
    assert ImportBatch.objects.get(pk=batch.pk).state == "APPROVED"

    resumed = []
    for _ in range(50):
        resumed = resume_orphans()
        if resumed:
            break
        time.sleep(0.1)
    assert resumed == [job_id]
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == "APPLIED"
    assert Person.objects.count() == batch.rows_total == Membership.objects.count()
    assert Family.objects.count() == 40
    assert Job.objects.get(pk=job_id).attempts == 2


def test_staging_lost_in_a_crash_of_the_database_is_made_again(tmp_path: Path) -> None:
    path = make_opensid(tmp_path / "penduduk.csv", 10)
    batch = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area=VILLAGE,
        as_of=date(2022, 7, 1),
        by=actor("DATA_OFFICER", "registry.import.upload"),
        at=clock.now(),
    )
    run_waiting_jobs()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE import_rows_{batch.pk.hex}")
    approve_batch(batch.pk, by=actor("DIVISION_HEAD", "registry.import.approve"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("APPLIED", batch.rows_total)
