"""Asking for an examination of the chain: itself a deed on the trail."""

from datetime import datetime

from django.utils.translation import gettext as _

from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.policies import check_can_view_trail
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import enqueue


@action("audit.trail.examine")
def examine_trail(*, by: Actor, at: datetime) -> Job:
    """Put an examination of the whole chain into the queue. Raises Denied without the right to read the trail."""
    check_can_view_trail(by)
    job = enqueue("audit.trail.verify", title=_("Pemeriksaan rantai jejak audit"), by=by)
    record("audit.trail.examine", by=by, at=at, on=job)
    return job
