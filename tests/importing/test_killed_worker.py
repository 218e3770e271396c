"""A worker killed with -9 in the middle of writing: nothing of it is visible, and the next worker finishes the job."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.importing.actions import approve_batch, cancel_batch, retry_batch, undo_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import resume_orphans, run_waiting_jobs
from rangkul.registry.imports.statements import Statements
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
    if sys.argv[4] in text:
        print("half-way", flush=True)
        time.sleep(120)
    return written
landing.Statements.run = slow
runner.run_job(UUID(sys.argv[3]))
"""


def actor(role: str, permission: str) -> Actor:
    return Actor(new_id(), role, role, frozenset({permission}), (AreaCode.parse(VILLAGE),))


def slow_worker(job_id: UUID, phrase: str) -> "subprocess.Popen[bytes]":
    """A worker of its own on the job, which stands still after the statement with these words."""
    given = [connection.settings_dict["NAME"], str(settings.MEDIA_ROOT), str(job_id), phrase]
    return subprocess.Popen(
        [sys.executable, "-c", SLOW_WORKER, *given],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def kill_half_way(job_id: UUID, phrase: str) -> None:
    """Kill a worker -9 in the middle, and queue the job again as the sweep of the living worker does."""
    worker = slow_worker(job_id, phrase)
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == b"half-way"
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for _ in range(50):
        if resume_orphans() == [job_id]:
            return
        time.sleep(0.1)
    raise AssertionError("nobody took the job up again")


def test_killed_while_matching_and_while_undoing_it_goes_on_cleanly(tmp_path: Path) -> None:
    path = make_opensid(tmp_path / "penduduk.csv", 10)
    uploader = actor("DATA_OFFICER", "registry.import.upload")
    batch = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area=VILLAGE,
        as_of=date(2022, 7, 1),
        by=uploader,
        at=clock.now(),
    )
    assert batch.job_id is not None
    kill_half_way(batch.job_id, "INSERT INTO {verdicts}")
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new) == ("UPLOADED", 0)
    run_waiting_jobs()
    batch.refresh_from_db()
    rows = batch.rows_total
    assert (batch.state, batch.rows_new, batch.rows.count()) == ("READ", rows, rows)

    approve_batch(batch.pk, by=actor("DIVISION_HEAD", "registry.import.approve"), at=clock.now())
    run_waiting_jobs()
    assert Person.objects.count() == rows
    batch = undo_batch(batch.pk, reason="salah desa", by=actor("DATA_OFFICER", "registry.import.undo"), at=clock.now())
    assert batch.job_id is not None
    kill_half_way(batch.job_id, "DELETE FROM registry_membership")
    assert (Person.objects.count(), Membership.objects.count()) == (rows, rows)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count(), Family.objects.count()) == ("UNDONE", 0, 0)


def test_a_failed_application_is_tried_again_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_opensid(tmp_path / "penduduk.csv", 3)
    uploader = actor("DATA_OFFICER", "registry.import.upload")
    batch = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area=VILLAGE,
        as_of=date(2022, 7, 1),
        by=uploader,
        at=clock.now(),
    )
    with pytest.raises(Refused, match="gangguan"):
        retry_batch(batch_id=batch.pk, by=uploader, at=clock.now())
    real = Statements.run

    def broken(self: Statements, text: str, **values: object) -> int:
        if "INSERT INTO {verdicts}" in text or "INSERT INTO registry_membership" in text:
            raise RuntimeError("disk")
        return real(self, text, **values)

    with monkeypatch.context() as patch:
        patch.setattr(Statements, "run", broken)
        with pytest.raises(RuntimeError):
            run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == "FAILED"
    assert retry_batch(batch_id=batch.pk, by=uploader, at=clock.now()).state == "UPLOADED"
    run_waiting_jobs()
    approve_batch(batch.pk, by=actor("DIVISION_HEAD", "registry.import.approve"), at=clock.now())
    with monkeypatch.context() as patch:
        patch.setattr(Statements, "run", broken)
        with pytest.raises(RuntimeError):
            run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("APPROVED", 0)
    retry_batch(batch_id=batch.pk, by=uploader, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("APPLIED", batch.rows_total)


def test_cancelled_while_it_is_read_nothing_stays(tmp_path: Path) -> None:
    path = make_opensid(tmp_path / "penduduk.csv", 3)
    uploader = actor("DATA_OFFICER", "registry.import.upload")
    batch = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area=VILLAGE,
        as_of=date(2022, 7, 1),
        by=uploader,
        at=clock.now(),
    )
    assert batch.job_id is not None
    worker = slow_worker(batch.job_id, "INSERT INTO {verdicts}")
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == b"half-way"
    cancel_batch(batch.pk, reason="salah berkas", by=uploader, at=clock.now())
    worker.kill()
    worker.wait()
    for _ in range(50):
        if resume_orphans():
            break
        time.sleep(0.1)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.rows_new) == ("CANCELLED", 0)
    assert Job.objects.get(pk=batch.job_id).state == JobState.CANCELLED


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

    worker = slow_worker(job_id, "INSERT INTO registry_membership")
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
