"""One case's way through the office as its page shows it: completeness, assessment, decision, tasks, time, who is on it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from rangkul.desk import policies, sla
from rangkul.desk.enums import DecisionLevel, RequirementState, Risk, Standing, Verdict, Way
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import (
    Assessment,
    Case,
    Decision,
    Requirement,
)
from rangkul.desk.policies import Authority
from rangkul.desk.presence import note_viewer
from rangkul.desk.queries.cases import CaseView, fields_of, note_look, view_of
from rangkul.desk.queries.catalogue import Service, find_service
from rangkul.desk.queries.hanging import hanging_of
from rangkul.desk.queries.tasks import TaskView, tasks_of
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.files import queries as files_queries
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.queries import OpenedFile
from rangkul.platform.policy.actor import Actor

WATCHED_FOR = timedelta(minutes=10)
_ASSESSABLE = ("MATCHED", "HANDLED", "ASSESSED")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """One requirement; `file_id` when a paper is attached."""

    id: UUID
    label: str
    state: str
    state_label: str
    reason: str
    bring: str
    file_id: UUID | None
    file_name: str
    checked_by_name: str
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """One version; the texts are "" for who may not read the story."""

    version: int
    need: str
    situation: str
    recommendation: str
    risk: str
    risk_label: str
    way: str
    way_label: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One decision; `signature` says who, with "a.n." where it was in another's name."""

    number: int
    verdict: str
    verdict_label: str
    way: str
    way_label: str
    level_label: str
    reason: str
    signature: str
    second: str
    at: datetime
    needs_second: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A rung that was climbed: when, and who was told."""

    level: int
    told: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFlow:
    """Everything of the case's way. `may` holds what this actor may do now: check, assess, submit, decide, confirm,
    task, confidential_read, confidential_write. `authority` says in whose name they would decide.
    """

    revision: int
    service: Service | None
    standing: Standing
    due_at: datetime | None
    paused_at: datetime | None
    unknown_years: tuple[int, ...]
    requirements: tuple[RequirementView, ...] = field(default_factory=tuple)
    assessments: tuple[AssessmentView, ...] = field(default_factory=tuple)
    decisions: tuple[DecisionView, ...] = field(default_factory=tuple)
    tasks: tuple[TaskView, ...] = field(default_factory=tuple)
    escalations: tuple[EscalationView, ...] = field(default_factory=tuple)
    confidential: int = 0
    has_referrals: bool = False
    has_letters: bool = False
    has_attachments: bool = False
    others: tuple[tuple[str, datetime], ...] = field(default_factory=tuple)
    authority: Authority | None = None
    decision_level: str = ""
    may: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[RequirementView, ...]:
        """What the citizen has to bring."""
        return tuple(each for each in self.requirements if each.state == RequirementState.MISSING)

    @property
    def unchecked(self) -> int:
        """Requirements nobody has looked at yet."""
        return sum(each.state == RequirementState.UNCHECKED for each in self.requirements)

    @property
    def is_complete(self) -> bool:
        """Whether every requirement is there or not needed; True without any."""
        return not self.missing and not self.unchecked


def get_flow(actor: Actor, case_id: UUID, *, at: datetime | None = None, is_open: bool = False) -> CaseFlow:
    """The case's way as the actor may see it; reading an assessment is logged. Raises `NoSuchCase`.

    `is_open`: the actor has the page open now, which others on the case are told.
    """
    now = at or clock.now()
    case = _visible(actor, case_id)
    flow = _flow_of(actor, case, now, is_open=is_open)
    if flow.assessments and policies.can_read_story(actor, case):
        note_look(actor, case, ["kajian"], now)
    return flow


def get_case_page(
    actor: Actor, case_id: UUID, *, at: datetime | None = None, is_open: bool = False
) -> tuple[CaseView, CaseFlow]:
    """`get_case` and `get_flow` for one page: the case is read once, and the look is one line of the access log."""
    now = at or clock.now()
    case = _visible(actor, case_id)
    flow = _flow_of(actor, case, now, is_open=is_open)
    if policies.can_read_story(actor, case):
        note_look(actor, case, [*fields_of(case), *(["kajian"] if flow.assessments else [])], now)
    return view_of(actor, case, has_referrals=flow.has_referrals), flow


def _visible(actor: Actor, case_id: UUID) -> Case:
    """The case. Raises `NoSuchCase`."""
    case = next(iter(policies.visible_to(actor).filter(pk=case_id)), None)
    if case is None:
        raise NoSuchCase(case_id)
    return case


def _flow_of(actor: Actor, case: Case, now: datetime, *, is_open: bool) -> CaseFlow:
    reads = policies.can_read_story(actor, case)
    if is_open:
        note_viewer(case.pk, actor, now)
    rows = hanging_of(case, since=now - WATCHED_FOR)
    assessments = assessments_in(rows.assessments, reads)
    decisions = decisions_in(rows.decisions, reads)
    day = clock.local_date(now, settings.TIME_ZONE)
    is_waiting = case.state == "ASSESSED"
    authority = policies.find_authority(actor, case, on=day) if is_waiting else None
    return CaseFlow(
        revision=case.revision,
        service=find_service(case.service_code) if case.service_code else None,
        standing=sla.standing(case, now),
        due_at=case.due_at,
        paused_at=case.paused_at,
        unknown_years=tuple(case.unknown_years) if case.due_at is not None and case.state != "CLOSED" else (),
        requirements=_requirements(rows.requirements),
        assessments=assessments,
        decisions=decisions,
        tasks=tasks_of(actor, case, rows.tasks, day),
        escalations=tuple(EscalationView(each.level, tuple(each.told), each.at) for each in rows.escalations),
        confidential=rows.confidential if policies.can_confidential(actor, "read", case) else 0,
        others=tuple((each.name, each.seen_at) for each in rows.viewers if each.user_id != actor.user_id)[:5],
        has_referrals=rows.has_referrals,
        has_letters=rows.has_letters,
        has_attachments=rows.has_attachments,
        authority=authority,
        decision_level=case.decision_level,
        may=_may(actor, case, decisions, authority, has_assessment=bool(assessments)),
    )


def open_case_file(actor: Actor, case_id: UUID, file_id: UUID) -> OpenedFile:
    """A paper of a case with its bytes, for those who may read the story. Raises `NoSuchCase` and `Denied`."""
    case = policies.visible_to(actor).filter(pk=case_id).first()
    if case is None or not policies.can_read_story(actor, case):
        raise NoSuchCase(case_id)

    def check(_actor: Actor, stored: StoredFile) -> None:
        if (stored.owner_kind, stored.owner_id) != ("case", case.pk):
            raise NoSuchCase(case_id)

    opened = files_queries.open_file(actor, file_id, check=check)
    note_look(actor, case, ["berkas"], clock.now())
    return opened


def find_decision_in_force(case_id: UUID) -> Decision | None:
    """The newest decision that holds (approved or refused, confirmed where needed); None when there is none.

    For rooms and letters that act on it: the caller has shown that the actor may see the case.
    """
    row = Decision.objects.filter(case_id=case_id).order_by("-number").first()
    return row if row is not None and _holds(row) else None


def _requirements(rows: list[Requirement]) -> tuple[RequirementView, ...]:
    return tuple(
        RequirementView(
            id=each.pk,
            label=each.label,
            state=each.state,
            state_label=str(RequirementState(each.state).label),
            reason=each.reason,
            bring=each.bring,
            file_id=each.file_id,
            file_name=each.file_name,
            checked_by_name=each.checked_by_name,
            checked_at=each.checked_at,
        )
        for each in rows
    )


def assessments_in(rows: list[Assessment], reads: bool) -> tuple[AssessmentView, ...]:
    """The assessments as a page shows them, their words opened for those who may read them."""

    def opened(cipher: bytes | memoryview) -> str:
        return crypto.unseal(bytes(cipher), context="desk.assessment") if reads else ""

    return tuple(
        AssessmentView(
            version=each.version,
            need=opened(each.need_cipher),
            situation=opened(each.situation_cipher),
            recommendation=opened(each.recommendation_cipher),
            risk=each.risk,
            risk_label=str(Risk(each.risk).label),
            way=each.way,
            way_label=str(Way(each.way).label),
            by=each.assessed_by_name,
            at=each.assessed_at,
        )
        for each in rows
    )


def _holds(row: Decision) -> bool:
    is_final = row.verdict in (Verdict.APPROVED, Verdict.REFUSED)
    return is_final and (not row.needs_second or row.second_at is not None)


def decisions_in(rows: list[Decision], reads: bool) -> tuple[DecisionView, ...]:
    """The decisions, the newest first, as a page shows them."""
    return tuple(
        DecisionView(
            number=each.number,
            verdict=each.verdict,
            verdict_label=str(Verdict(each.verdict).label),
            way=each.way,
            way_label=str(Way(each.way).label) if each.way else "",
            level_label=str(DecisionLevel(each.level).label),
            reason=crypto.unseal(bytes(each.reason_cipher), context="desk.assessment")
            if reads and each.reason_cipher is not None
            else "",
            signature=signature_of(each.decided_by_name, each.on_behalf_of),
            second=signature_of(each.second_by_name, each.second_on_behalf_of) if each.second_at else "",
            at=each.decided_at,
            needs_second=each.needs_second and each.second_at is None,
            holds=each is rows[0] and _holds(each),
        )
        for each in rows
    )


def signature_of(name: str, position: str) -> str:
    """Who decided as a letter says it: "a.n. Koordinator Puskesos, Aswad"."""
    return f"a.n. {position}, {name}" if position else name


def _may(
    actor: Actor,
    case: Case,
    decisions: tuple[DecisionView, ...],
    authority: Authority | None,
    *,
    has_assessment: bool,
) -> frozenset[str]:
    may = set()
    if case.state != "CLOSED":
        if policies.can(actor, "check", case):
            may.add("check")
        if policies.can_give_task(actor, case):
            may.add("task")
        if policies.can_confidential(actor, "write", case):
            may.add("confidential_write")
        if case.state in _ASSESSABLE and policies.can(actor, "assess", case):
            may.add("assess")
        steps = {step.name for step in CASE.available(case.state)}
        if "submit" in steps and has_assessment and policies.can(actor, "submit", case):
            may.add("submit")
        if authority is not None:
            may.add("decide")
            if decisions and decisions[0].needs_second:
                may.add("confirm")
    if policies.can_confidential(actor, "read", case):
        may.add("confidential_read")
    return frozenset(may)
