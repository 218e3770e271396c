"""Background work of coverage: putting a long list into proposals, having the cover ready before somebody asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from rangkul.insight.coverage import cells
from rangkul.insight.coverage.actions import PROPOSE_JOB, propose_cell
from rangkul.insight.coverage.building import components_of, is_prepared
from rangkul.insight.everybody import preparing
from rangkul.insight.everybody.store import find_kept
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.models import Job, JobState
from rangkul.platform.tasks.runner import JobHandle, enqueue, job
from rangkul.platform.tasks.ticking import every_minutes

PREPARE_JOB = "insight.coverage.prepare"
preparing.prepared("insight.coverage")(components_of)


@job(PREPARE_JOB)
def prepare(_handle: JobHandle) -> dict[str, Any]:
    """Make the cover of the rules in force beside the snapshot in use."""
    return {"prepared": preparing.prepare()}


@every_minutes(10)
def look(at: datetime) -> None:
    """Every ten minutes: rules published since have their cover made before the first visitor asks for it."""
    kept = find_kept()
    if kept is None or is_prepared(kept):
        return
    asked = Job.objects.filter(kind=PREPARE_JOB)
    if asked.filter(state__in=[JobState.WAITING, JobState.RUNNING]).exists() or asked.filter(
        created_at__gt=at - preparing.GAP
    ):
        return
    with transaction.atomic():
        enqueue(PREPARE_JOB, title="Menyiapkan halaman cakupan", by=system_actor("salinan data otomatis"))


@job(PROPOSE_JOB)
def propose(
    handle: JobHandle, *, cell: dict[str, str], component_id: str, fiscal_year: int, scope: dict[str, Any]
) -> dict[str, Any]:
    """Propose everybody of a list in the name of whoever asked, with the rights and areas of that moment.

    One transaction: cancelled or interrupted, nothing was proposed, and it is done again whole.
    """
    done = propose_cell(
        cell=cell,
        component_id=UUID(component_id),
        fiscal_year=fiscal_year,
        by=cells.actor_of(scope),
        at=clock.now(),
        progress=handle.progress,
    )
    return {
        "batches": [str(each.pk) for each in done.batches],
        "lines": len(done.lines),
        "refused": len(done.refused),
    }
