"""A supervisor's review: approve and bring what was found into the registry, send back, or ask for another's visit."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from rangkul.accounts.queries import list_officers_on_duty
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import follow, pairs, policies, sealing, sheets
from rangkul.verivali.actions import steps
from rangkul.verivali.enums import CorrectionState, Verdict, VisitKind, VisitState
from rangkul.verivali.errors import CorrectionClashes, OwnVisit, RevisitDue, UnableToVerify
from rangkul.verivali.models import Visit
from rangkul.verivali.versions import day_of
from rangkul.verivali.workflow import SUBJECT

APPLY, KEEP = "APPLY", "KEEP"


@action("verivali.visit.approve")
def approve_visit(
    *, visit_id: UUID, by: Actor, at: datetime, decisions: Mapping[UUID, str] | None = None, revision: int | None = None
) -> Visit:
    """Approve the visit and apply its corrections to the registry by the reviewer's own right.

    `decisions` says for a correction "APPLY" or "KEEP" (leave the registry as it is); without one a correction is
    applied, unless the registry changed that field since the visit: then it must be given. `revision` is the one the
    reviewer's page showed. Raises OwnVisit, RevisitDue, CorrectionClashes, Denied, UnableToMove, and what the registry
    refuses.
    """
    visit = _lock_submitted(visit_id, "approve", by)
    subject = visit.subject
    if subject.is_drawn and not _is_revisited(visit):
        raise RevisitDue
    present = pairs.present_of(by, subject, on=day_of(at))
    if revision is not None and revision != present.revision:
        raise UnableToVerify("Data registri berubah setelah halaman ini dibuka. Periksa isinya, lalu setujui lagi.")
    _decide_corrections(visit, present, decisions or {}, by=by, at=at)
    follow.up(visit, by=by, at=at)
    subject.state = SUBJECT.move(subject.state, "approve")
    subject.result = visit.result
    subject.approved_at = at
    subject.save(update_fields=["state", "result", "approved_at"])
    subject.visits.filter(state=VisitState.SUBMITTED).exclude(pk=visit.pk).update(state=VisitState.SUPERSEDED)
    visit.state = VisitState.APPROVED
    _sign(visit, by, at)
    steps.note("verivali.visit.approve", visit, by=by, at=at, result=visit.result)
    return visit


@action("verivali.visit.take_back")
def take_back_visit(*, visit_id: UUID, reason: str, by: Actor, at: datetime) -> Visit:
    """Take an approval back while the campaign runs: the visit waits for review again.

    Its answers leave the registry and what they ended holds again. Corrections and a profile that the approval brought in
    stay: the registry has its own ways to change them, and a second approval asks for no correction twice, and
    keeps the profile as its next version. Raises OwnVisit,
    Refused, Denied, UnableToVerify, UnableToMove.
    """
    visit = steps.lock_visit(visit_id)
    policies.check_can_review(by, "approve", visit.subject)
    steps.check_open(visit.subject.campaign)
    if by.user_id == visit.enumerator:
        raise OwnVisit
    if visit.state != VisitState.APPROVED:
        raise UnableToVerify("Kunjungan ini tidak sedang disetujui. Muat ulang halaman.")
    said = steps.said("Alasan ditarik", reason)
    sheets.take_back(visit, reason=said, by=by, at=at)
    subject = visit.subject
    subject.state = SUBJECT.move(subject.state, "take_back")
    subject.approved_at = None
    subject.save(update_fields=["state", "approved_at"])
    visit.state = VisitState.SUBMITTED
    visit.reviewed_by, visit.reviewed_by_name, visit.reviewed_at = None, "", None
    visit.save()
    steps.note("verivali.visit.take_back", visit, by=by, at=at, reason=said)
    return visit


@action("verivali.visit.return")
def return_visit(*, visit_id: UUID, reason: str, by: Actor, at: datetime) -> Visit:
    """Send the visit back to its enumerator with what to mend. Raises OwnVisit, Refused, Denied, UnableToMove."""
    visit = _lock_submitted(visit_id, "return", by)
    subject = visit.subject
    subject.state = SUBJECT.move(subject.state, "return")
    subject.save(update_fields=["state"])
    visit.return_reason = steps.said("Alasan dikembalikan", reason)
    visit.state = VisitState.RETURNED
    _sign(visit, by, at)
    steps.note("verivali.visit.return", visit, by=by, at=at, reason=visit.return_reason)
    return visit


@action("verivali.visit.revisit")
def request_revisit(*, visit_id: UUID, to: UUID, by: Actor, at: datetime) -> Visit:
    """Have somebody who has not been there visit again; the first visit waits. Raises OwnVisit, Refused, Denied."""
    visit = _lock_submitted(visit_id, "revisit", by)
    subject = visit.subject
    officers = list_officers_on_duty(policies.SUBMIT, within=subject.area_code, on=day_of(at))
    officer = next((each for each in officers if each.user_id == to and each.covers(subject.area_code)), None)
    been_there = set(subject.visits.values_list("enumerator", flat=True))
    if officer is None or officer.user_id in been_there or officer.user_id == by.user_id:
        raise Refused(
            field="Petugas", value=officer.name if officer else "",
            expected="petugas lain yang bertugas di desa itu dan belum pernah mengunjungi sasaran ini",
            remedy="pilih petugas lain, misalnya TKSK",
        )  # fmt: skip
    subject.state = SUBJECT.move(subject.state, "revisit")
    subject.assigned_to, subject.assigned_to_name = officer.user_id, officer.name
    subject.save(update_fields=["state", "assigned_to", "assigned_to_name"])
    steps.note("verivali.visit.revisit", visit, by=by, at=at, to=officer.name)
    return visit


def _lock_submitted(visit_id: UUID, verb: str, by: Actor) -> Visit:
    visit = steps.lock_visit(visit_id)
    policies.check_can_review(by, verb, visit.subject)
    steps.check_open(visit.subject.campaign)
    seen = visit.subject.visits.filter(state=VisitState.SUBMITTED)
    if by.user_id == visit.enumerator or policies.has_visited(by, visit.subject):
        raise OwnVisit
    newest = seen.order_by("-number").first()
    if visit.state != VisitState.SUBMITTED or newest is None or newest.pk != visit.pk:
        raise UnableToVerify("Kunjungan ini sudah diperiksa atau ada kunjungan yang lebih baru. Muat ulang halaman.")
    return visit


def _is_revisited(visit: Visit) -> bool:
    return visit.kind == VisitKind.REVISIT


def _decide_corrections(
    visit: Visit, present: pairs.Present, decisions: Mapping[UUID, str], *, by: Actor, at: datetime
) -> None:
    wanted = list(visit.corrections.select_for_update(of=("self",)).filter(verdict=Verdict.CORRECT).order_by("id"))
    clashes = pairs.clashes_of(visit, present)
    open_ones = [str(pairs.label_of(each.field)) for each in wanted if each.pk in clashes - set(decisions)]
    if open_ones:
        raise CorrectionClashes(open_ones)
    chosen = [each for each in wanted if decisions.get(each.pk, APPLY) == APPLY]
    values = [(each, sealing.open_text(each.new_cipher, sealing.VALUE)) for each in chosen]
    states = pairs.apply(visit.subject, values, present=present, by=by, at=at)
    for each in wanted:
        each.state = states.get(each.pk, CorrectionState.KEPT)
        each.decided_by_name, each.decided_at = by.name, at
        each.save(update_fields=["state", "decided_by_name", "decided_at"])


def _sign(visit: Visit, by: Actor, at: datetime) -> None:
    visit.reviewed_by, visit.reviewed_by_name, visit.reviewed_at = by.user_id, by.name, at
    visit.save()
