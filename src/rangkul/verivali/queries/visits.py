"""One visit with everything a page shows: its parts and how far they are, its answers, its pairs, its photos."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rangkul.accounts.queries import OfficerOnDuty, list_officers_on_duty
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import note_access
from rangkul.platform.files import queries as file_queries
from rangkul.platform.files.models import StoredFile
from rangkul.platform.policy.actor import Actor
from rangkul.verivali import pairs, policies, sealing
from rangkul.verivali.enums import EDITABLE, CorrectionState, Verdict, VisitState
from rangkul.verivali.errors import NoSuchVerivali
from rangkul.verivali.models import Correction, Visit
from rangkul.verivali.questionnaires import Block, Questionnaire
from rangkul.verivali.questionnaires.answers import Asked, applicable_in, words_of
from rangkul.verivali.results import find_meaning
from rangkul.verivali.versions import day_of, is_asked, questionnaire_of


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the questionnaire for one respondent: how many of its required questions are still open."""

    block: Block
    member: str
    member_name: str
    open_questions: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One field konfirmasi/perbaikan. `old` at the visit, `new` proposed ("" when confirmed), `now` in the registry."""

    id: UUID | None
    field: str
    label: str
    old: str
    verdict: str
    new: str
    now: str
    state: str
    state_label: str
    is_clash: bool


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as its enumerator or its reviewer sees it."""

    visit: Visit
    name: str
    questionnaire: Questionnaire
    revision: int
    answers: dict[str, Any]
    parts: tuple[Part, ...]
    pairs: tuple[Pair, ...]
    note: str
    photos: tuple[StoredFile, ...]
    is_asked: bool
    may_edit: bool
    may_review: bool
    may_take_back: bool

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent: result and day are there, and no required question is open."""
        has_result = bool(self.visit.result and self.visit.visited_on)
        return has_result and not any(part.open_questions for part in self.parts)

    def answered(self) -> list[tuple[Part, list[tuple[Asked, str]]]]:
        """Answers in words by part; parts without an answer are left out."""
        shown = []
        for part in self.parts:
            asked = applicable_in(part.block, self.answers, part.member)
            lines = [(each, words_of(each.question, self.answers.get(each.key))) for each in asked]
            lines = [(each, words) for each, words in lines if words]
            if lines:
                shown.append((part, lines))
        return shown


def get_visit(actor: Actor, visit_id: UUID) -> VisitView:
    """One visit. A reviewer's look at answers about health is logged.

    Raises NoSuchVerivali when the actor may not see it, Denied when they see that it was made but not what it says.
    """
    visit = policies.visits_visible_to(actor).select_related("subject", "subject__campaign").filter(pk=visit_id).first()
    if visit is None:
        raise NoSuchVerivali("visit", visit_id)
    if not policies.can_read_answers(actor, visit):
        raise Denied(
            permission=policies.APPROVE, message="Isi kunjungan hanya dibaca petugas yang berkunjung dan pemeriksanya."
        )
    subject = visit.subject
    if visit.enumerator != actor.user_id and visit.answers_cipher is not None:
        kind, record_id = ("person", subject.person_id) if subject.person_id else ("family", subject.family_id)
        assert record_id is not None
        looking = actor if actor.purpose.strip() else actor.for_purpose("memeriksa hasil verivali")
        note_access(by=looking, kind=kind, subject_id=record_id, fields=["verivali_answers"])
    questionnaire = questionnaire_of(subject.campaign)
    present = pairs.present_of(actor, subject, on=day_of(clock.now()))
    answers = sealing.answers_of(visit)
    asked = is_asked(questionnaire, find_meaning(subject.campaign.kind, visit.result))
    is_open = subject.campaign.state == "OPEN"
    return VisitView(
        visit=visit,
        name=present.name,
        questionnaire=questionnaire,
        revision=present.revision,
        answers=answers,
        parts=tuple(_parts(questionnaire, present, answers)) if asked else (),
        pairs=tuple(_pairs(visit, present)),
        note=sealing.open_text(visit.note_cipher, sealing.NOTE),
        photos=tuple(file_queries.list_files_of(actor, ("visit", visit.pk))),
        is_asked=asked,
        may_edit=is_open and visit.state in EDITABLE and policies.can_visit(actor, subject),
        may_review=is_open
        and visit.state == VisitState.SUBMITTED
        and policies.can_review(actor, "approve", subject)
        and not policies.has_visited(actor, subject),
        may_take_back=is_open
        and visit.state == VisitState.APPROVED
        and visit.enumerator != actor.user_id
        and policies.can_review(actor, "approve", subject),
    )


def open_photo(actor: Actor, visit_id: UUID, file_id: UUID) -> file_queries.OpenedFile:
    """A photo of a visit with its bytes. Raises NoSuchVerivali, Denied."""
    visit = policies.visits_visible_to(actor).select_related("subject").filter(pk=visit_id).first()
    if visit is None or not policies.can_read_answers(actor, visit):
        raise NoSuchVerivali("visit", visit_id)

    def of_this_visit(_actor: Actor, file: StoredFile) -> None:
        if (file.owner_kind, file.owner_id) != ("visit", visit_id):
            raise Denied(permission="files.file.open", message="Foto ini bukan milik kunjungan ini.")

    return file_queries.open_file(actor, file_id, check=of_this_visit)


def other_enumerators(actor: Actor, visit: Visit) -> list[OfficerOnDuty]:
    """Officers who may visit there and have not been there yet."""
    area = visit.subject.area_code
    been = {*visit.subject.visits.values_list("enumerator", flat=True), actor.user_id}
    found = list_officers_on_duty(policies.SUBMIT, within=area, on=day_of(clock.now()))
    return list({each.user_id: each for each in found if each.user_id not in been and each.covers(area)}.values())


def _parts(questionnaire: Questionnaire, present: pairs.Present, answers: dict[str, Any]) -> list[Part]:
    found = []
    for block in questionnaire.blocks:
        for member, name in [(str(key), name) for key, name in present.members] if block.is_per_member else [("", "")]:
            asked = list(applicable_in(block, answers, member))
            empty = [each for each in asked if answers.get(each.key) in (None, "", [])]
            open_ones = sum(each.question.is_required for each in empty)
            found.append(Part(block, member, name, open_ones, len(asked) - len(empty)))
    return found


def _pairs(visit: Visit, present: pairs.Present) -> list[Pair]:
    kept = {each.field: each for each in visit.corrections.all()}
    clashes = pairs.clashes_of(visit, present)
    names = [*pairs.fields_of(visit.subject.campaign.kind), *sorted(set(kept) - set(pairs.PERSON_FIELDS))]
    return [_pair(name, kept.get(name), present, clashes) for name in dict.fromkeys(names)]


def _pair(name: str, kept: Correction | None, present: pairs.Present, clashes: set[UUID]) -> Pair:
    now = present.value(name)
    old = sealing.open_text(kept.old_cipher, sealing.VALUE) if kept else now
    new = sealing.open_text(kept.new_cipher, sealing.VALUE) if kept and kept.verdict == Verdict.CORRECT else ""
    return Pair(
        id=kept.pk if kept else None,
        field=name,
        label=str(pairs.label_of(name)),
        old=old,
        verdict=kept.verdict if kept else "",
        new=new,
        now=now,
        state=kept.state if kept else "",
        state_label=str(CorrectionState(kept.state).label) if kept else "",
        is_clash=kept is not None and kept.pk in clashes,
    )
