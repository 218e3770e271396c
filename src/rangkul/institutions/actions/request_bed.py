"""A bed is asked for: the desk asks an institution, an institution asks to take somebody in, and each answers."""

from datetime import date, datetime
from uuid import UUID

from rangkul.institutions.actions import steps
from rangkul.institutions.enums import OPEN_REQUESTS, BedSex, RequestKind, RequestState
from rangkul.institutions.errors import NoSuchInstitution, UnableToChange
from rangkul.institutions.models import BedRequest, Institution, Residency
from rangkul.institutions.policies import check_can_ask, check_can_offer, check_step
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


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
    *, request_id: UUID, verb: str, text: str, by: Actor, at: datetime, bed_group_id: UUID | None = None
) -> BedRequest:
    """Accept (`accept`, the institution, perhaps with a room), refuse (`refuse`) or take back (`withdraw`) a request.

    Raises Denied, Refused (a refusal without its reason), UnableToChange when somebody answered it before, with who.
    """
    row = lock_request(request_id)
    if row.state not in OPEN_REQUESTS or (verb == "accept" and row.state != RequestState.ASKED):
        raise UnableToChange(_answered(row))
    check_step(by, row, verb)
    state = {"accept": RequestState.ACCEPTED, "refuse": RequestState.REFUSED, "withdraw": RequestState.WITHDRAWN}[verb]
    if verb == "accept":
        row.bed_group = row.institution.bed_groups.filter(pk=bed_group_id).first() if bed_group_id else None
        row.answer = clean(text)[:1000]
    else:
        row.answer = steps.said("Alasan", text, least=5, most=1000, remedy="tulis mengapa, agar dicari tempat lain")
    _settle(row, state, by, at)
    return row


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
    return row


def _settle(row: BedRequest, state: RequestState, by: Actor, at: datetime) -> None:
    row.state, row.answered_by_name, row.answered_at = state, by.name[:200], at
    row.save()
    _note("institutions.request.answer", row, by, at, state=state.value)


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
