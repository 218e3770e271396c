"""Closing a case: never without an outcome, never while somebody's answer is still open."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions import steps
from rangkul.desk.enums import CaseKind, Outcome, Unmet, Verdict
from rangkul.desk.errors import UnableToClose
from rangkul.desk.models import Case, Decision
from rangkul.desk.policies import check_can
from rangkul.desk.queries.catalogue import find_service
from rangkul.desk.telling import tell_citizen
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

_ENDS_ANYHOW = {Outcome.WITHDRAWN, Outcome.DUPLICATE}


@action("desk.case.close")
def close_case(
    *,
    case_id: UUID,
    outcome: str,
    note: str,
    public_note: str,
    by: Actor,
    at: datetime,
    unmet_reason: str = "",
    revision: int | None = None,
) -> Case:
    """Close a case with its outcome, a note for colleagues and a plain sentence for the citizen.

    Raises `UnableToClose` while a referral is unanswered, or when the outcome needs a matched person and there is none
    (withdrawn and duplicate cases need none), or when the service needs a decision that is not there or
    was a refusal; `Refused` without an outcome, or for a need that was not possible to meet without `unmet_reason`; `CaseChanged` when somebody was faster.
    """
    case = steps.lock(case_id, revision=revision)
    check_can(by, "close", case)
    of_referral.check_none_waits(case)
    if outcome not in Outcome.values:
        raise Refused(
            field="hasil",
            value=outcome,
            expected="salah satu hasil pada formulir",
            remedy="pilih bagaimana kasus berakhir",
        )
    told = steps.said("Kalimat untuk warga", public_note, remedy="tulis hasilnya dengan kata yang mudah dimengerti")
    why_not = _why_unmet(case, outcome, unmet_reason)
    if outcome not in _ENDS_ANYHOW:
        _check_matched(case, outcome)
        _check_decided(case, outcome)
    steps.move(case, "close")
    of_referral.done_with(case)
    case.outcome, case.public_note, case.closed_at, case.due_on = outcome, told[:300], at, None
    case.unmet_reason = why_not
    case.outcome_note_cipher = crypto.seal(note.strip(), context="desk.note") if note.strip() else None
    steps.keep(case, at)
    steps.note_event("desk.case.close", case, by=by, at=at, outcome=outcome, **({"unmet": why_not} if why_not else {}))
    tell_citizen(case, "desk.case.closed", key=f"case:{case.pk}:{case.revision}", at=at)
    return case


def _why_unmet(case: Case, outcome: str, reason: str) -> str:
    """Why a need ends unmet, for the report of what the office could not do; "" for every other outcome."""
    if outcome != Outcome.NOT_POSSIBLE:
        return ""
    if reason not in Unmet.values and (reason or case.kind == CaseKind.NEED):
        raise Refused(
            field="Mengapa tidak dapat ditangani", value=reason, expected="salah satu sebab pada formulir",
            remedy="pilih sebabnya, agar kebutuhan yang tidak terpenuhi terlihat dalam laporan",
        )  # fmt: skip
    return reason


def _check_matched(case: Case, outcome: str) -> None:
    if outcome in (Outcome.HELPED, Outcome.PROPOSED) and case.person_id is None:
        raise UnableToClose(
            "Kasus belum dicocokkan dengan warga di registri. Cocokkan atau daftarkan warganya lebih dulu, atau pilih hasil lain."
        )


def _check_decided(case: Case, outcome: str) -> None:
    """What the office itself grants is granted by a decision; what was refused is not told as help."""
    service = find_service(case.service_code) if case.service_code else None
    decision = Decision.objects.filter(case_id=case.pk).order_by("-number").first()
    if decision is not None and decision.needs_second and decision.second_at is None:
        decision = None
    if outcome != Outcome.HELPED:
        return
    if decision is not None and decision.verdict == Verdict.REFUSED:
        raise UnableToClose(
            "Layanan ini tidak disetujui dalam penetapan. Pilih hasil “tidak dapat ditangani”, atau ajukan penetapan lagi."
        )
    if service is not None and service.is_decided and (decision is None or decision.verdict != Verdict.APPROVED):
        raise UnableToClose(
            f"Layanan “{service.name}” diberikan dengan penetapan. Tulis kajian dan ajukan penetapan lebih dulu."
        )
