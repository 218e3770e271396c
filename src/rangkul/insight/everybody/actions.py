"""Having a snapshot of everybody taken: asking for it from a page, and taking it as a job or from the command line."""

from datetime import date, datetime

from rangkul.insight.everybody import store
from rangkul.insight.everybody.policies import check_can_refresh
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import enqueue

TAKE_JOB = "insight.snapshot.take"


@action("insight.snapshot.request")
def request_snapshot(*, as_of: date, by: Actor, at: datetime) -> Job:
    """Put the taking of a new snapshot into the queue; one that is waiting or running already is the answer.

    Raises Denied.
    """
    check_can_refresh(by)
    going = Job.objects.filter(kind=TAKE_JOB, state__in=[JobState.WAITING, JobState.RUNNING]).order_by("-created_at")
    job = going.first() or enqueue(
        TAKE_JOB, title=f"Salinan data semua warga per {as_of.isoformat()}", by=by, as_of=as_of.isoformat()
    )
    record("insight.snapshot.request", by=by, at=at, on=job, data={"as_of": as_of.isoformat()})
    return job


@action("insight.snapshot.take")
def take_snapshot(
    *,
    as_of: date,
    by: Actor,
    at: datetime,
    progress: store.Progress = lambda _done, _total, _message: None,
) -> store.Kept:
    """Read everybody as of a day and keep it. A background job or the command line: it needs the owner's connection.

    Raises Denied.
    """
    check_can_refresh(by)
    kept = store.take(as_of=as_of, progress=progress)
    record(
        "insight.snapshot.take",
        by=by,
        at=at,
        kind="snapshot",
        data={"as_of": as_of.isoformat(), "families": kept.families, "persons": kept.persons},
    )
    return kept
