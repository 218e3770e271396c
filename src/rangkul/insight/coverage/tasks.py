"""Background work of coverage: putting a long list into proposals."""

from typing import Any
from uuid import UUID

from rangkul.insight.coverage import cells
from rangkul.insight.coverage.actions import PROPOSE_JOB, propose_cell
from rangkul.kernel import clock
from rangkul.platform.tasks.runner import JobHandle, job


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
