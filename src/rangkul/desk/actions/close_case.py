"""Closing a case: never without an outcome, never while somebody's answer is still open."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions import referral_steps as of_referral
from rangkul.desk.actions import steps
from rangkul.desk.enums import Outcome
from rangkul.desk.errors import UnableToClose
from rangkul.desk.models import Case
from rangkul.desk.policies import check_can
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

_ENDS_ANYHOW = {Outcome.WITHDRAWN, Outcome.DUPLICATE}


@action("desk.case.close")
def close_case(*, case_id: UUID, outcome: str, note: str, public_note: str, by: Actor, at: datetime) -> Case:
    """Close a case with its outcome, a note for colleagues and a plain sentence for the citizen.

    Raises `UnableToClose` while a referral is unanswered, or when the outcome needs a matched person and there is none
    (withdrawn and duplicate cases need none); `Refused` without an outcome.
    """
    case = steps.lock(case_id)
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
    if outcome not in _ENDS_ANYHOW:
        _check_matched(case, outcome)
    steps.move(case, "close")
    of_referral.done_with(case)
    case.outcome, case.public_note, case.closed_at, case.due_on = outcome, told[:300], at, None
    case.outcome_note_cipher = crypto.seal(note.strip(), context="desk.note") if note.strip() else None
    steps.keep(case, at)
    steps.note_event("desk.case.close", case, by=by, at=at, outcome=outcome)
    return case


def _check_matched(case: Case, outcome: str) -> None:
    if outcome in (Outcome.HELPED, Outcome.PROPOSED) and case.person_id is None:
        raise UnableToClose(
            "Kasus belum dicocokkan dengan warga di registri. Cocokkan atau daftarkan warganya lebih dulu, atau pilih hasil lain."
        )
