"""Background work: taking the snapshot of everybody, by itself when it is due, and what is kept beside it."""

from datetime import date, datetime
from typing import Any

from rangkul.insight.everybody import keeping, preparing
from rangkul.insight.everybody.actions import TAKE_JOB, take_snapshot
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.platform.tasks.runner import JobHandle, job
from rangkul.platform.tasks.ticking import every_minutes


@job(TAKE_JOB)
def take(handle: JobHandle, *, as_of: str) -> dict[str, Any]:
    """Take it in the program's own name: it holds all areas, and whoever asks it later sees only their own."""
    kept = take_snapshot(
        as_of=date.fromisoformat(as_of),
        by=system_actor(handle.job.requested_by_name),
        at=clock.now(),
        progress=handle.progress,
    )
    preparing.prepare()
    return {"families": kept.families, "persons": kept.persons, "as_of": kept.as_of.isoformat()}


@every_minutes(10)
def look(at: datetime) -> None:
    """Every ten minutes: ask for a new snapshot when the night has come or an import has ended."""
    keeping.request_when_due(at)
