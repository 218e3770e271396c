"""Background work of coverage: making it, and putting a long list into proposals."""

from datetime import date
from typing import Any
from uuid import UUID

from rangkul.insight.coverage import cells
from rangkul.insight.coverage.actions import BUILD_JOB, PROPOSE_JOB, build_cover, propose_cell
from rangkul.insight.coverage.policies import VIEW
from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import JobHandle, job


@job(BUILD_JOB)
def make_cover(handle: JobHandle, *, as_of: str) -> dict[str, Any]:
    """Make the coverage in the name of whoever asked; the permission was checked then."""
    by = Actor(
        user_id=handle.job.requested_by,
        name=handle.job.requested_by_name,
        role="",
        permissions=frozenset({VIEW}),
    )
    return dict(
        build_cover(as_of=date.fromisoformat(as_of), by=by, at=clock.now(), progress=handle.progress)
    )


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
