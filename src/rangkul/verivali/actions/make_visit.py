"""A visit from its start to its submission: drafts saved part by part, photos kept, everything checked at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import pairs, policies, sealing
from rangkul.verivali.actions import steps
from rangkul.verivali.enums import EDITABLE, CorrectionState, Verdict, VisitKind, VisitState
from rangkul.verivali.errors import StillIncomplete, UnableToVerify
from rangkul.verivali.models import Correction, Visit
from rangkul.verivali.questionnaires import Kind, Questionnaire
from rangkul.verivali.questionnaires.answers import (
    agreement,
    applicable_in,
    key_of,
    measure,
    read_answer,
    without_unasked,
)
from rangkul.verivali.results import find_meaning
from rangkul.verivali.versions import day_of, is_asked, questionnaire_of
from rangkul.verivali.workflow import SUBJECT, TO_DO

SOUTH, NORTH, WEST, EAST = Decimal("-11.5"), Decimal("6.5"), Decimal("94.5"), Decimal("141.5")
"""Indonesia, generously; a point outside it is a slip of the finger."""
_KIND_OF_STATE = {"TO_VISIT": VisitKind.FIRST, "REVISIT": VisitKind.REVISIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page or the field client tells of a visit; None leaves that part as it is.

    `answers`: raw answers by question of `block` (of `member`). `verdicts`: {field: ("1", "") or ("2", new value)}.
    """

    visited_on: date | None = None
    result: str | None = None
    died_on: date | None = None
    note: str | None = None
    point: tuple[Decimal, Decimal] | None = None
    block: str = ""
    member: str = ""
    answers: Mapping[str, Any] | None = None
    verdicts: Mapping[str, tuple[str, Any]] | None = field(default=None)


@action("verivali.visit.start")
def start_visit(*, subject_id: UUID, by: Actor, at: datetime) -> Visit:
    """Begin a visit, or take up the one that was begun or sent back. Raises Denied, UnableToVerify, NoSuchVerivali."""
    subject = steps.lock_subject(subject_id)
    policies.check_can_visit(by, subject)
    steps.check_open(subject.campaign)
    if subject.state == "DROPPED":
        raise UnableToVerify(f"Sasaran ini sudah dikeluarkan dari kegiatan: {subject.drop_reason}.")
    if subject.state not in TO_DO:
        raise UnableToVerify("Hasil kunjungan ke sasaran ini sudah dikirim. Tunggu pemeriksaannya.")
    assert by.user_id is not None
    begun = subject.visits.filter(state__in=EDITABLE).first()
    if begun is not None and begun.enumerator == by.user_id:
        begun.subject = subject
        steps.note("verivali.visit.start", begun, by=by, at=at, again=True)
        return begun
    if begun is not None:
        begun.state = VisitState.DROPPED
        begun.save(update_fields=["state"])
    subject.visit_count = subject.visits.count() + 1
    subject.save(update_fields=["visit_count"])
    visit = Visit.objects.create(
        subject=subject,
        number=subject.visit_count,
        kind=_KIND_OF_STATE.get(subject.state, VisitKind.SECOND),
        enumerator=by.user_id,
        enumerator_name=by.name,
        base_revision=pairs.present_of(by, subject, on=day_of(at)).revision,
        started_at=at,
        saved_at=at,
    )
    steps.note("verivali.visit.start", visit, by=by, at=at)
    return visit


@action("verivali.visit.save")
def save_visit(*, visit_id: UUID, told: Told, by: Actor, at: datetime) -> Visit:
    """Save a part of the draft. Raises Refused naming the question or field, Denied, UnableToVerify."""
    visit = _lock_draft(visit_id, by)
    questionnaire = questionnaire_of(visit.subject.campaign)
    today = day_of(at)
    _put_result(visit, told, today)
    if told.note is not None:
        visit.note_cipher = sealing.seal_text(clean(told.note)[:2000], sealing.NOTE)
    if told.point is not None:
        visit.latitude, visit.longitude = _check_point(told.point)
    if told.answers is not None:
        _put_block(visit, questionnaire, told, by, today)
    if told.verdicts is not None:
        _put_verdicts(visit, told.verdicts, pairs.present_of(by, visit.subject, on=day_of(at)), at)
    visit.saved_at = at
    visit.save()
    steps.note("verivali.visit.save", visit, by=by, at=at)
    return visit


