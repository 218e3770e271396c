"""From "KK issued" to the registry: the numbers a civil registry answered with, checked and recorded by an official."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions import steps
from rangkul.desk.enums import ReferralState
from rangkul.desk.errors import StaleReferral
from rangkul.desk.models import Case, Referral
from rangkul.desk.policies import check_can_serve
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries


@action("desk.referral.record_identity")
def record_identity(
    *, referral_id: UUID, kk: str, nik: str, by: Actor, at: datetime, revision: int | None = None
) -> Referral:
    """Put a new family-card number (and NIK) into the registry, as the official reads them on the card in hand.

    When the agency told numbers, they must be the same: two readings of one card. A person without a family becomes the
    head of a new one, a family without a card gets the number; everything else is the registry's own refusal
    (number in use, another card already, no right). All or nothing; once.
    """
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral)
    _check_ready(referral, case, revision)
    assert case.person_id is not None
    new_kk, new_nik = NomorKK.parse(kk), Nik.parse(nik) if nik.strip() else None
    _check_same("Nomor KK", str(new_kk), referral.result_kk_cipher, "desk.result_kk")
    _check_same("NIK", str(new_nik or ""), referral.result_nik_cipher, "desk.result_nik")
    why = f"KK terbit, rujukan {case.ticket}"
    person_id = registry_queries.find_survivor(by, case.person_id) or case.person_id
    if new_nik is not None:
        registry_actions.record_nik(person_id=person_id, nik=str(new_nik), by=by, at=at, reason=why)
    case.family_id = _record_card(case, person_id, new_kk, why, by, at)
    referral.identity_recorded_at, referral.is_with_desk = at, False
    referral.result_kk_cipher = referral.result_nik_cipher = None
    of_referral.keep(referral)
    steps.keep(case, at)
    of_referral.note_event("desk.referral.record_identity", referral, case, by=by, at=at, with_nik=new_nik is not None)
    return referral


def _check_ready(referral: Referral, case: Case, revision: int | None) -> None:
    if referral.identity_recorded_at is not None:
        raise Refused(
            field="Nomor KK",
            value="",
            expected="rujukan yang nomornya belum dicatat",
            remedy="nomor ini sudah masuk registri; buka halaman warganya",
        )
    if revision is not None and referral.revision != revision:
        raise StaleReferral("Rujukan ini baru saja berubah; muat ulang halaman, lalu ulangi bila masih perlu.")
    if referral.state != ReferralState.DONE:
        raise Refused(
            field="Rujukan",
            value=str(ReferralState(referral.state).label),
            expected="rujukan yang selesai dengan hasil",
            remedy="catat dulu jawaban lembaganya",
        )
    if case.person_id is None:
        raise Refused(
            field="Kasus",
            value="",
            expected="kasus yang sudah dicocokkan dengan warga",
            remedy="cocokkan dulu kasusnya",
        )


def _check_same(field: str, typed: str, told: bytes | memoryview | None, context: str) -> None:
    """What the official reads on the card must be what the agency wrote; the number itself stands in no message."""
    if told is not None and crypto.unseal(bytes(told), context=context) != typed:
        raise Refused(
            field=field,
            value="",
            expected="sama dengan nomor yang dikirim lembaga",
            remedy="baca lagi kartunya; bila lembaga yang keliru, minta mereka lewat telepon lalu buat rujukan baru",
        )


def _record_card(case: Case, person_id: UUID, kk: NomorKK, why: str, by: Actor, at: datetime) -> UUID:
    family_id = registry_queries.family_of(person_id, on=clock.local_date(at, settings.TIME_ZONE))
    if family_id is None:
        family = registry_actions.register_family(
            area=case.area_code, members=[(person_id, "HEAD")], kk=str(kk), by=by, at=at, reason=why
        )
        return family.pk
    registry_actions.record_card(family_id=family_id, kk=str(kk), by=by, at=at, reason=why)
    return family_id
