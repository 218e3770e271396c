"""Letters as pages show them: lists without their content, one letter for those who may read it, its draft as PDF."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from rangkul.desk.errors import NoSuchCase, NoSuchLetter
from rangkul.desk.letters.content import content_of, opened_paper
from rangkul.desk.letters.kinds import DATE, LetterKind, find_letter_kind
from rangkul.desk.letters.paper import paper_of
from rangkul.desk.letters.sections import kinds_of_section, section_instead_of
from rangkul.desk.models import Letter
from rangkul.desk.policies.cases import can_read_story, visible_to
from rangkul.desk.policies.letters import can_letter, can_read_letter, check_can_read_letter, letters_visible_to
from rangkul.desk.workflow import LETTER
from rangkul.kernel import clock
from rangkul.kernel.ids import read_id
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.queries import Signer
from rangkul.platform import crypto
from rangkul.platform.audit.actions import note_access
from rangkul.platform.documents.numbering import blank_number
from rangkul.platform.documents.papers import render_draft
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter as one line of a list: whom it is about with a masked NIK, never what it says."""

    id: UUID
    kind_name: str
    about_name: str
    masked_nik: str
    recipient: str
    area_label: str
    state: str
    state_label: str
    number: str
    issued_on: date | None
    drafted_by_name: str
    drafted_at: datetime
    cancelled_reason: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of a list; `next_mark` continues after its last row, "" at the end. `total` counts the whole list."""

    rows: tuple[LetterRow, ...] = field(default_factory=tuple)
    next_mark: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One letter. `answers` and `facts` are empty for an actor who may not read it (`hides_content`).

    `allowed` holds the steps this actor may take now; `ways` how they may sign.
    """

    row: LetterRow
    case_id: UUID
    ticket: str
    kind: LetterKind
    owner: str
    answers: tuple[tuple[str, str], ...]
    values: dict[str, str]
    facts: dict[str, Any]
    hides_content: bool
    returned_reason: str
    initialled_by_name: str
    initialled_at: datetime | None
    signed_by_name: str
    signed_at: datetime | None
    signer: dict[str, Any]
    document_id: UUID | None
    issued_by_name: str
    cancelled_at: datetime | None
    cancelled_by_name: str
    revision: int
    allowed: frozenset[str]
    ways: tuple[Signer, ...]
    section: str


def list_letters(
    actor: Actor, *, kind: str = "", month: date | None = None, state: str = "", number: str = "",
    case_id: UUID | None = None, waiting: str = "", after: str = "", limit: int = PAGE, is_brief: bool = False,
) -> LetterPage:  # fmt: skip
    """Letters the actor may see, the newest first. `month` is that of issue, for drafts that of writing; `number` any
    part of it; `waiting` ("initial", "sign", "issue") narrows to what waits for that step by this actor.
    With `is_brief` no NIK and a `total` of 0, for a first page that shows neither."""
    found = _narrowed(letters_visible_to(actor), kind=kind, month=month, state=state, number=number)
    if case_id is not None:
        found = found.filter(case_id=case_id)
    if waiting:
        found = found.filter(_waiting(actor, waiting))
    total = 0 if is_brief else found.count()
    mark = read_id(after)
    if mark is not None:
        found = found.filter(id__lt=mark)
    letters = list(found.defer("content_cipher", "paper_cipher").order_by("-id")[: limit + 1])
    rows = _rows(actor, letters[:limit], is_brief=is_brief)
    return LetterPage(rows, str(letters[limit - 1].pk) if len(letters) > limit else "", total)


def list_case_letters(actor: Actor, case_id: UUID, *, limit: int = 10) -> tuple[LetterRow, ...]:
    """The newest letters of a case that the actor may see, in one query (no places, no NIK: the case's page has them)."""
    found = letters_visible_to(actor).filter(case_id=case_id).defer("content_cipher", "paper_cipher").order_by("-id")
    return tuple(_row(each, "", "") for each in found[:limit])


def count_waiting_letters(actor: Actor) -> dict[str, int]:
    """How many letters wait for the actor to initial, sign and issue, in one query."""
    steps = ("initial", "sign", "issue")
    if not any(actor.may(f"desk.letter.{step}") for step in steps):
        return dict.fromkeys(steps, 0)
    return letters_visible_to(actor).aggregate(**{step: Count("pk", filter=_waiting(actor, step)) for step in steps})


