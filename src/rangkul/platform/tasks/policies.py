"""Who sees which jobs: whoever asked for them, and roles that watch the system."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job

VIEW = "platform.job.view"


def visible_to(actor: Actor) -> QuerySet[Job]:
    """Own jobs; all of them for a role with `platform.job.view`. Titles and results hold no personal data."""
    if actor.may(VIEW):
        return Job.objects.all()
    if actor.user_id is None:
        return Job.objects.none()
    return Job.objects.filter(Q(requested_by=actor.user_id))


def can_view(actor: Actor, job: Job) -> bool:
    return actor.may(VIEW) or (actor.user_id is not None and job.requested_by == actor.user_id)


def check_can_view(actor: Actor, job: Job) -> None:
    """Raise `Denied` unless the job is the actor's own or the role watches the system."""
    if not can_view(actor, job):
        raise Denied(permission=VIEW, message="Pekerjaan ini diminta oleh petugas lain.")


def can_cancel(actor: Actor, job: Job) -> bool:
    """Only who asked for it; the administrator for any."""
    own = actor.user_id is not None and job.requested_by == actor.user_id
    return own or actor.is_system or actor.role == "ADMINISTRATOR"
