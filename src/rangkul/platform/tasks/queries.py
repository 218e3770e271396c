"""Reading jobs for their pages."""

from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks import policies
from rangkul.platform.tasks.models import Job


def list_jobs(actor: Actor, *, state: str = "") -> QuerySet[Job]:
    """Jobs the actor may see, newest first, optionally of one state."""
    jobs = policies.visible_to(actor).order_by("-created_at", "-id")
    return jobs.filter(state=state) if state else jobs


def get_job(actor: Actor, job_id: UUID) -> Job:
    """One job. Raises `Job.DoesNotExist` when there is none that the actor may see."""
    return policies.visible_to(actor).get(pk=job_id)


def find_job(job_id: UUID) -> Job | None:
    """One job for the page of what it works on; the caller has shown that the actor may see that."""
    return Job.objects.filter(pk=job_id).first()