def get_letter(actor: Actor, letter_id: UUID, *, at: datetime) -> LetterView:
    """One letter; reading what it says is logged with its purpose. Raises `NoSuchLetter`."""
    letter = find_letter(actor, letter_id)
    kind = find_letter_kind(letter.kind)
    assert kind is not None, letter.kind
    reads = can_read_letter(actor, letter)
    values, facts = content_of(letter) if reads else ({}, {})
    if reads:
        _note_look(actor, letter, at)
    today = clock.local_date(at, settings.TIME_ZONE)
    section = section_instead_of(actor, letter.kind, at)
    ways = _ways(actor, letter, today)
    return LetterView(
        row=_rows(actor, [letter])[0],
        case_id=letter.case_id,
        ticket=letter.case.ticket,
        kind=kind,
        owner=LETTER.state(letter.state).owner,
        answers=tuple((each.label, _shown(each.kind, values.get(each.name, ""))) for each in kind.fields)
        if reads
        else (),
        values=values,
        facts=facts,
        hides_content=not reads,
        returned_reason=letter.returned_reason,
        initialled_by_name=letter.initialled_by_name,
        initialled_at=letter.initialled_at,
        signed_by_name=letter.signed_by_name,
        signed_at=letter.signed_at,
        signer=letter.signer,
        document_id=letter.document_id,
        issued_by_name=letter.issued_by_name,
        cancelled_at=letter.cancelled_at,
        cancelled_by_name=letter.cancelled_by_name,
        revision=letter.revision,
        allowed=_allowed(actor, letter, section, ways),
        ways=ways,
        section=section,
    )


def find_letter(actor: Actor, letter_id: UUID) -> Letter:
    """The letter's row, for those who may see that there is one. Raises `NoSuchLetter`."""
    found = letters_visible_to(actor).select_related("case").filter(pk=letter_id).first()
    if found is None:
        raise NoSuchLetter(letter_id)
    return found


def preview_letter(actor: Actor, letter_id: UUID, *, at: datetime) -> bytes:
    """The letter as it stands as PDF, marked as a draft: with the block of who signed, or of who would sign today.

    The look is in the access log. Raises `NoSuchLetter`, `Denied`, `Refused` (nobody is in office).
    """
    letter = find_letter(actor, letter_id)
    check_can_read_letter(actor, letter)
    kind = find_letter_kind(letter.kind)
    assert kind is not None, letter.kind
    today = clock.local_date(at, settings.TIME_ZONE)
    if letter.paper_cipher is not None:
        data = opened_paper(letter)
    else:
        values, facts = content_of(letter)
        signer = organisation_queries.expected_signer(organisation_queries.get_office(), on=today).block()
        data = paper_of(letter.case, kind, values=values, facts=facts, signer=signer, on=today)
    _note_look(actor, letter, at)
    unit = organisation_queries.letterhead_data(organisation_queries.get_office())["unit"]
    number = blank_number(
        kind.series, office_code=unit, on=today, classification=kind.classification, pattern=kind.pattern
    )
    initials = ""
    if letter.initialled_at is not None:
        day = clock.format_date(clock.local_date(letter.initialled_at, settings.TIME_ZONE))
        initials = f"{letter.initialled_by_name}, {day}"
    return render_draft(kind.layout, data, title=kind.name, number=number, on=today, at=at, initials=initials)


def prefilled(actor: Actor, case_id: UUID, kind: LetterKind, *, role: str, at: datetime) -> dict[str, Any]:
    """What the case already answers of the form: agency and service of the newest referral, its problem, who writes.

    Raises `NoSuchCase`. The story is put in only for who may read it; opening the case's page logged that look.
    """
    case = visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NoSuchCase(case_id)
    referral = case.referrals.select_related("agency").order_by("-sent_at").first()
    problem = referral.reason if referral else ""
    if not problem and can_read_story(actor, case):
        problem = crypto.unseal(case.story_cipher, context="desk.story")
    known: dict[str, Any] = {
        "agency": referral.agency.name if referral and referral.agency else "",
        "service": referral.service_wanted if referral else "",
        "problem": problem,
        "village": reference_queries.area_label(case.area_code),
        "officer": actor.name,
        "officer_role": role,
        "today": clock.local_date(at, settings.TIME_ZONE),
    }
    return {each.name: known[each.prefill] for each in kind.fields if each.prefill and known.get(each.prefill)}


