"""What the receiver answers, and what the desk says back: accept, ask, reply, work, finish, reject, withdraw, settle."""

from datetime import datetime
from uuid import UUID

from rangkul.desk import telling
from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions import steps
from rangkul.desk.actions.referral_letter import drop_draft
from rangkul.desk.enums import REFUSALS, ReferralSide, ReferralState
from rangkul.desk.models import Case, Referral, ReferralLink
from rangkul.desk.policies import check_can_serve, check_can_take_answer, holds_link, is_receiver
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

VERBS = {
    ReferralState.ACCEPTED: "accept",
    ReferralState.ASKED: "ask",
    ReferralState.IN_PROGRESS: "start",
    ReferralState.DONE: "finish",
    ReferralState.REJECTED: "reject",
}
_LAST = {ReferralState.DONE, ReferralState.REJECTED}
_NEEDS_WORDS = {
    ReferralState.DONE: ("Hasil", "tulis apa yang sudah diberikan, misalnya KK sudah terbit"),
    ReferralState.REJECTED: ("Alasan menolak", "tulis alasannya, supaya warga dapat dirujuk ke tempat yang tepat"),
    ReferralState.ASKED: ("Pertanyaan", "tulis apa yang ingin Anda ketahui"),
}


@action("desk.referral.answer")
def answer_referral(
    *,
    referral_id: UUID,
    answer: str,
    text: str,
    by: Actor,
    at: datetime,
    kk: str = "",
    nik: str = "",
    refusal: str = "",
    form_key: UUID | None = None,
    revision: int | None = None,
) -> Referral:
    """One answer of the receiver: a `ReferralState` of `VERBS` with its words, written by them or by the desk for them.

    `refusal` (of `REFUSALS`, or "") sorts a rejection for the report of unmet needs.
    `kk` and `nik` come with a result of the civil registry; they are sealed here and go into the registry by
    `record_identity`. A rejected or finished referral brings the case back to the desk; nothing is closed by an
    agency's word alone. The same `form_key` again changes nothing. Raises `Denied`, `Refused`, `AlreadyAnswered`,
    `StaleReferral`, `UnableToMove`.
    """
    referral, case = of_referral.lock(referral_id)
    check_can_take_answer(by, referral)
    if of_referral.is_repeat(referral, form_key, by=by, at=at):
        return referral
    of_referral.check_fresh(referral, revision)
    if answer not in VERBS:
        raise Refused(
            field="jawaban", value=answer, expected="salah satu jawaban pada formulir", remedy="pilih salah satu"
        )
    state = ReferralState(answer)
    said = _said(state, text)
    if state == ReferralState.DONE:
        _seal_numbers(referral, kk, nik)
    if state == ReferralState.REJECTED:
        referral.refusal = _why_refused(refusal)
    side = ReferralSide.RECEIVER if is_receiver(by, referral) or holds_link(by, referral) else ReferralSide.DESK
    of_referral.go(referral, VERBS[state], text=said, side=side, form_key=form_key, by=by, at=at)
    referral.answer, referral.answered_at = said or referral.answer, at
    referral.accepted_at = referral.accepted_at or (at if state != ReferralState.ASKED else None)
    # What the desk itself wrote down it knows; only a question still waits for somebody.
    referral.is_with_desk = state == ReferralState.ASKED or (side == ReferralSide.RECEIVER and state in _LAST)
    if state in _LAST:
        ReferralLink.objects.filter(referral=referral, revoked_at__isnull=True).update(
            revoked_at=at, revoked_by_name=by.name[:200], revoke_reason="rujukan sudah selesai dijawab"
        )
        drop_draft(referral, reason="rujukan sudah dijawab sebelum surat terbit", by=by, at=at)
    of_referral.keep(referral)
    _tell(referral, case, state, at)
    of_referral.note_event("desk.referral.answer", referral, case, by=by, at=at, reason=said, answer=state.value)
    return referral


