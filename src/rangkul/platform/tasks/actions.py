"""What an official may do with a job: ask it to stop."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.policies import can_cancel
from rangkul.platform.workflow import UnableToMove


@action("platform.job.cancel")
def cancel_job(job_id: UUID, *, by: Actor, at: datetime) -> Job:
    """Stop a job: a waiting one at once, a running one at its next sign of progress, with everything undone.

    Raises `Denied` for others' jobs, `UnableToMove` when it has ended.
    """
    job = Job.objects.select_for_update(of=("self",)).get(pk=job_id)
    if not can_cancel(by, job):
        raise Denied(permission="platform.job.cancel", message="Hanya peminta pekerjaan yang dapat menghentikannya.")
    if job.state not in (JobState.WAITING, JobState.RUNNING):
        raise UnableToMove(
            workflow="platform.job",
            transition="Hentikan",
            state=str(JobState(job.state).label),
            expected=(str(JobState.WAITING.label), str(JobState.RUNNING.label)),
        )
    job.is_cancel_requested = True
    if job.state == JobState.WAITING:
        job.state, job.finished_at = JobState.CANCELLED, at
    job.save(update_fields=["is_cancel_requested", "state", "finished_at"])
    record("platform.job.cancel", by=by, at=at, on=job, data={"kind": job.kind})
    return job
