"""Requests for a bed: those that wait for the actor, the list, one with its reasons, and what a referral was answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.institutions import policies
from rangkul.institutions.enums import OPEN_REQUESTS, RequestKind, RequestState
from rangkul.institutions.errors import NoSuchInstitution
from rangkul.institutions.models import BedRequest
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries

PAGE = 25
_TONES = {
    "DIMINTA": "warn",
    "DISANGGUPI": "good",
    "DITOLAK": "bad",
    "MASUK": "good",
    "DITARIK": "neutral",
    "LEWAT": "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """A request in a list. `waits_for_me`: the actor can take a step other than taking it back."""

    id: UUID
    kind_label: str
    institution_id: UUID
    institution: str
    name: str
    sex: str
    birth_date: date | None
    area_label: str
    state: str
    state_label: str
    tone: str
    asked_by_name: str
    asked_at: datetime
    answer: str
    answered_by_name: str
    answered_at: datetime | None
    held_until: date | None
    waits_for_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """One request with its reasons; `allowed`: accept, refuse, admit, withdraw."""

    row: RequestRow
    is_from_house: bool
    origin: str
    reason: str
    room: str
    referral_id: UUID | None
    residency_id: UUID | None
    allowed: frozenset[str]


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A page of requests, the newest first; `next_mark` is "" at the end."""

    rows: tuple[RequestRow, ...]
    count: int
    next_mark: str = ""


def list_requests(actor: Actor, *, is_open: bool = True, after: str = "", limit: int = PAGE) -> RequestPage:
    """Requests that wait for somebody, or those that were answered; the newest first (ids order by time)."""
    found = policies.requests_visible_to(actor)
    found = found.filter(state__in=OPEN_REQUESTS) if is_open else found.exclude(state__in=OPEN_REQUESTS)
    count = found.count()
    mark = _id(after)
    if mark is not None:
        found = found.filter(pk__lt=mark)
    rows = list(found.select_related("institution").order_by("-pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return RequestPage(_rows(actor, rows), count, str(rows[-1].pk) if more else "")


def requests_waiting_for(actor: Actor, *, limit: int = 200) -> list[RequestRow]:
    """Open requests in which the next step is this actor's, the longest waiting first."""
    found = policies.requests_visible_to(actor).filter(state__in=OPEN_REQUESTS)
    rows = list(found.select_related("institution").order_by("pk")[:limit])
    return [each for each in _rows(actor, rows) if each.waits_for_me]


def get_request(actor: Actor, request_id: UUID, *, at: datetime) -> RequestView:
    """One request with its reasons; reading them is logged where a person is known. Raises `NoSuchInstitution`."""
    found = policies.requests_visible_to(actor).filter(pk=request_id)
    row = found.select_related("institution", "bed_group").first()
    if row is None:
        raise NoSuchInstitution(request_id)
    looking = actor if actor.purpose.strip() else actor.for_purpose("membaca permintaan tempat di lembaga")
    note_access(by=looking, kind="bedrequest", subject_id=row.pk, fields=["alasan minta tempat"], at=at)
    return RequestView(
        row=_rows(actor, [row])[0],
        is_from_house=row.kind == RequestKind.HOUSE,
        origin=row.origin,
        reason=crypto.unseal(bytes(row.reason_cipher), context="institutions.reason"),
        room=row.bed_group.name if row.bed_group else "",
        referral_id=row.referral_id,
        residency_id=row.residency_id,
        allowed=policies.steps_for(actor, row),
    )


def requests_of_referral(actor: Actor, referral_id: UUID) -> list[RequestRow]:
    """What institutions answered about a referral, the newest first."""
    found = policies.requests_visible_to(actor).filter(referral_id=referral_id)
    return list(_rows(actor, list(found.select_related("institution").order_by("-pk"))))


def requests_seen(actor: Actor, request_ids: Collection[UUID]) -> Iterable[UUID]:
    """Which of these requests the actor may open: messages about the others lead nowhere any more."""
    return policies.requests_visible_to(actor).filter(pk__in=request_ids).values_list("pk", flat=True)


def _rows(actor: Actor, rows: list[BedRequest]) -> tuple[RequestRow, ...]:
    labels = reference_queries.labels_of({row.area_code for row in rows}) if rows else {}
    return tuple(
        RequestRow(
            id=row.pk,
            kind_label=str(RequestKind(row.kind).label),
            institution_id=row.institution_id,
            institution=row.institution.name,
            name=row.name,
            sex=row.sex,
            birth_date=row.birth_date,
            area_label=labels.get(row.area_code, row.area_code),
            state=row.state,
            state_label=str(RequestState(row.state).label),
            tone=_TONES[row.state],
            asked_by_name=row.asked_by_name,
            asked_at=row.asked_at,
            answer=row.answer,
            answered_by_name=row.answered_by_name,
            answered_at=row.answered_at,
            held_until=row.held_until if row.state == RequestState.ACCEPTED else None,
            waits_for_me=_waits(row, policies.steps_for(actor, row)),
        )
        for row in rows
    )


def _waits(row: BedRequest, steps: frozenset[str]) -> bool:
    if row.state == RequestState.ACCEPTED:
        return "withdraw" in steps  # the desk admits now
    return bool(steps & {"accept", "admit"})


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
