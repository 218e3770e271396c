"""Working on a complaint: taking it, finding whom it concerns, answering it, keeping it from the official it is about."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts import queries as accounts_queries
from rangkul.desk.actions import steps
from rangkul.desk.complaint_news import tell_complainant
from rangkul.desk.enums import ComplaintOutcome, Reach
from rangkul.desk.errors import NoSuchComplaint, UnableToAnswer
from rangkul.desk.models import Complaint
from rangkul.desk.policies import check_can_complaint, past_named
from rangkul.desk.workflow import COMPLAINT
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries

LONGEST_ANSWER = 2_000


@action("desk.complaint.take")
def take_complaint(*, complaint_id: UUID, by: Actor, at: datetime) -> Complaint:
    """Start looking into a complaint. Of two officials the second is told (`UnableToMove`)."""
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "take", complaint)
    complaint.state = COMPLAINT.move(complaint.state, "take")
    complaint.assigned_to, complaint.assigned_to_name = by.user_id, by.name
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.take", complaint, by=by, at=at)
    return complaint


@action("desk.complaint.tie")
def tie_complaint(*, complaint_id: UUID, person_id: UUID, by: Actor, at: datetime) -> Complaint:
    """Note whom of the registry a complaint concerns (double aid, wrong target), with their family of today.

    Raises `Denied` when the actor may not see that person. Nothing is written on that person's own timeline.
    """
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "tie", complaint)
    person = registry_queries.get_person(by, person_id)
    complaint.person_id = person.id
    complaint.family_id = registry_queries.family_of(person.id, on=clock.local_date(at, settings.TIME_ZONE))
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.tie", complaint, by=by, at=at)
    return complaint


@action("desk.complaint.answer")
def answer_complaint(*, complaint_id: UUID, outcome: str, text: str, by: Actor, at: datetime) -> Complaint:
    """Answer a complaint: an outcome and the words that the citizen reads on the page of their ticket.

    Raises `Refused` without either, `UnableToMove` when it is answered already.
    """
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "answer", complaint)
    said = _said(outcome, text)
    complaint.state = COMPLAINT.move(complaint.state, "answer")
    complaint.outcome, complaint.answer_cipher = outcome, crypto.seal(said, context="desk.answer")
    complaint.answered_by, complaint.answered_by_name, complaint.answered_at = by.user_id, by.name, at
    today = clock.local_date(at, settings.TIME_ZONE)
    complaint.is_in_time, complaint.due_on = complaint.due_on is None or today <= complaint.due_on, None
    if complaint.assigned_to is None:
        complaint.assigned_to, complaint.assigned_to_name = by.user_id, by.name
    keep_complaint(complaint, at)
    steps.note_complaint(
        "desk.complaint.answer", complaint, by=by, at=at, outcome=outcome, in_time=complaint.is_in_time
    )
    tell_complainant(complaint, number=1, at=at)
    return complaint


@action("desk.complaint.review")
def review_complaint(*, complaint_id: UUID, outcome: str, text: str, by: Actor, at: datetime) -> Complaint:
    """Answer a complaint whose first answer did not satisfy; by somebody other than the first, and that is the end.

    Raises `UnableToAnswer` for the one who gave the first answer.
    """
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "review", complaint)
    if by.user_id is not None and by.user_id == complaint.answered_by:
        raise UnableToAnswer(
            "Jawaban pertama Anda yang tulis. Pemeriksaan ulang dikerjakan oleh orang lain: supervisor atau manajer."
        )
    said = _said(outcome, text)
    complaint.state = COMPLAINT.move(complaint.state, "review")
    complaint.outcome, complaint.review_cipher = outcome, crypto.seal(said, context="desk.answer")
    complaint.reviewed_by, complaint.reviewed_by_name = by.user_id, by.name
    complaint.closed_at, complaint.due_on = at, None
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.review", complaint, by=by, at=at, outcome=outcome)
    tell_complainant(complaint, number=2, at=at)
    return complaint


@action("desk.complaint.name")
def name_official(*, complaint_id: UUID, user_id: UUID, by: Actor, at: datetime) -> Complaint:
    """Say which official a complaint is about: from now on they do not see it, in whatever role.

    If they were working on it, it is nobody's again. Whoever is left stands above them: an official of the district makes it
    the head's, the head makes it the inspectorate's. Raises `Refused` for somebody who is no official of that area, and for oneself.
    """
    complaint = lock_complaint(complaint_id)
    check_can_complaint(by, "name", complaint)
    today = clock.local_date(at, settings.TIME_ZONE)
    officers = accounts_queries.list_officers_on_duty("desk.complaint.view", within=complaint.area_code, on=today)
    meant = next((each for each in officers if each.user_id == user_id), None)
    if meant is None or user_id == by.user_id:
        raise Refused(
            field="Petugas", value="", expected="petugas lain di wilayah ini", remedy="pilih dari daftar; tentang diri sendiri, serahkan kepada atasan"
        )  # fmt: skip
    complaint.hidden_from = sorted({*complaint.hidden_from, user_id})
    above = _above(len(str(min(meant.areas, key=len))))
    complaint.reach = past_named(Reach(max(complaint.reach, above)), [meant.role])
    if complaint.assigned_to == user_id:
        complaint.assigned_to, complaint.assigned_to_name = None, ""
    keep_complaint(complaint, at)
    steps.note_complaint("desk.complaint.name", complaint, by=by, at=at, reach=complaint.reach)
    return complaint


def lock_complaint(complaint_id: UUID) -> Complaint:
    """The complaint, locked until the transaction ends. Raises `NoSuchComplaint`."""
    found = Complaint.objects.select_for_update(of=("self",)).filter(pk=complaint_id).first()
    if found is None:
        raise NoSuchComplaint(complaint_id)
    return found


def keep_complaint(complaint: Complaint, at: datetime) -> None:
    """Save what changed, with the next revision."""
    complaint.revision += 1
    complaint.updated_at = at
    complaint.save()


def _said(outcome: str, text: str) -> str:
    if outcome not in ComplaintOutcome.values:
        raise Refused(
            field="Hasil", value=outcome, expected="salah satu hasil pada formulir", remedy="pilih hasil pemeriksaan"
        )
    return steps.said("Jawaban", text, least=10, remedy="tulis apa yang ditemukan dan apa yang dilakukan")[
        :LONGEST_ANSWER
    ]


def _above(length: int) -> int:
    """The reach past an official whose area code has `length` characters (village 13, kecamatan 8, else the office)."""
    return Reach.DISTRICT if length > 8 else Reach.REGENCY if length > 5 else Reach.HEAD
