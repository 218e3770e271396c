"""Running jobs: handlers by kind, enqueued in the caller's transaction, progress that others can see."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from procrastinate import App

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState

HANDLERS: dict[str, Callable[..., dict[str, Any] | None]] = {}
_TASK = "rangkul.job"


class JobHandle:
    """What a handler holds: tells how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the work is; visible at once when called outside a transaction."""
        changes: dict[str, object] = {"done": done, "message": message[:300]}
        if total is not None:
            changes["total"] = total
        Job.objects.filter(pk=self.job.pk).update(**changes)


def job(kind: str) -> Callable[[Callable[..., dict[str, Any] | None]], Callable[..., dict[str, Any] | None]]:
    """Register `handler(handle: JobHandle, **args) -> result | None` under `kind` ("room.noun.verb")."""

    def wrap(handler: Callable[..., dict[str, Any] | None]) -> Callable[..., dict[str, Any] | None]:
        HANDLERS[kind] = handler
        return handler

    return wrap


def enqueue(kind: str, *, title: str, by: Actor, **args: Any) -> Job:
    """Put a job into the queue in the running transaction: it exists only if the caller's change commits."""
    from procrastinate.contrib.django import app

    row = Job.objects.create(
        kind=kind,
        title=title,
        args=args,
        requested_by=by.user_id,
        requested_by_name=by.name,
        created_at=clock.now(),
    )
    app.configure_task(_TASK).defer(job_id=str(row.pk))
    return row


def run_job(job_id: UUID) -> Job:
    """Run one job to its end in this process. Errors are kept on the row; a job that already ended is left alone."""
    claimed = Job.objects.filter(pk=job_id, state__in=[JobState.WAITING, JobState.RUNNING])
    if not claimed.update(state=JobState.RUNNING, started_at=clock.now()):
        return Job.objects.get(pk=job_id)
    row = Job.objects.get(pk=job_id)
    try:
        result = HANDLERS[row.kind](JobHandle(row), **row.args)
    except Exception as error:  # kept for the page: whoever asked must see why
        Job.objects.filter(pk=job_id).update(
            state=JobState.FAILED, error=f"{type(error).__name__}: {error}", finished_at=clock.now()
        )
        raise
    Job.objects.filter(pk=job_id).update(state=JobState.DONE, result=result or {}, finished_at=clock.now())
    return Job.objects.get(pk=job_id)


def run_waiting_jobs() -> list[Job]:
    """Run every waiting job in this process, oldest first (tests, `rangkul worker --once`)."""
    ids = list(Job.objects.filter(state=JobState.WAITING).order_by("created_at").values_list("pk", flat=True))
    return [run_job(job_id) for job_id in ids]


def register(app: App) -> None:
    """Hang our one task into procrastinate: the queue carries only the id of a job row."""

    @app.task(name=_TASK, queue="default")
    def run(job_id: str) -> None:
        run_job(UUID(job_id))
