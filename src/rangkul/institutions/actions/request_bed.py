"""A bed is asked for: the desk asks an institution, an institution asks to take somebody in; who accepts holds a bed."""

from datetime import date, datetime, timedelta
from uuid import UUID

from rangkul.institutions import telling
from rangkul.institutions.actions import steps
from rangkul.institutions.actions.capacity import find_full, room_for
from rangkul.institutions.enums import OPEN_REQUESTS, BedSex, RequestKind, RequestState
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import BedRequest, Institution, Residency
from rangkul.institutions.policies import check_can_ask, check_can_expire, check_can_offer, check_step
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

HELD_DAYS = 3
"""How long an accepted request holds a bed when the institution names no day: time to bring somebody."""
MOST_HELD_DAYS = 14
"""Longer than that a bed stands empty for somebody who may not come."""


@action("institutions.request.ask")
def ask_for_bed(
    *,
    institution_id: UUID,
    referral_id: UUID,
    name: str,
    sex: str,
    birth_date: date | None,
    area: str,
    origin: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> BedRequest:
    """The desk asks an institution whether it has room for the person of a referral.

    Raises Denied, Refused (no reason), UnableToChange when this institution was asked already.
    """
    house = steps.lock_open(institution_id)
    check_can_ask(by, house)
    there = BedRequest.objects.filter(institution=house, referral_id=referral_id, state__in=OPEN_REQUESTS).first()
    if there is not None:
        raise UnableToChange(f"{house.name} sudah ditanya oleh {there.asked_by_name} pada {_day(there.asked_at)}.")
    return _write(
        RequestKind.OFFICE, house, area=area, name=name, sex=sex, birth_date=birth_date, origin=origin, reason=reason,
        referral_id=referral_id, by=by, at=at,
    )  # fmt: skip


@action("institutions.request.offer")
def offer_bed(
    *,
    institution_id: UUID,
    name: str,
    sex: str,
    birth_date: date | None,
    origin: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> BedRequest:
    """An institution asks to take in somebody at its door; the office finds them in the registry and confirms.

    Raises Denied for another institution, Refused, UnableToChange when the same person is waiting already.
    """
    house = steps.lock_open(institution_id)
    check_can_offer(by, house)
    waiting = BedRequest.objects.filter(institution=house, kind=RequestKind.HOUSE, state__in=OPEN_REQUESTS)
    there = waiting.filter(name__iexact=clean(name), birth_date=birth_date).first()
    if there is not None:
        raise UnableToChange(f"{there.name} sudah diminta oleh {there.asked_by_name} pada {_day(there.asked_at)}.")
    return _write(
        RequestKind.HOUSE, house, area=house.area_code, name=name, sex=sex, birth_date=birth_date, origin=origin,
        reason=reason, referral_id=None, by=by, at=at,
    )  # fmt: skip


@action("institutions.request.answer")
def answer_request(
    *,
    request_id: UUID,
    verb: str,
    text: str,
    by: Actor,
    at: datetime,
    bed_group_id: UUID | None = None,
    until: date | None = None,
) -> BedRequest:
    """Accept (`accept`, the institution, perhaps with a room), refuse (`refuse`) or take back (`withdraw`) a request.

    Accepting holds a bed until the last day `until`, `HELD_DAYS` without one. Raises Denied, Refused (a refusal without
    its reason, a room for the other sex, a day too far off), UnableToChange when no bed is free, with the figures, or
    when somebody answered it before, with who.
    """
    row = _lock_with_house(request_id) if verb == "accept" else lock_request(request_id)
    if row.state not in OPEN_REQUESTS or (verb == "accept" and row.state != RequestState.ASKED):
        raise UnableToChange(_answered(row))
    check_step(by, row, verb)
    state = {"accept": RequestState.ACCEPTED, "refuse": RequestState.REFUSED, "withdraw": RequestState.WITHDRAWN}[verb]
    if verb == "accept":
        _hold(row, bed_group_id, until, steps.day_of(at))
        row.answer = clean(text)[:1000]
    else:
        row.answer = steps.said("Alasan", text, least=5, most=1000, remedy="tulis mengapa, agar dicari tempat lain")
    _settle(row, state, by, at)
    return row


@action("institutions.request.expire")
def expire_request(*, request_id: UUID, by: Actor, at: datetime) -> BedRequest:
    """The days for which an accepted request held a bed are over, and nobody came; both sides are told.

    Raises Denied, UnableToChange when it was answered meanwhile or still holds.
    """
    row = lock_request(request_id)
    check_can_expire(by)
    if row.state != RequestState.ACCEPTED or row.held is None or row.held.upper > steps.day_of(at):
        raise UnableToChange(_answered(row))
    row.state, row.answer = RequestState.EXPIRED, row.answer or "Sampai hari terakhir belum ada yang masuk."
    row.save(update_fields=["state", "answer"])
    _note("institutions.request.expire", row, by, at, until=str(row.held_until))
    telling.tell_both(row, by=by, at=at)
    return row


def _lock_with_house(request_id: UUID) -> BedRequest:
    """The institution first, as an admission does, so that two who give the last bed away wait for each other."""
    house = BedRequest.objects.filter(pk=request_id).values_list("institution_id", flat=True).first()
    if house is None:
        raise NoSuchInstitution(request_id)
    steps.lock_open(house)
    return lock_request(request_id)


def _hold(row: BedRequest, bed_group_id: UUID | None, until: date | None, today: date) -> None:
    last = until or today + timedelta(days=HELD_DAYS)
    if not today <= last <= today + timedelta(days=MOST_HELD_DAYS):
        raise Refused(
            field="Tempat disimpan sampai",
            value=clock.format_date(last),
            expected=f"hari ini sampai {clock.format_date(today + timedelta(days=MOST_HELD_DAYS))}",
            remedy="pilih hari yang lebih dekat",
        )
    row.bed_group = room_for(row.institution, bed_group_id, today, row.sex)
    full = find_full(row.institution, row.bed_group, today)
    if full is not None:
        raise UnableToChange(f"{full.taken}. Pilih kamar lain, atau tolak permintaan ini agar dicari lembaga lain.")
    row.held = steps.span(today, last)


def lock_request(request_id: UUID) -> BedRequest:
    """The request, locked. Raises `NoSuchInstitution`."""
    found = BedRequest.objects.select_for_update(of=("self",)).select_related("institution").filter(pk=request_id)
    row = found.first()
    if row is None:
        raise NoSuchInstitution(request_id)
    return row


def check_admits(request_id: UUID, institution_id: UUID, by: Actor) -> BedRequest:
    """The institution's request that an admission will confirm. Raises Denied, UnableToChange when it is answered."""
    row = lock_request(request_id)
    if row.institution_id != institution_id:
        raise NoSuchInstitution(request_id)
    if row.state not in OPEN_REQUESTS:
        raise UnableToChange(_answered(row))
    check_step(by, row, "admit")
    return row


def settle_requests(stay: Residency, own: BedRequest | None, by: Actor, at: datetime) -> None:
    """Somebody came to live there: their request is done, and other institutions asked for the referral need not wait."""
    if own is not None:
        own.residency = stay
        _settle(own, RequestState.ADMITTED, by, at)
    if stay.referral_id is None:
        return
    asked = BedRequest.objects.select_for_update(of=("self",)).select_related("institution")
    for row in asked.filter(referral_id=stay.referral_id, state__in=OPEN_REQUESTS):
        if row.institution_id == stay.institution_id:
            row.residency = stay
            _settle(row, RequestState.ADMITTED, by, at)
        else:
            row.answer = row.answer or "Sudah diterima di lembaga lain."
            _settle(row, RequestState.WITHDRAWN, by, at)


def hand_requests(house: Institution, target: Institution | None, by: Actor, at: datetime) -> None:
    """An institution stops: what it asks for goes on with `target`, if any; what it was asked ends, and says why."""
    waiting = BedRequest.objects.select_for_update(of=("self",)).select_related("institution")
    for row in waiting.filter(institution=house, state__in=OPEN_REQUESTS):
        if target is not None and row.kind == RequestKind.HOUSE:
            row.institution, row.institution_area, row.bed_group = target, target.area_code, None
            row.save(update_fields=["institution", "institution_area", "bed_group"])
            continue
        row.answer = f"{house.name} tidak berjalan lagi" + (f"; tanyakan ke {target.name}." if target else ".")
        _settle(row, RequestState.WITHDRAWN, by, at)


def _write(
    kind: RequestKind,
    house: Institution,
    *,
    area: str,
    name: str,
    sex: str,
    birth_date: date | None,
    origin: str,
    reason: str,
    referral_id: UUID | None,
    by: Actor,
    at: datetime,
) -> BedRequest:
    told = steps.said(
        "Keadaan dan alasan", reason, least=5, most=4000, remedy="tulis keadaannya dan mengapa perlu tempat"
    )
    if birth_date is not None and birth_date > steps.day_of(at):
        raise Refused(
            field="Tanggal lahir", value=clock.format_date(birth_date), expected="hari ini atau sebelumnya", remedy="periksa tanggalnya",
        )  # fmt: skip
    row = BedRequest.objects.create(
        kind=kind,
        institution=house,
        referral_id=referral_id,
        area_code=area,
        institution_area=house.area_code,
        name=steps.said("Nama", name, most=200, remedy="tulis nama seperti pada KTP atau sebutannya"),
        sex=steps.one_of("Jenis kelamin", sex, BedSex) if sex else "",
        birth_date=birth_date,
        origin=clean(origin)[:300],
        reason_cipher=crypto.seal(told, context=steps.REASON),
        asked_by_name=by.name[:200],
        asked_by=by.user_id,
        asked_at=at,
    )
    _note("institutions.request.ask" if kind == RequestKind.OFFICE else "institutions.request.offer", row, by, at)
    telling.tell_asked(row, by=by, at=at)
    return row


def _settle(row: BedRequest, state: RequestState, by: Actor, at: datetime) -> None:
    row.state, row.answered_by_name, row.answered_at = state, by.name[:200], at
    row.save()
    _note("institutions.request.answer", row, by, at, state=state.value)
    telling.tell_both(row, by=by, at=at)


def _note(name: str, row: BedRequest, by: Actor, at: datetime, **data: str) -> None:
    """On the institution's timeline: that a bed was asked for, never for whom or why."""
    record(
        name, by=by, at=at, on=row, subjects=[("institution", row.institution_id)], area=row.institution_area,
        data={"institution": row.institution.name, **data},
    )  # fmt: skip


def _answered(row: BedRequest) -> str:
    said = RequestState(row.state).label
    return f"Permintaan ini sudah {said} oleh {row.answered_by_name}. Muat ulang halaman."


def _day(at: datetime) -> str:
    return clock.format_date(steps.day_of(at))
