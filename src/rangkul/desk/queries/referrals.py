"""Referrals as lists and as one page: what was sent to whom, what they said, what the desk has to do next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from rangkul.desk import policies
from rangkul.desk.enums import OPEN_STATES, ReferralSide, ReferralState
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import Case, Referral
from rangkul.desk.policies.letters import READ
from rangkul.desk.queries.case_lists import COUNT_UP_TO
from rangkul.desk.referral_address import AGENCY_TEMPLATES
from rangkul.desk.referral_links import token_of
from rangkul.desk.workflow import REFERRAL
from rangkul.institutions.enums import AgencyKind
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.outbox.queries import Went, went_out
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

REFERRAL_VIEWS = ("desk", "open", "late", "incoming", "answered", "all")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was said."""

    title: str
    at: datetime
    by: str
    body: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link of a referral; `token` only for those who may hand it on, and only while it is in force."""

    token: str
    expires_at: datetime
    issued_at: datetime
    issued_by: str
    opened_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str
    revoke_reason: str
    is_in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral with its receiver and what was answered. `agency` is the receiver's name, also for a role inside.

    `allowed`: what the actor may do now, among answer, reply, withdraw, settle, link, identity, letter.
    """

    id: UUID
    case_id: UUID
    ticket: str
    concerned_name: str
    area_code: str
    agency: str
    agency_id: UUID | None
    agency_phone: str
    agency_email: str
    is_civil_registry: bool
    is_home: bool
    """Whether the receiver takes people in (panti, LKS): then an admission may end the referral."""
    to_role: str
    reason: str
    service_wanted: str
    is_accompanied: bool
    state: str
    state_label: str
    answer: str
    answer_due_on: date
    sent_at: datetime
    sent_by_name: str
    answered_at: datetime | None
    letter_id: UUID | None
    document_id: UUID | None
    is_open: bool
    is_late: bool
    is_with_desk: bool
    has_numbers: bool
    identity_recorded_at: datetime | None
    revision: int
    lines: tuple[Line, ...] = field(default_factory=tuple)
    links: tuple[LinkView, ...] = field(default_factory=tuple)
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ReferralPage:
    """One page of a list; `next_mark` continues after its last row, "" at the end."""

    rows: tuple[ReferralView, ...] = field(default_factory=tuple)
    next_mark: str = ""


