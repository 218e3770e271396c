"""Running jobs: handlers by kind, enqueued in the caller's transaction, progress that others can see."""

import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connections
from procrastinate import App

from rangkul.kernel import clock
from rangkul.kernel.errors import RangkulError, Refused
from rangkul.platform.audit.sealing import seal_new
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.lane import Lane
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.ticking import run_ticks

type Handler = Callable[..., dict[str, Any] | None]

HANDLERS: dict[str, Handler] = {}
FAILURES: dict[str, Callable[..., None]] = {}
HOURLY: dict[str, Callable[[], Any]] = {}
MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=20)
_TASK = "rangkul.job"
_SWEEP = "rangkul.sweep"
_SEAL = "rangkul.seal"
_TICK = "rangkul.tick"
_HOURLY = "rangkul.hourly"
_PASSING = (OperationalError, InterfaceError, OSError)
_log = logging.getLogger(__name__)


class JobCancelled(RangkulError):
    """Somebody asked to stop the job; raised in the handler at its next sign of progress, so its transaction rolls back."""


class JobHandle:
    """What a handler holds: tells how far it is, and whether somebody wants it to stop."""

    def __init__(self, job: Job, lane: Lane) -> None:
        self.job = job
        self._lane = lane

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the work is; others see it at once. Raises JobCancelled when the job is to stop."""
        row = self._lane.fetch(
            "UPDATE tasks_job SET done = %s, total = coalesce(%s, total), message = %s WHERE id = %s"
            " RETURNING is_cancel_requested",
            [done, total, message[:300], self.job.pk],
        )
        if row and row[0]:
            raise JobCancelled("Pekerjaan dihentikan atas permintaan petugas.")


def job(kind: str, *, on_failure: Callable[..., None] | None = None) -> Callable[[Handler], Handler]:
    """Register `handler(handle: JobHandle, **args) -> result | None` under `kind` ("room.noun.verb").

    A handler must be resumable: after a crash it is called again with the same arguments and finds out by itself what
    is done already. `on_failure(job, **args)` is called once when the job has failed or was cancelled for good.
    """

    def wrap(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        if on_failure is not None:
            FAILURES[kind] = on_failure
        return handler

    return wrap


def every_hour[F: Callable[[], Any]](name: str) -> Callable[[F], F]:
    """Register work of a room that a worker does once an hour; it must find by itself what is done already."""

    def wrap(function: F) -> F:
        HOURLY[name] = function
        return function

    return wrap


def run_hourly() -> list[str]:
    """Do the hourly work of every room in this process; one that fails does not keep the others from theirs."""
    failed = []
    for name, function in HOURLY.items():
        try:
            function()
        except Exception as error:  # noqa: BLE001 - told in the log; the next hour tries again
            _log.error("hourly %s failed: %s", name, describe(error))
            failed.append(name)
    return failed


def enqueue(kind: str, *, title: str, by: Actor, **args: Any) -> Job:
    """Put a job into the queue in the running transaction: it exists only if the caller's change commits."""
    row = Job.objects.create(
        kind=kind,
        title=title,
        args=args,
        requested_by=by.user_id,
        requested_by_name=by.name,
        created_at=clock.now(),
    )
    _defer(row.pk)
    return row


def stop_job(job_id: UUID, *, at: datetime) -> None:
    """Ask a job to stop in the caller's transaction: what asked for the work no longer wants it."""
    Job.objects.filter(pk=job_id, state=JobState.WAITING).update(
        state=JobState.CANCELLED, is_cancel_requested=True, finished_at=at
    )
    Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(is_cancel_requested=True)


def has_stopped(job_id: UUID) -> bool:
    """Whether a job neither waits nor runs."""
    return not Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING]).exists()


def run_job(job_id: UUID, *, is_last_attempt: bool = False) -> Job:
    """Run one job to its end in this process.

    A job that already ended, or that another live process is working on, is left alone. A passing fault (connection
    lost) puts it back into the queue, at most MAX_ATTEMPTS times; any other error is kept on the row, without personal
    data, and raised.
    """
    with Lane(job_id) as lane:
        if not lane.take():
            return Job.objects.get(pk=job_id)
        row = _claim(job_id, lane)
        if row is None:
            return Job.objects.get(pk=job_id)
        try:
            result = HANDLERS[row.kind](JobHandle(row, lane), **row.args)
        except JobCancelled:
            _end(row, lane, JobState.CANCELLED, error="")
        except Exception as error:
            if isinstance(error, _PASSING) and not is_last_attempt and row.attempts < MAX_ATTEMPTS:
                _log.warning("job %s (%s) hit a passing fault: %s", job_id, row.kind, type(error).__name__)
                Job.objects.filter(pk=job_id).update(state=JobState.WAITING, message="akan dicoba lagi")
                _defer(job_id, after=RETRY_AFTER)
            else:
                _end(row, lane, JobState.FAILED, error=describe(error))
                raise
        else:
            Job.objects.filter(pk=job_id).update(state=JobState.DONE, result=result or {}, finished_at=clock.now())
    return Job.objects.get(pk=job_id)


