"""Taking the list of overlaps out of the house, and making it a frozen list from which villages open removal batches."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.candidate_lists import LIMITS
from rangkul.programmes.enums import Advice, CandidateKind, ExitReason
from rangkul.programmes.models import Candidate, CandidateRun, OverlapPolicy, Programme
from rangkul.programmes.policies import overlaps as policies
from rangkul.programmes.policies.removal import check_can_run
from rangkul.programmes.queries.overlap_report import FIRST, SECOND, OverlapRow, Side, get_policy, list_overlaps
from rangkul.programmes.queries.overlaps import outside_code
from rangkul.registry.enums import Source

MOST = 5_000


@action("programmes.overlap.export")
def export_overlaps(*, policy_id: UUID, area: str, by: Actor, at: datetime) -> list[OverlapRow]:
    """The list of one pair in an area for a file; the trail keeps who took it. Raises Denied, Refused over 5,000 rows."""
    policies.check_can_view_holders(by)
    today = office_day(at)
    policy = get_policy(policy_id, on=today)
    rows = _everybody(by, policy, area, today)
    data = {"programmes": [policy.first.code, policy.second.code], "rows": len(rows)}
    record("programmes.overlap.export", by=by, at=at, on=policy, kind="overlap_policy", area=area, data=data)
    return rows


@action("programmes.overlap.list")
def list_overlaps_as_candidates(*, policy_id: UUID, area: str, side: str, by: Actor, at: datetime) -> CandidateRun:
    """Freeze the overlaps of a pair in an area as candidates to strike off one of the two programmes ("first", "second").

    Nobody ends by this: villages take the candidates into removal batches, each to be checked and chosen by name. A
    dwelling that is only assumed from addresses makes no candidate. Raises Denied, Refused.
    """
    check_can_run(by, area)
    policies.check_can_view_holders(by)
    today = office_day(at)
    policy = get_policy(policy_id, on=today)
    if side not in (FIRST, SECOND):
        raise Refused(
            field="Program yang diakhiri",
            value=side,
            expected=f"{policy.first.name} atau {policy.second.name}",
            remedy="pilih salah satu",
        )
    ending = policy.first if side == FIRST else policy.second
    chosen: dict[UUID, tuple[OverlapRow, Side, Side]] = {}
    for row in _everybody(by, policy, area, today):
        ends, stays = (row.first, row.second) if side == FIRST else (row.second, row.first)
        if not row.is_assumed and (ends.kind == "enrolment" or outside_code(ending.code)):
            chosen.setdefault(ends.id, (row, ends, stays))
    if not chosen:
        raise Refused(
            field="Daftar",
            value="",
            expected="sedikitnya satu tumpang tindih yang pasti",
            remedy="tidak ada yang perlu diakhiri di wilayah ini",
        )
    run = CandidateRun.objects.create(
        kind=CandidateKind.STRIKE_OFF,
        area_code=area,
        as_of=today,
        parameters={**LIMITS, "tumpang_tindih": [policy.first.code, policy.second.code]},
        total=len(chosen),
        requested_by=by.user_id,
        requested_by_name=by.name,
        created_at=at,
    )
    Candidate.objects.bulk_create(
        [_candidate(run, policy, ending, row, ends, stays) for row, ends, stays in chosen.values()], batch_size=1_000
    )
    data = {
        "programmes": [policy.first.code, policy.second.code],
        "ending": ending.code,
        "as_of": today.isoformat(),
        "total": run.total,
    }
    record("programmes.overlap.list", by=by, at=at, on=run, kind="candidate_run", area=area, data=data)
    return run


def _everybody(by: Actor, policy: OverlapPolicy, area: str, today: date) -> list[OverlapRow]:
    rows, more = list_overlaps(by, policy, on=today, area=area, limit=MOST)
    if more:
        raise Refused(
            field="Daftar",
            value=f"lebih dari {MOST} baris",
            expected=f"paling banyak {MOST}",
            remedy="pilih satu kecamatan",
        )
    return rows


def _candidate(
    run: CandidateRun, policy: OverlapPolicy, ending: Programme, row: OverlapRow, ends: Side, stays: Side
) -> Candidate:
    is_own = ends.kind == "enrolment"
    return Candidate(
        run=run,
        area_code=row.area_code,
        subject_kind=ends.who,
        subject_id=ends.holder_id,
        subject_name=ends.holder,
        reason=ExitReason.OVERLAP,
        advice=Advice.CHECK,
        enrolment_id=ends.id if is_own else None,
        outside_id=None if is_own else ends.id,
        outside_programme="" if is_own else outside_code(ending.code),
        outside_number="" if is_own else ends.number,
        cause_name=stays.holder if stays.holder_id != ends.holder_id and not stays.is_sensitive else "",
        evidence_source=stays.source if stays.source in Source.values else "RANGKUL",
        evidence_kind=stays.kind,
        evidence_id=stays.id,
        evidence_on=stays.since,
        facts={"dengan": "" if stays.is_sensitive else stays.name, "dasar": policy.basis},
    )
