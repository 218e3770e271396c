"""Background work of the registry: looking for people who are registered twice."""

from typing import Any
from uuid import UUID

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import JobHandle, job
from rangkul.registry.actions.link_registry import LINK_JOB, run_linkage


@job(LINK_JOB)
def link(handle: JobHandle, *, run_id: str, retrain: bool = False) -> dict[str, Any]:
    """Search in the name of whoever asked; permission and area were checked when the job was asked for."""
    by = Actor(user_id=handle.job.requested_by, name=handle.job.requested_by_name, role="SYSTEM")
    run = run_linkage(run_id=UUID(run_id), retrain=retrain, by=by, at=clock.now(), progress=handle.progress)
    return {"persons": run.persons, "pairs": run.pairs, "new": run.pairs_new}