def run_waiting_jobs() -> list[Job]:
    """Run every waiting job in this process, oldest first (tests, `rangkul worker --once`)."""
    ids = list(Job.objects.filter(state=JobState.WAITING).order_by("created_at").values_list("pk", flat=True))
    return [run_job(job_id, is_last_attempt=True) for job_id in ids]


def resume_orphans() -> list[UUID]:
    """Queue again every job that says it is running while no live process holds it. Returns their ids."""
    resumed = []
    for job_id in Job.objects.filter(state=JobState.RUNNING).values_list("pk", flat=True):
        with Lane(job_id) as lane:
            if lane.take():
                Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(
                    state=JobState.WAITING, message="dilanjutkan setelah terhenti"
                )
                _defer(job_id)
                resumed.append(job_id)
    return resumed


def describe(error: Exception) -> str:
    """What went wrong for the page and the log: our own sentences, otherwise only the kind and place of the fault.

    Messages of libraries are left out: PostgreSQL, for one, repeats the row that it refused.
    """
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, RangkulError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({place[0].filename.rpartition('/')[2]}:{place[0].lineno})" if place else ""
    return f"Kesalahan sistem {type(error).__name__}{where}. Sampaikan kepada administrator."


def register(app: App) -> None:
    """Hang our tasks into procrastinate: the queue carries only the id of a job row."""

    @app.task(name=_TASK, queue="default")
    def run(job_id: str) -> None:
        try:
            run_job(UUID(job_id))
        except Exception as error:  # noqa: BLE001 - the job row holds it; procrastinate would log values
            _log.error("job %s failed: %s", job_id, describe(error))

    @app.periodic(cron="* * * * *")
    @app.task(name=_SWEEP, queue="default", queueing_lock=_SWEEP)
    def sweep(timestamp: int) -> None:
        try:
            resume_orphans()
        finally:
            connections.close_all()

    @app.periodic(cron="7 * * * *")
    @app.task(name=_HOURLY, queue="default", queueing_lock=_HOURLY)
    def hourly(timestamp: int) -> None:
        try:
            run_hourly()
        finally:
            connections.close_all()

    @app.periodic(cron="*/2 * * * *")
    @app.task(name=_SEAL, queue="default", queueing_lock=_SEAL)
    def seal(timestamp: int) -> None:
        """The audit trail is sealed every two minutes: what is newer is not yet protected against the owner."""
        seal_new(at=clock.now())

    @app.periodic(cron="* * * * *")
    @app.task(name=_TICK, queue="default", queueing_lock=_TICK)
    def tick(timestamp: int) -> None:
        """Short work of rooms; the minute is the one it was due at, also when the worker comes late."""
        try:
            run_ticks(datetime.fromtimestamp(timestamp, UTC))
        finally:
            connections.close_all()


def _claim(job_id: UUID, lane: Lane) -> Job | None:
    open_jobs = Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING])
    row = open_jobs.first()
    if row is None:
        return None
    if row.is_cancel_requested:
        _end(row, lane, JobState.CANCELLED, error="")
        return None
    open_jobs.update(
        state=JobState.RUNNING, attempts=row.attempts + 1, started_at=row.started_at or clock.now(), error=""
    )
    row.refresh_from_db()
    return row


def _end(row: Job, lane: Lane, state: JobState, *, error: str) -> None:
    lane.fetch(
        "UPDATE tasks_job SET state = %s, error = %s, finished_at = %s WHERE id = %s",
        [state, error, clock.now(), row.pk],
    )
    if row.kind in FAILURES:
        row.refresh_from_db()
        FAILURES[row.kind](row, **row.args)


def _defer(job_id: UUID, *, after: timedelta | None = None) -> None:
    from procrastinate.contrib.django import app

    schedule_in = {"seconds": int(after.total_seconds())} if after else None
    app.configure_task(_TASK, schedule_in=schedule_in).defer(job_id=str(job_id))