@action("verivali.visit.keep_photo")
def keep_photo(*, visit_id: UUID, question: str, content: Any, name: str, by: Actor, at: datetime) -> Visit:
    """Keep a photo as the answer to a photo question, or ("" ) as one more photo of the visit. Raises Refused, Denied."""
    visit = _lock_draft(visit_id, by)
    questionnaire = questionnaire_of(visit.subject.campaign)
    owner = ("visit", visit.pk)
    stored = keep_file(
        content=content, name=name, kind="PHOTO", owner=owner, area=visit.subject.area_code, by=by, at=at
    )
    if question:
        asked = next((each for each in questionnaire.questions() if each.code == question), None)
        if asked is None or asked.kind is not Kind.PHOTO:
            raise Refused(field="Foto", value=question, expected="pertanyaan yang meminta foto", remedy="muat ulang")
        steps.put_answers(visit, questionnaire, {**sealing.answers_of(visit), question: str(stored.pk)})
    visit.saved_at = at
    visit.save()
    steps.note("verivali.visit.keep_photo", visit, by=by, at=at)
    return visit


@action("verivali.visit.submit")
def submit_visit(*, visit_id: UUID, by: Actor, at: datetime) -> Visit:
    """Send the visit to review; a first visit that met nobody asks for a second one instead.

    Drops answers to what is not asked any more, measures how complete the rest is and how far a re-visit agrees with
    the visit before it. Raises StillIncomplete, Refused, Denied, UnableToVerify, UnableToMove.
    """
    visit = _lock_draft(visit_id, by)
    subject = visit.subject
    questionnaire = questionnaire_of(subject.campaign)
    meaning = find_meaning(subject.campaign.kind, visit.result)
    if meaning is None or visit.visited_on is None:
        raise Refused(
            field="Hasil dan tanggal kunjungan", value="", expected="terisi", remedy="isi bagian “Hasil kunjungan” dulu"
        )
    present = pairs.present_of(by, subject, on=day_of(at))
    answers = sealing.answers_of(visit)
    asks = is_asked(questionnaire, meaning)
    members = [str(member) for member, _name in present.members] if asks else []
    answers = without_unasked(questionnaire, answers, members) if asks else {}
    if asks:
        complete = measure(questionnaire, answers, members)
        if complete.missing:
            raise StillIncomplete([f"{each.question.code} {each.question.text}" for each in complete.missing])
        visit.applicable, visit.answered = complete.applicable, complete.answered
    steps.put_answers(visit, questionnaire, answers)
    _propose_findings(visit, questionnaire, answers, present, at)
    if visit.kind == VisitKind.REVISIT:
        visit.agreed, visit.compared = _compared(visit, answers)
    misses = meaning.is_missed and subject.state == "TO_VISIT"
    subject.state = SUBJECT.move(subject.state, "miss" if misses else "submit")
    subject.result = visit.result
    subject.save(update_fields=["state", "result"])
    visit.state = VisitState.MISSED if misses else VisitState.SUBMITTED
    visit.submitted_at = visit.saved_at = at
    visit.save()
    steps.note("verivali.visit.submit", visit, by=by, at=at, result=visit.result)
    return visit


def _lock_draft(visit_id: UUID, by: Actor) -> Visit:
    visit = steps.lock_visit(visit_id)
    policies.check_can_visit(by, visit.subject)
    steps.check_open(visit.subject.campaign)
    if visit.enumerator != by.user_id or visit.state not in EDITABLE:
        raise UnableToVerify("Kunjungan ini sudah dikirim atau dialihkan; isinya tidak dapat diubah lagi.")
    return visit


def _put_result(visit: Visit, told: Told, today: date) -> None:
    if told.visited_on is not None:
        if told.visited_on > today or told.visited_on < visit.subject.campaign.as_of:
            raise Refused(
                field="Tanggal kunjungan", value=format_date(told.visited_on),
                expected=f"hari dari {format_date(visit.subject.campaign.as_of)}, tanggal data kegiatan, sampai hari ini",
                remedy="periksa tanggalnya",
            )  # fmt: skip
        visit.visited_on = told.visited_on
    if told.result is None:
        return
    if find_meaning(visit.subject.campaign.kind, told.result) is None:
        raise Refused(field="Hasil kunjungan", value=told.result, expected="pilihan dalam daftar", remedy="pilih lagi")
    if told.result == "DECEASED" and told.died_on is None:
        raise Refused(
            field="Tanggal meninggal",
            value="",
            expected="tanggal",
            remedy="tanyakan kepada keluarga atau lihat suratnya",
        )
    if told.died_on is not None and told.died_on > today:
        raise Refused(
            field="Tanggal meninggal", value=format_date(told.died_on), expected="hari ini atau sebelumnya",
            remedy="periksa tanggalnya",
        )  # fmt: skip
    visit.result = told.result
    if told.result == "DECEASED" and told.died_on is not None:
        _keep(visit, pairs.DIED_ON, Verdict.CORRECT, old="", new=told.died_on.isoformat())
    else:
        visit.corrections.filter(field=pairs.DIED_ON).update(verdict=Verdict.RIGHT, state=CorrectionState.CONFIRMED)


