"""Background work of programmes: screening everybody, the lists of candidates, and following health cover."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.runner import JobHandle, job
from rangkul.platform.tasks.ticking import every_minutes
from rangkul.programmes.actions.cover.follow import follow_covers
from rangkul.programmes.actions.removal.run_candidates import CANDIDATES_JOB, run_candidates
from rangkul.programmes.actions.request_screening import RUN_ALL_JOB
from rangkul.programmes.actions.screen_everybody import screen_components
from rangkul.programmes.policies.removal import RUN as RUN_CANDIDATES
from rangkul.programmes.policies.screening import RUN_ALL


@job(RUN_ALL_JOB)
def run_all(handle: JobHandle, *, component_ids: list[str], area: str, as_of: str, role: str) -> dict[str, Any]:
    """Screen everybody in the name of whoever asked; permission and area were checked when the job was asked for."""
    by = Actor(
        user_id=handle.job.requested_by,
        name=handle.job.requested_by_name,
        role=role,
        permissions=frozenset({RUN_ALL}),
        areas=(AreaCode.parse(area),),
    )
    runs = screen_components(
        component_ids=[UUID(each) for each in component_ids],
        area=area,
        as_of=date.fromisoformat(as_of),
        by=by,
        at=clock.now(),
        progress=handle.progress,
    )
    return {"runs": [str(run.pk) for run in runs], "met": {run.component.code: run.met for run in runs}}


@job(CANDIDATES_JOB)
def find_candidates(
    handle: JobHandle, *, list_kind: str, area: str, as_of: str, role: str, school_age: int, decile: int
) -> dict[str, Any]:
    """Make a list of candidates in the name of whoever asked; permission and area were checked then."""
    by = Actor(
        user_id=handle.job.requested_by,
        name=handle.job.requested_by_name,
        role=role,
        permissions=frozenset({RUN_CANDIDATES}),
        areas=(AreaCode.parse(area),),
    )
    run = run_candidates(
        kind=list_kind,
        area=area,
        as_of=date.fromisoformat(as_of),
        school_age=school_age,
        decile=decile,
        by=by,
        at=clock.now(),
        progress=handle.progress,
    )
    return {"run": str(run.pk), "total": run.total}


@every_minutes(60)
def follow(at: datetime) -> None:
    """Every hour: covers whose last day is past, and who is in PBI-JK by now, as imports say."""
    follow_covers(at=at)