def list_referrals(
    actor: Actor, view: str = "open", *, ticket: str = "", after: str = "", limit: int = 25
) -> ReferralPage:
    """One page of a view, the nearest day of answer first ("answered" and "all": the newest first). Two queries."""
    found = _in_view(actor, view).select_related("agency")
    if ticket.strip():
        found = found.filter(ticket__icontains=ticket.strip())
    newest_first = view in ("answered", "all")
    mark = _mark_of(after)
    if newest_first:
        found = found.filter(id__lt=mark[1]) if mark else found
        found = found.order_by("-id")
    else:
        if mark:
            found = found.filter(Q(answer_due_on__gt=mark[0]) | Q(answer_due_on=mark[0], id__gt=mark[1]))
        found = found.order_by("answer_due_on", "id")
    rows = list(found[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    shown = tuple(_view(actor, each, today=_today()) for each in rows[:limit])
    return ReferralPage(shown, f"{last.answer_due_on.isoformat()}~{last.pk}" if last else "")


def count_referrals(actor: Actor, views: Sequence[str] = REFERRAL_VIEWS) -> dict[str, int]:
    """How many referrals stand in each of the views, counted up to `COUNT_UP_TO`; one query."""
    try:
        base, own = policies.referrals_visible_to(actor).values(*_COUNTED_BY).query.sql_with_params()
    except EmptyResultSet:
        return dict.fromkeys(views, 0)
    # Written out but for what the policies say, like the counts of cases: built anew it costs more than it asks.
    receives = actor.may(policies.RECEIVE) and bool(actor.areas)
    bounds = [each for area in actor.areas for each in area.bounds]
    inside = " OR ".join(["(to_area_code >= %s AND to_area_code < %s)"] * len(actor.areas))
    is_open = [list(map(str, OPEN_STATES))]
    conditions: dict[str, tuple[str, list[Any]]] = {
        "desk": ("is_with_desk", []),
        "open": ("state = ANY (%s)", is_open),
        "late": ("state = ANY (%s) AND answer_due_on < %s", [*is_open, _today()]),
        "incoming": (
            f"state = ANY (%s) AND state <> %s AND to_role = %s AND ({inside})" if receives else "false",
            [*is_open, ReferralState.ASKED.value, actor.role, *bounds] if receives else [],
        ),
        "answered": ("state = ANY (%s)", [[ReferralState.DONE.value, ReferralState.REJECTED.value]]),
        "all": ("true", []),
    }
    asked: list[str] = []
    values: list[Any] = []
    for name in views:
        condition, more = conditions[name]
        part = f"SELECT FROM ({base}) AS seen WHERE {condition} LIMIT {COUNT_UP_TO}"
        asked.append(f"(SELECT count(*) FROM ({part}) AS part)")  # noqa: S608
        values += [*own, *more]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)
        return dict(zip(views, map(int, cursor.fetchone()), strict=True))


_COUNTED_BY = ("state", "answer_due_on", "is_with_desk", "to_role", "to_area_code")


def get_referral(actor: Actor, referral_id: UUID, *, at: datetime | None = None) -> ReferralView:
    """One referral that the actor may see, with all that was said and its links; the look is logged.

    Raises `NoSuchCase`.
    """
    found = policies.referrals_visible_to(actor).select_related("agency").filter(pk=referral_id).first()
    if found is None:
        raise NoSuchCase(referral_id)
    note_access(
        by=actor.for_purpose(actor.purpose or f"rujukan {found.ticket}"),
        kind="case",
        subject_id=found.case_id,
        fields=["rujukan"],
        at=at or clock.now(),
    )
    return _view(actor, found, today=_today(), in_full=True)


def referral_by_link(holder: Actor, referral_id: UUID, *, at: datetime) -> ReferralView:
    """The referral as somebody sees it who opened its link with the code; the look is logged. Raises `NoSuchCase`."""
    found = Referral.objects.select_related("agency").filter(pk=referral_id).first()
    if found is None or not policies.holds_link(holder, found):
        raise NoSuchCase(referral_id)
    note_access(by=holder, kind="case", subject_id=found.case_id, fields=["rujukan lewat tautan"], at=at)
    return _view(holder, found, today=_today(), in_full=True)


def link_went_out(actor: Actor, view: ReferralView) -> list[Went]:
    """How the link's messages to the agency went, for those who hand the link on; addresses masked."""
    return went_out(("referral", view.id), AGENCY_TEMPLATES) if "link" in view.allowed else []


def referrals_of(actor: Actor, case: Case) -> tuple[ReferralView, ...]:
    """The referrals of a case the caller has shown already, the newest first."""
    rows = case.referrals.select_related("agency").order_by("-sent_at", "-id")
    today = _today()
    return tuple(_view(actor, each, today=today) for each in rows)


def short_name(name: str) -> str:
    """A name for eyes that need no more: the first word and the initials of the others ("Siti C.")."""
    words = name.split()
    return " ".join([*words[:1], *(f"{word[0].upper()}." for word in words[1:3])])


def _today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def _condition(actor: Actor, view: str) -> Q:
    is_open = Q(state__in=OPEN_STATES)
    return {
        "desk": Q(is_with_desk=True),
        "open": is_open,
        "late": is_open & Q(answer_due_on__lt=_today()),
        "incoming": is_open & ~Q(state=ReferralState.ASKED) & Q(pk__in=policies.incoming_for(actor).values("pk")),
        "answered": Q(state__in=[ReferralState.DONE, ReferralState.REJECTED]),
    }.get(view, Q())


def _in_view(actor: Actor, view: str) -> QuerySet[Referral]:
    return policies.referrals_visible_to(actor).filter(_condition(actor, view))


def _mark_of(after: str) -> tuple[date, UUID] | None:
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _view(actor: Actor, row: Referral, *, today: date, in_full: bool = False) -> ReferralView:
    agency = row.agency
    is_open = row.state in OPEN_STATES
    return ReferralView(
        id=row.pk,
        case_id=row.case_id,
        ticket=row.ticket,
        concerned_name=row.concerned_name,
        area_code=row.area_code,
        agency=row.to_label or (agency.name if agency else ""),
        agency_id=row.agency_id,
        agency_phone=agency.phone if agency else "",
        agency_email=agency.email if agency else "",
        is_civil_registry=agency is not None and agency.kind == AgencyKind.DUKCAPIL,
        is_home=agency is not None and agency.kind == AgencyKind.INSTITUTION,
        to_role=row.to_role,
        reason=row.reason,
        service_wanted=row.service_wanted,
        is_accompanied=row.is_accompanied,
        state=row.state,
        state_label=str(ReferralState(row.state).label),
        answer=row.answer,
        answer_due_on=row.answer_due_on,
        sent_at=row.sent_at,
        sent_by_name=row.sent_by_name,
        answered_at=row.answered_at,
        letter_id=row.letter_id,
        document_id=row.document_id,
        is_open=is_open,
        is_late=is_open and row.answer_due_on < today,
        is_with_desk=row.is_with_desk,
        has_numbers=row.result_kk_cipher is not None,
        identity_recorded_at=row.identity_recorded_at,
        revision=row.revision,
        lines=_lines(row) if in_full else (),
        links=_links(actor, row) if in_full else (),
        allowed=_allowed(actor, row, is_open, agency),
    )


def _allowed(actor: Actor, row: Referral, is_open: bool, agency: Any) -> frozenset[str]:
    is_desk = policies.is_desk_of(actor, row)
    may = set()
    if is_open and (is_desk or policies.is_receiver(actor, row) or policies.holds_link(actor, row)):
        may.add("answer")
    if is_desk and is_open:
        may.add("withdraw")
        if row.state == ReferralState.ASKED:
            may.add("reply")
    if is_desk and row.is_with_desk and row.state != ReferralState.ASKED:
        may.add("settle")
    if is_open and agency is not None and actor.may("desk.referral.link") and actor.covers(row.area_code):
        may.add("link")
    if is_desk and row.state == ReferralState.DONE and row.identity_recorded_at is None and _issues_cards(agency):
        may.add("identity")
    if row.letter_id is not None and actor.may(READ) and actor.covers(row.area_code):
        may.add("letter")
    return frozenset(may)


def _issues_cards(agency: Any) -> bool:
    return agency is not None and agency.kind == AgencyKind.DUKCAPIL


def _lines(row: Referral) -> tuple[Line, ...]:
    return tuple(
        Line(
            str(REFERRAL.transition(each.verb).label), each.at, each.by_name, each.text, each.side == ReferralSide.DESK
        )
        for each in row.notes.order_by("-at", "-id")
    )


def _links(actor: Actor, row: Referral) -> tuple[LinkView, ...]:
    now = clock.now()
    hands_on = actor.may("desk.referral.link") and actor.covers(row.area_code) and not policies.holds_link(actor, row)
    if not (hands_on or policies.is_desk_of(actor, row)):
        return ()
    found = []
    for each in row.links.order_by("-issued_at", "-id"):
        in_force = policies.is_in_force(expires_at=each.expires_at, revoked_at=each.revoked_at, now=now)
        found.append(
            LinkView(
                token_of(each.pk) if in_force and hands_on else "",
                each.expires_at,
                each.issued_at,
                each.issued_by_name,
                each.opened_at,
                each.revoked_at,
                each.revoked_by_name,
                each.revoke_reason,
                in_force,
            )
        )
    return tuple(found)


def _opened(cipher: bytes | memoryview | None, context: str) -> str:
    return crypto.unseal(bytes(cipher), context=context) if cipher is not None else ""


def area_label_of(view: ReferralView) -> str:
    """Where the citizen lives, in words."""
    return reference_queries.area_label(view.area_code)