def _check_point(point: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    latitude, longitude = point
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise Refused(
            field="Titik lokasi", value=f"{latitude}, {longitude}", expected="lintang dan bujur di Indonesia",
            remedy="ambil lagi titiknya di tempat kunjungan",
        )  # fmt: skip
    return latitude, longitude


def _put_block(visit: Visit, questionnaire: Questionnaire, told: Told, by: Actor, today: date) -> None:
    block = questionnaire.block(told.block)
    if block is None or block.is_per_member != bool(told.member):
        raise Refused(field="Bagian", value=told.block, expected="bagian kuesioner ini", remedy="muat ulang halaman")
    if told.member and told.member not in {
        str(m) for m, _name in pairs.present_of(by, visit.subject, on=today).members
    }:
        raise Refused(field="Anggota keluarga", value="", expected="anggota keluarga ini", remedy="muat ulang halaman")
    answers = sealing.answers_of(visit)
    given = dict(told.answers or {})
    for question in block.questions:
        if question.kind is Kind.PHOTO:
            continue
        key = key_of(question.code, told.member)
        answers[key] = read_answer(question, given.get(question.code), today=today)
    kept = {each.key for each in applicable_in(block, answers, told.member)}
    own = {key_of(question.code, told.member) for question in block.questions}
    answers = {key: value for key, value in answers.items() if value is not None and (key in kept or key not in own)}
    steps.put_answers(visit, questionnaire, answers)


def _put_verdicts(visit: Visit, verdicts: Mapping[str, tuple[str, Any]], present: pairs.Present, at: datetime) -> None:
    allowed = pairs.fields_of(visit.subject.campaign.kind)
    for name, (verdict, raw) in verdicts.items():
        if name not in allowed or verdict not in Verdict.values:
            raise Refused(
                field="Konfirmasi", value=name, expected="isian dan pilihan di halaman ini", remedy="muat ulang halaman"
            )
        new = pairs.read_value(name, raw) if verdict == Verdict.CORRECT else ""
        if name == "birth_date" and new > day_of(at).isoformat():
            raise Refused(field="Tanggal lahir", value=new, expected="hari ini atau sebelumnya", remedy="periksa lagi")
        _keep(visit, name, Verdict(verdict), old=present.value(name), new=new)
    visit.base_revision = present.revision


def _propose_findings(
    visit: Visit, questionnaire: Questionnaire, answers: Mapping[str, Any], present: pairs.Present, at: datetime
) -> None:
    """What the answers say beyond the pairs: a condition nobody recorded, a death that is none."""
    for finding in questionnaire.findings:
        name = f"{pairs.CONDITION}{finding.condition}"
        if finding.when.holds(answers) and not present.value(name):
            _keep(visit, name, Verdict.CORRECT, old="", new="YA")
        else:
            visit.corrections.filter(field=name).update(verdict=Verdict.RIGHT, state=CorrectionState.CONFIRMED)
    meaning = find_meaning(visit.subject.campaign.kind, visit.result)
    if meaning is not None and meaning.asks and present.value(pairs.DIED_ON):
        _keep(visit, pairs.DIED_ON, Verdict.CORRECT, old=present.value(pairs.DIED_ON), new="")


def _keep(visit: Visit, name: str, verdict: Verdict, *, old: str, new: str) -> None:
    is_right = verdict == Verdict.RIGHT or old == new != ""
    Correction.objects.update_or_create(
        visit=visit,
        field=name,
        defaults={
            "verdict": Verdict.RIGHT if is_right else Verdict.CORRECT,
            "old_cipher": sealing.seal_text(old, sealing.VALUE),
            "new_cipher": None if is_right else sealing.seal_text(new, sealing.VALUE),
            "state": CorrectionState.CONFIRMED if is_right else CorrectionState.PROPOSED,
        },
    )


def _compared(visit: Visit, answers: Mapping[str, Any]) -> tuple[int, int]:
    """How far this visit agrees with the one before it that was submitted; the result counts as one answer."""
    first = (
        Visit.objects.filter(subject_id=visit.subject_id, state=VisitState.SUBMITTED)
        .exclude(pk=visit.pk)
        .order_by("-number")
        .first()
    )
    if first is None:
        return 0, 0
    same, both = agreement(sealing.answers_of(first), answers)
    return same + (first.result == visit.result), both + 1