def _allowed(actor: Actor, letter: Letter, section: str, ways: tuple[Signer, ...]) -> frozenset[str]:
    steps = {step.name for step in LETTER.available(letter.state)}
    may = {verb for verb in steps if can_letter(actor, verb, letter, section=section)}
    if not ways:
        may.discard("sign")
    if "cancel" in may and letter.document_id is not None and not actor.may("documents.document.revoke"):
        may.discard("cancel")
    if letter.document_id is not None and can_letter(actor, "copy", letter):
        may.add("copy")
    return frozenset(may)


def _ways(actor: Actor, letter: Letter, today: date) -> tuple[Signer, ...]:
    if letter.state != "INITIALLED" or actor.user_id is None or not can_letter(actor, "sign", letter):
        return ()
    office = organisation_queries.find_office()
    return tuple(organisation_queries.list_signers_of(office, actor.user_id, on=today)) if office else ()


def _narrowed(found: QuerySet[Letter], *, kind: str, month: date | None, state: str, number: str) -> QuerySet[Letter]:
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if number.strip():
        found = found.filter(number__icontains=number.strip())
    if month is not None:
        first = month.replace(day=1)
        last = month.replace(day=monthrange(month.year, month.month)[1])
        issued = Q(issued_on__gte=first, issued_on__lte=last)
        written = Q(issued_on__isnull=True, drafted_at__date__gte=first, drafted_at__date__lte=last)
        found = found.filter(issued | written)
    return found


def _waiting(actor: Actor, step: str) -> Q:
    """What waits for this actor: not their own drafts, for signing not what they initialled, and only their section's."""
    nobody = Q(pk__in=[])
    if not actor.may(f"desk.letter.{step}"):
        return nobody
    if step == "issue":
        return Q(state="SIGNED")
    mine = Q(drafted_by=actor.user_id) if actor.user_id else nobody
    if step == "initial":
        return Q(state="DRAFT", kind__in=kinds_of_section(actor, on=_today())) & ~mine
    if step == "sign":
        return Q(state="INITIALLED") & ~mine & ~Q(initialled_by=actor.user_id)
    return nobody


def _today() -> date:
    return clock.local_date(clock.now(), settings.TIME_ZONE)


def _rows(actor: Actor, letters: list[Letter], *, is_brief: bool = False) -> tuple[LetterRow, ...]:
    places = reference_queries.labels_of({each.area_code for each in letters}) if letters else {}
    people = [each.person_id for each in letters if each.person_id and not is_brief]
    known = registry_queries.labels_for("person", people) if people and actor.may("registry.person.view") else {}
    nik = {key: label.masked_nik for key, label in known.items()}
    return tuple(
        _row(each, places.get(each.area_code, each.area_code), nik.get(each.person_id, "") if each.person_id else "")
        for each in letters
    )


def _row(each: Letter, area_label: str, masked_nik: str) -> LetterRow:
    kind = find_letter_kind(each.kind)
    return LetterRow(
        id=each.pk,
        kind_name=kind.name if kind else each.kind,
        about_name=each.about_name,
        masked_nik=masked_nik,
        recipient=each.recipient,
        area_label=area_label,
        state=each.state,
        state_label=str(LETTER.state(each.state).label),
        number=each.number,
        issued_on=each.issued_on,
        drafted_by_name=each.drafted_by_name,
        drafted_at=each.drafted_at,
        cancelled_reason=each.cancelled_reason,
    )


def _shown(kind: str, text: str) -> str:
    return clock.format_date(date.fromisoformat(text)) if kind == DATE and text else text


def _note_look(actor: Actor, letter: Letter, at: datetime) -> None:
    reader = actor if actor.purpose else actor.for_purpose(f"melayani surat untuk kasus {letter.case.ticket}")
    kind, subject = ("person", letter.person_id) if letter.person_id else ("case", letter.case_id)
    note_access(by=reader, kind=kind, subject_id=subject, fields=["isi surat"], at=at)
