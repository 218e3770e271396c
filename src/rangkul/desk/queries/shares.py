"""A case that divisions work on together, as those who read it see it; every look is logged with its purpose."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts.roles import BY_CODE
from rangkul.desk import policies
from rangkul.desk.errors import NoSuchCase
from rangkul.desk.models import Case, Share
from rangkul.desk.policies import Reader
from rangkul.desk.queries.cases import note_look
from rangkul.desk.queries.catalogue import find_service
from rangkul.desk.queries.flow import AssessmentView, DecisionView, assessments_in, decisions_in
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.platform import crypto
from rangkul.platform.audit.queries import count_looks
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

REMARKS = 100
SHARED_PAGE = 25


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A remark, opened."""

    text: str
    by: str
    at: datetime
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareView:
    """Who may read the case until when and why, and how often they did."""

    id: UUID
    name: str
    role_label: str
    reason: str
    until_on: date
    given_by_name: str
    is_in_force: bool
    ended_by_name: str
    looks: int
    last_look_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCase:
    """A case for those who read it together.

    Without phone, reporter and confidential notes: those stay with the desk. `shares` and `receivers` are empty for
    who may not share. `own` is the share the actor reads by, None for who serves the case.
    """

    id: UUID
    ticket: str
    concerned_name: str
    area_label: str
    state: str
    state_label: str
    service: str
    assigned_to_name: str
    story: str
    assessment: AssessmentView | None
    decision: DecisionView | None
    remarks: tuple[RemarkView, ...]
    readers: tuple[str, ...]
    own: ShareView | None
    may_share: bool
    may_open_case: bool
    shares: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One case on the list of those shared with somebody."""

    share_id: UUID
    case_id: UUID
    ticket: str
    concerned_name: str
    area_label: str
    state_label: str
    reason: str
    given_by_name: str
    until_on: date


def get_shared_case(actor: Actor, case_id: UUID, *, at: datetime) -> SharedCase:
    """The case for who serves it or holds a share in force; the look is logged. Raises `NoSuchCase`."""
    today = clock.local_date(at, settings.TIME_ZONE)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase(case_id)
    serves = policies.can_read_story(actor, case)
    own = None if serves else policies.find_share(actor, case, on=today)
    if not serves and own is None:
        raise NoSuchCase(case_id)
    looking = actor if own is None else actor.for_purpose(f"kasus {case.ticket} dibagikan: {own.reason}"[:300])
    note_look(looking, case, ["cerita", "kajian", "catatan antarbidang"], at)
    may_share = policies.can_share(actor, case)
    assessments = assessments_in(list(case.assessments.order_by("-version")[:1]), True)
    decisions = decisions_in(list(case.decisions.order_by("-number")[:1]), True)
    service = find_service(case.service_code) if case.service_code else None
    return SharedCase(
        id=case.pk,
        ticket=case.ticket,
        concerned_name=case.concerned_name,
        area_label=reference_queries.area_label(case.area_code),
        state=case.state,
        state_label=str(CASE.state(case.state).label),
        service=service.name if service else "",
        assigned_to_name=case.assigned_to_name,
        story=crypto.unseal(bytes(case.story_cipher), context="desk.story"),
        assessment=assessments[0] if assessments else None,
        decision=decisions[0] if decisions else None,
        remarks=tuple(
            RemarkView(
                crypto.unseal(bytes(each.text_cipher), context="desk.remark"),
                each.written_by_name,
                each.written_at,
                tuple(each.told),
            )
            for each in case.remarks.order_by("-written_at", "-id")[:REMARKS]
        ),
        readers=tuple(each.name for each in policies.readers_of(case, on=today) if each.user_id != actor.user_id),
        own=_share(own, today, {}) if own else None,
        may_share=may_share,
        may_open_case=policies.can_view(actor, case),
        shares=_shares(case, today) if may_share else (),
    )


def has_share(actor: Actor, case_id: UUID, *, at: datetime) -> bool:
    """Whether a share in force opens this case to the actor."""
    today = clock.local_date(at, settings.TIME_ZONE)
    return policies.shares_visible_to(actor, on=today).filter(case_id=case_id).exists()


def list_receivers(actor: Actor, case_id: UUID, *, at: datetime) -> tuple[Reader, ...]:
    """Officials this case may still be shared with, by name. Raises `NoSuchCase`."""
    case = policies.visible_to(actor).filter(pk=case_id).first()
    if case is None or not policies.can_share(actor, case):
        raise NoSuchCase(case_id)
    today = clock.local_date(at, settings.TIME_ZONE)
    return tuple(each for each in policies.may_be_given(case, on=today) if each.user_id != actor.user_id)


def case_of_share(actor: Actor, share_id: UUID) -> UUID:
    """The case of a share that the actor may take back. Raises `NoSuchCase`."""
    share = Share.objects.filter(pk=share_id, case__in=policies.visible_to(actor)).select_related("case").first()
    if share is None or not policies.can_share(actor, share.case):
        raise NoSuchCase(share_id)
    return share.case_id


def list_shared_cases(
    actor: Actor, *, at: datetime, after: UUID | None = None, limit: int = SHARED_PAGE
) -> list[SharedRow]:
    """Cases shared with the actor that may be read today, the newest share first; one more than `limit` if there is."""
    today = clock.local_date(at, settings.TIME_ZONE)
    rows = policies.shares_visible_to(actor, on=today).select_related("case").defer("case__story_cipher")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return [
        SharedRow(
            share_id=each.pk,
            case_id=each.case_id,
            ticket=each.case.ticket,
            concerned_name=each.case.concerned_name,
            area_label=reference_queries.area_label(each.case.area_code),
            state_label=str(CASE.state(each.case.state).label),
            reason=each.reason,
            given_by_name=each.given_by_name,
            until_on=each.until_on,
        )
        for each in rows.order_by("-id")[: limit + 1]
    ]


def _shares(case: Case, today: date) -> tuple[ShareView, ...]:
    rows = list(case.shares.order_by("-given_at", "-id")[:REMARKS])
    looks = count_looks("case", case.pk, by={each.user_id for each in rows})
    return tuple(_share(each, today, looks) for each in rows)


def _share(row: Share, today: date, looks: dict[UUID, tuple[int, datetime]]) -> ShareView:
    times, last = looks.get(row.user_id, (0, None))
    role = BY_CODE.get(row.role)
    return ShareView(
        id=row.pk,
        name=row.user_name,
        role_label=str(role.label) if role else row.role,
        reason=row.reason,
        until_on=row.until_on,
        given_by_name=row.given_by_name,
        is_in_force=row.ended_at is None and row.until_on >= today,
        ended_by_name=row.ended_by_name,
        looks=times,
        last_look_at=last,
    )
