"""Having the lists of candidates made: asked for by an officer, made in the background, frozen."""

from collections.abc import Callable
from datetime import date, datetime

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import enqueue
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.candidate_lists import LIMITS, fill_list
from rangkul.programmes.enums import CandidateKind
from rangkul.programmes.models import CandidateRun
from rangkul.programmes.policies import removal as policies
from rangkul.reference import queries as reference_queries

CANDIDATES_JOB = "programmes.candidate.run"


@action("programmes.candidate.request")
def request_candidates(
    *, kind: str, area: str, as_of: date, by: Actor, at: datetime, school_age: int = 21, decile: int = 4
) -> Job:
    """Put the making of a list (`CandidateKind`) over the area into the queue.

    `school_age`: above it a KIP ends; `decile`: up to it a family should get something. Raises Denied, Refused.
    """
    policies.check_can_run(by, area)
    _check(kind, as_of, office_day(at), school_age, decile)
    label = CandidateKind(kind).label
    job = enqueue(
        CANDIDATES_JOB,
        title=f"Daftar {label} di {reference_queries.area_label(area)} per {format_date(as_of)}",
        by=by,
        kind=kind,
        area=area,
        as_of=as_of.isoformat(),
        role=by.role,
        school_age=school_age,
        decile=decile,
    )
    record("programmes.candidate.request", by=by, at=at, on=job, area=area, data={"kind": kind})
    return job


@action("programmes.candidate.run")
def run_candidates(
    *,
    kind: str,
    area: str,
    as_of: date,
    by: Actor,
    at: datetime,
    school_age: int = 21,
    decile: int = 4,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _message: None,
) -> CandidateRun:
    """Make and freeze the list; a background job, as the database's owner. Raises Denied, Refused."""
    policies.check_can_run(by, area)
    _check(kind, as_of, office_day(at), school_age, decile)
    run = CandidateRun.objects.create(
        kind=kind,
        area_code=area,
        as_of=as_of,
        parameters={**LIMITS, "usia_sekolah": school_age, "desil": decile},
        requested_by=by.user_id,
        requested_by_name=by.name,
        created_at=at,
    )
    run.total = fill_list(run, progress)
    run.save(update_fields=["total"])
    data = {"kind": kind, "as_of": as_of.isoformat(), "total": run.total}
    record("programmes.candidate.run", by=by, at=at, on=run, kind="candidate_run", area=area, data=data)
    return run


def _check(kind: str, as_of: date, today: date, school_age: int, decile: int) -> None:
    if kind not in CandidateKind.values:
        raise Refused(field="Jenis daftar", value=kind, expected="dicoret atau diusulkan", remedy="pilih satu")
    if as_of > today:
        raise Refused(
            field="Keadaan per",
            value=format_date(as_of),
            expected=f"tidak sesudah hari ini ({format_date(today)})",
            remedy="pilih hari ini atau sebelumnya",
        )
    if not (15 <= school_age <= 30 and 1 <= decile <= 10):
        raise Refused(
            field="Batas",
            value=f"{school_age} tahun, desil {decile}",
            expected="usia sekolah 15–30 tahun, desil 1–10",
            remedy="periksa batasnya",
        )
