"""Deciding: by right of one's own or in another's name, never by whoever assessed, not alone by whoever registered."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.actions.assess_case import CONTEXT
from rangkul.desk.enums import DecisionLevel, Verdict, Way
from rangkul.desk.errors import UnableToDecide
from rangkul.desk.models import Assessment, Case, Decision
from rangkul.desk.policies import Authority, check_can_decide
from rangkul.desk.telling import tell_citizen
from rangkul.desk.workflow import CASE
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

_STEP = {
    Verdict.APPROVED: "decide",
    Verdict.REFUSED: "decide",
    Verdict.RAISED: "raise",
    Verdict.REWORK: "rework",
}


@action("desk.case.decide")
def decide_case(
    *, case_id: UUID, verdict: str, reason: str, by: Actor, at: datetime, way: str = "", revision: int | None = None
) -> Decision:
    """Decide on the newest assessment: approve with a way, refuse, hand up to the district, or ask for rework.

    Segregation of duties: whoever wrote any version of the assessment does not decide, nor does a delegate of theirs;
    whoever registered the case may not decide alone, so the decision waits for a second official
    (`confirm_decision`). Raises `UnableToDecide`, `Refused`, `CaseChanged`, `Denied`.
    """
    case = steps.lock(case_id, revision=revision)
    authority = check_can_decide(by, case, on=clock.local_date(at, settings.TIME_ZONE))
    step = _STEP.get(Verdict(verdict)) if verdict in Verdict.values else None
    if step is None:
        raise Refused(
            field="Penetapan", value=verdict, expected="salah satu pilihan pada formulir", remedy="pilih satu"
        )
    if verdict == Verdict.RAISED and case.decision_level == DecisionLevel.OFFICE:
        raise Refused(
            field="Penetapan", value=Verdict.RAISED.label, expected="setuju, tolak atau kaji ulang",
            remedy="kasus ini sudah di kabupaten/kota",
        )  # fmt: skip
    _check_not_assessor(case, by, authority)
    if verdict == Verdict.APPROVED and way not in Way.values:
        raise Refused(
            field="Jalan", value=way, expected="layanan langsung, surat, usulan atau rujukan", remedy="pilih satu"
        )
    why = reason.strip()
    if verdict != Verdict.APPROVED:
        why = steps.said("Alasan", reason, remedy="tulis mengapa, agar petugas dan warga mengerti")
    newest = Assessment.objects.filter(case_id=case.pk).order_by("-version").first()
    target = CASE.move(case.state, step)
    assert newest is not None
    assert by.user_id is not None
    alone = case.registered_by not in (by.user_id, authority.giver_id) or case.registered_by is None
    row = Decision.objects.create(
        case_id=case.pk,
        assessment=newest,
        assessed_by=newest.assessed_by,
        number=Decision.objects.filter(case_id=case.pk).count() + 1,
        level=case.decision_level,
        verdict=verdict,
        way=way if verdict == Verdict.APPROVED else "",
        reason_cipher=crypto.seal(why[:1000], context=CONTEXT) if why else None,
        decided_by=by.user_id,
        decided_by_name=by.name,
        decided_at=at,
        on_behalf_of=authority.position,
        giver_name=authority.giver_name,
        delegation_id=authority.delegation_id,
        needs_second=not alone and step == "decide",
    )
    if row.needs_second:
        target = case.state
    if verdict == Verdict.RAISED:
        case.decision_level = DecisionLevel.OFFICE
    _move(case, target, row)
    steps.keep(case, at)
    _tell("desk.case.decide", case, row, by=by, at=at, position=row.on_behalf_of)
    return row


@action("desk.case.confirm")
def confirm_decision(*, case_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> Decision:
    """The second official agrees with a decision that one may not take alone; from now on it holds.

    Whoever disagrees decides anew (`decide_case`). Raises `UnableToDecide` for the first decider and for the assessor,
    `Refused` when nothing waits, `CaseChanged`, `Denied`.
    """
    case = steps.lock(case_id, revision=revision)
    authority = check_can_decide(by, case, on=clock.local_date(at, settings.TIME_ZONE))
    row = Decision.objects.select_for_update(of=("self",)).filter(case_id=case.pk).order_by("-number").first()
    if row is None or not row.needs_second or row.second_at is not None or case.state != "ASSESSED":
        raise Refused(
            field="Penetapan", value="", expected="penetapan yang menunggu petugas kedua", remedy="muat ulang halaman"
        )
    _check_not_assessor(case, by, authority)
    if row.decided_by in (by.user_id, authority.giver_id) or case.registered_by in (by.user_id, authority.giver_id):
        raise UnableToDecide(
            "Yang mencatat kasus tidak menetapkannya sendirian: petugas lain yang harus mengesahkan penetapan ini."
        )
    row.second_by, row.second_by_name, row.second_at = by.user_id, by.name, at
    row.second_on_behalf_of = authority.position
    row.save(update_fields=["second_by", "second_by_name", "second_at", "second_on_behalf_of"])
    _move(case, CASE.move(case.state, "decide"), row)
    steps.keep(case, at)
    _tell("desk.case.confirm", case, row, by=by, at=at, position=row.second_on_behalf_of)
    return row


def _check_not_assessor(case: Case, by: Actor, authority: Authority) -> None:
    """Nobody decides on their own findings, also not through somebody who stands in for them."""
    assessors = set(Assessment.objects.filter(case_id=case.pk).values_list("assessed_by", flat=True)) - {None}
    if not Assessment.objects.filter(case_id=case.pk).exists():
        raise UnableToDecide("Kasus ini belum dikaji. Penetapan dibuat atas kajian petugas.")
    if by.user_id in assessors:
        raise UnableToDecide("Anda ikut mengkaji kasus ini. Yang mengkaji tidak menetapkan; mintalah petugas lain.")
    if authority.giver_id in assessors:
        raise UnableToDecide(
            f"{authority.giver_name} ikut mengkaji kasus ini, jadi penetapan atas namanya tidak dapat dibuat."
        )


def _move(case: Case, target: str, row: Decision) -> None:
    case.state = target
    if target != "DECIDED":
        return
    if row.verdict == Verdict.APPROVED:
        case.public_note = "Layanan disetujui. Petugas sedang menyiapkannya."
    else:
        case.public_note = "Layanan ini tidak dapat diberikan. Petugas akan menjelaskan alasannya."


def _tell(name: str, case: Case, row: Decision, *, by: Actor, at: datetime, position: str) -> None:
    steps.note_event(
        name, case, by=by, at=at, verdict=row.verdict, way=row.way, level=row.level, on_behalf_of=position,
        needs_second=row.needs_second,
    )  # fmt: skip
    if case.state == "DECIDED":
        tell_citizen(case, "desk.case.decided", key=f"case:{case.pk}:{case.revision}", at=at)
