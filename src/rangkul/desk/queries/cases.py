"""One case as its page shows it: the story for those who may read it, referrals, timeline, what may be done next."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from rangkul.desk import policies
from rangkul.desk.enums import CaseKind, Channel, MatchResult, Outcome, Relationship, Sector, Urgency
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import Case
from rangkul.desk.queries.complaint_categories import labels_of_categories
from rangkul.desk.queries.referrals import ReferralView, referrals_of
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.audit.queries import list_lines_about
from rangkul.platform.audit.wording import sentence_of
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

TIMELINE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the timeline."""

    title: str
    at: datetime
    by: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case. `story`, `phone` and `outcome_note` are "" for an actor who may not read them (`hides_story`).

    `allowed` holds what this actor may do in this state: match, handle, assign, return, propose, refer, answer, note,
    close.
    """

    id: UUID
    ticket: str
    area_code: str
    area_label: str
    channel_label: str
    kind: str
    kind_label: str
    sector: str
    sector_label: str
    category: str
    category_label: str
    service_code: str
    is_classified: bool
    is_contested: bool
    is_urgent: bool
    urgency_label: str
    urgency_reason: str
    is_anonymous: bool
    reporter_agency: str
    reporter_name: str
    relationship_label: str
    concerned_name: str
    story: str
    phone: str
    has_phone: bool
    email: str
    may_be_told: bool
    hides_story: bool
    person_id: UUID | None
    family_id: UUID | None
    match_result: str
    match_label: str
    state: str
    state_label: str
    owner: str
    assigned_to: UUID | None
    assigned_to_name: str
    return_reason: str
    outcome: str
    outcome_label: str
    outcome_note: str
    public_note: str
    due_on: date | None
    sheet: str
    heard_on: date | None
    registered_at: datetime
    closed_at: datetime | None
    revision: int
    referrals: tuple[ReferralView, ...] = field(default_factory=tuple)
    timeline: tuple[Deed, ...] = field(default_factory=tuple)
    allowed: frozenset[str] = frozenset()


def get_case(actor: Actor, case_id: UUID, *, at: datetime | None = None) -> CaseView:
    """The case as the actor may see it; reading the story is logged with its purpose. Raises `NoSuchCase`."""
    case = policies.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase(case_id)
    if policies.can_read_story(actor, case):
        note_look(actor, case, fields_of(case), at or clock.now())
    return view_of(actor, case)


def fields_of(case: Case) -> list[str]:
    """What of the case's own row is sensitive, as the access log names it."""
    return ["cerita", *(["nomor HP"] if case.phone_cipher else []), *(["e-mail"] if case.email_cipher else [])]


def note_look(actor: Actor, case: Case, fields: list[str], at: datetime) -> None:
    """Write a look at a case into the access log, with the actor's purpose or that of serving it."""
    purpose = actor.purpose or f"melayani kasus {case.ticket}"
    note_access(by=actor.for_purpose(purpose), kind="case", subject_id=case.pk, fields=fields, at=at)


def view_of(actor: Actor, case: Case, *, has_referrals: bool = True) -> CaseView:
    """The view of a case that `visible_to` has given; the caller has logged the look.

    `has_referrals` is False where the caller has seen that there are none.
    """
    reads = policies.can_read_story(actor, case)
    referrals = referrals_of(actor, case) if has_referrals else ()
    state = CASE.state(case.state)
    return CaseView(
        id=case.pk,
        ticket=case.ticket,
        area_code=case.area_code,
        area_label=reference_queries.area_label(case.area_code),
        channel_label=str(Channel(case.channel).label),
        kind=case.kind,
        kind_label=str(CaseKind(case.kind).label),
        sector=case.sector,
        sector_label=str(Sector(case.sector).label) if case.sector else "",
        category=case.category,
        category_label=labels_of_categories().get(case.category, "") if case.category else "",
        service_code=case.service_code,
        is_classified=case.classified_at is not None,
        is_contested=case.contested_at is not None,
        is_urgent=case.is_urgent,
        urgency_label=str(Urgency(case.urgency).label) if case.urgency and reads else "",
        urgency_reason=_opened(case.urgency_reason_cipher, "desk.urgency") if reads else "",
        is_anonymous=case.is_anonymous,
        reporter_agency=case.reporter_agency,
        reporter_name=case.reporter_name,
        relationship_label=str(Relationship(case.relationship).label),
        concerned_name=case.concerned_name,
        story=crypto.unseal(case.story_cipher, context="desk.story") if reads else "",
        phone=_opened(case.phone_cipher, "desk.phone") if reads else "",
        has_phone=case.phone_cipher is not None,
        email=_opened(case.email_cipher, "desk.email") if reads else "",
        may_be_told=case.may_be_told,
        hides_story=not reads,
        person_id=case.person_id,
        family_id=case.family_id,
        match_result=case.match_result,
        match_label=str(MatchResult(case.match_result).label),
        state=case.state,
        state_label=str(state.label),
        owner=state.owner,
        assigned_to=case.assigned_to,
        assigned_to_name=case.assigned_to_name,
        return_reason=case.return_reason,
        outcome=case.outcome,
        outcome_label=str(Outcome(case.outcome).label) if case.outcome else "",
        outcome_note=_opened(case.outcome_note_cipher, "desk.note") if reads else "",
        public_note=case.public_note,
        due_on=case.due_on,
        sheet=case.sheet,
        heard_on=case.heard_on,
        registered_at=case.registered_at,
        closed_at=case.closed_at,
        revision=case.revision,
        referrals=referrals,
        timeline=_timeline(case),
        allowed=_allowed(actor, case, referrals),
    )


def _opened(cipher: bytes | memoryview | None, context: str) -> str:
    return crypto.unseal(bytes(cipher), context=context) if cipher is not None else ""


def _timeline(case: Case) -> tuple[Deed, ...]:
    # The letter of a referral is told by the referral itself.
    told = list_lines_about("case", case.pk, besides="documents.document.issue", limit=TIMELINE_LENGTH)
    return tuple(Deed(sentence_of(each.name, each.data), each.at, each.actor_name, each.reason) for each in told)


def _allowed(actor: Actor, case: Case, referrals: tuple[ReferralView, ...]) -> frozenset[str]:
    """What the role, the area and the state let this actor do."""
    steps = {step.name for step in CASE.available(case.state)}
    may = {verb for verb in steps if verb != "refer" and policies.can(actor, verb, case)}
    if "refer" in steps and policies.can_referral(actor, "send", case):
        may.add("refer")
    if any(each.is_open for each in referrals) and policies.can_referral(actor, "answer", case):
        may.add("answer")
    if case.state != "CLOSED":
        may |= {verb for verb in ("assign", "note") if policies.can(actor, verb, case)}
    elif policies.can(actor, "note", case):
        may.add("note")
    if policies.can(actor, "contact", case) and not case.is_anonymous:
        may.add("contact")
    return frozenset(may)
