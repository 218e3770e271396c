"""When a new snapshot is due without anybody asking: every night, and soon after an import was applied or undone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from rangkul.insight.everybody.actions import TAKE_JOB, request_snapshot
from rangkul.insight.everybody.store import Kept, find_kept
from rangkul.kernel import clock
from rangkul.platform.importing.enums import APPLY_JOB, UNDO_JOB
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.registry.snapshot import data_changed_at

NIGHT = range(1, 5)
"""Hours of the office's clock at which the snapshot of the day is taken."""
GAP = timedelta(hours=1)
"""At most one a while by itself: imports that follow each other share it, and one that fails is not tried without end."""
_IMPORTS = (APPLY_JOB, UNDO_JOB)


def request_when_due(at: datetime) -> Job | None:
    """Put the taking of a snapshot into the queue when one is due; the job, or None when nothing is to be done."""
    if not is_due(find_kept(), at):
        return None
    day = clock.local_date(at, settings.TIME_ZONE)
    return request_snapshot(as_of=day, by=system_actor("salinan data otomatis"), at=at)


def is_due(kept: Kept | None, at: datetime) -> bool:
    """Whether a snapshot is to be taken: there is none though the registry has data, the night has come, or an import ended.

    Never while an import runs, and not when one was asked for within the last hour.
    """
    jobs = Job.objects.all()
    if jobs.filter(kind__in=_IMPORTS, state=JobState.RUNNING).exists():
        return False
    if jobs.filter(kind=TAKE_JOB, created_at__gt=at - GAP).exists():
        return False
    if kept is None:
        return data_changed_at() is not None
    if jobs.filter(kind__in=_IMPORTS, state=JobState.DONE, finished_at__gt=kept.taken_at).exists():
        return True
    local = timezone.localtime(at)
    return local.hour in NIGHT and kept.as_of < local.date()