@action("desk.referral.reply")
def reply_referral(
    *, referral_id: UUID, text: str, by: Actor, at: datetime, form_key: UUID | None = None, revision: int | None = None
) -> Referral:
    """The desk answers the receiver's question; the receiver's turn again. Raises like `answer_referral`."""
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral)
    if of_referral.is_repeat(referral, form_key, by=by, at=at):
        return referral
    of_referral.check_fresh(referral, revision)
    said = steps.said("Balasan", text, least=2, remedy="jawab pertanyaannya")
    verb = "resume" if referral.accepted_at else "reply"
    of_referral.go(referral, verb, text=said, side=ReferralSide.DESK, form_key=form_key, by=by, at=at)
    referral.is_with_desk = False
    of_referral.keep(referral)
    telling.tell_receiver(referral, "desk.referral.replied", key=_key(referral), at=at)
    of_referral.note_event("desk.referral.reply", referral, case, by=by, at=at, reason=said)
    return referral


@action("desk.referral.withdraw")
def withdraw_referral(
    *, referral_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> Referral:
    """The desk takes a referral back (sent wrongly, no longer needed, never answered); its link stops at once."""
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral)
    of_referral.check_fresh(referral, revision)
    why = steps.said("Alasan menarik", reason, remedy="tulis mengapa rujukan tidak diteruskan")
    of_referral.go(referral, "withdraw", text=why, side=ReferralSide.DESK, form_key=None, by=by, at=at)
    referral.is_with_desk = False
    ReferralLink.objects.filter(referral=referral, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by_name=by.name[:200], revoke_reason="rujukan ditarik"
    )
    drop_draft(referral, reason=f"rujukan ditarik: {why}", by=by, at=at)
    of_referral.keep(referral)
    of_referral.bring_back(case)
    case.public_note = "Rujukan ditarik kembali. Petugas kami mencari jalan lain."
    steps.keep(case, at)
    telling.tell_receiver(referral, "desk.referral.withdrawn", key=_key(referral), at=at)
    of_referral.note_event("desk.referral.withdraw", referral, case, by=by, at=at, reason=why)
    return referral


@action("desk.referral.settle")
def settle_referral(*, referral_id: UUID, by: Actor, at: datetime) -> Referral:
    """The desk has seen what came back and acts on it: the referral leaves the list of what waits for the desk.

    A question can't be put aside, only answered. Raises `Denied`, `Refused`.
    """
    referral, case = of_referral.lock(referral_id)
    check_can_serve(by, referral)
    if referral.state == ReferralState.ASKED:
        raise Refused(
            field="Rujukan", value="", expected="jawaban atas pertanyaan lembaga", remedy="balas pertanyaannya"
        )
    if referral.is_with_desk:
        referral.is_with_desk = False
        of_referral.keep(referral)
    of_referral.note_event("desk.referral.settle", referral, case, by=by, at=at)
    return referral


def _said(state: ReferralState, text: str) -> str:
    if state in _NEEDS_WORDS:
        field, remedy = _NEEDS_WORDS[state]
        return steps.said(field, text, least=2, remedy=remedy)
    return clean(text)


def _why_refused(refusal: str) -> str:
    if refusal and refusal not in REFUSALS:
        raise Refused(
            field="Sebab menolak", value=refusal, expected="salah satu sebab pada formulir", remedy="pilih dari daftar"
        )
    return refusal


def _seal_numbers(referral: Referral, kk: str, nik: str) -> None:
    if clean(kk):
        referral.result_kk_cipher = crypto.seal(str(NomorKK.parse(kk)), context="desk.result_kk")
    if clean(nik):
        referral.result_nik_cipher = crypto.seal(str(Nik.parse(nik)), context="desk.result_nik")


def _tell(referral: Referral, case: Case, state: ReferralState, at: datetime) -> None:
    if state in _LAST:
        of_referral.bring_back(case)
    who = telling.public_name(referral)
    case.public_note = {
        ReferralState.ACCEPTED: f"Diterima oleh {who}; hasilnya kami tunggu.",
        ReferralState.ASKED: f"{_capital(who)} menanyakan sesuatu; petugas kami menjawabnya.",
        ReferralState.IN_PROGRESS: f"Sedang dikerjakan oleh {who}.",
        ReferralState.DONE: f"{_capital(who)} sudah selesai. Petugas kami memeriksa hasilnya.",
        ReferralState.REJECTED: f"{_capital(who)} belum dapat membantu. Petugas kami mencari jalan lain.",
    }[state][:300]
    steps.keep(case, at)
    telling.tell_desk(case, referral, "desk.referral.news", key=_key(referral), at=at)
    if state != ReferralState.ASKED:
        telling.tell_citizen(case, key=f"{_key(referral)}:warga", at=at)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _key(referral: Referral) -> str:
    return f"referral:{referral.pk}:{referral.revision}"
