"""Putting somebody into a batch: the right unit, living there, in the required register, screened, nowhere twice."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_words, office_day, take_batch_for_lines, touch
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.enums import CountingUnit, EnrolmentState, LineState, RequiredRegistry, Verdict
from rangkul.programmes.errors import (
    AlreadyProposed,
    AlreadyServed,
    OverlapForbidden,
    OverlapReasonNeeded,
    OverrideNeeded,
)
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Component, Enrolment, ProposalBatch, ProposalLine, Screening, Terms
from rangkul.programmes.queries.catalogue import terms_in_force
from rangkul.programmes.queries.overlaps import Overlap, check_overlap, sentences_for
from rangkul.programmes.queries.reasons import sentences_of
from rangkul.programmes.queries.subjects import (
    UNIT_OF_KIND,
    Subject,
    about,
    find_subject,
    kind_of,
    obstacle,
    required_ids,
    written_for,
)
from rangkul.programmes.workflow import PROPOSAL
from rangkul.reference import queries as reference_queries

MOST_LINES = 500
OPEN_FOR_LINES = ("DRAFT", "RETURNED")


@action("programmes.proposal.add_line")
def add_line(
    *,
    batch_id: UUID,
    kind: str,
    subject_id: UUID,
    by: Actor,
    at: datetime,
    override_reason: str = "",
    overlap_reason: str = "",
    case_id: UUID | None = None,
    revision: int | None = None,
) -> ProposalLine:
    """Add a person, family or institution at the end of the list, with the screening of today frozen into the line.

    Raises Refused for the wrong unit, somebody unknown, dead or living elsewhere, and for a missing registry id where
    the terms demand one (R018; no reason overrides that); AlreadyServed, AlreadyProposed; OverlapForbidden, and
    OverlapReasonNeeded without `overlap_reason`, for aid that does not go together (W02); OverrideNeeded when the
    screening is not MET and `override_reason` is empty; Denied, AlreadyDecided, StaleProposal.
    """
    batch = take_batch_for_lines(batch_id, step="add_line", states=OPEN_FOR_LINES, by=by, revision=revision)
    if batch.is_move_up:
        raise Refused(
            field="Usulan",
            value=batch.number,
            expected="usulan desa, bukan kenaikan dari daftar tunggu",
            remedy="buat usulan baru untuk nama lain",
        )
    return place_line(
        batch,
        kind=kind,
        subject_id=subject_id,
        override_reason=override_reason,
        overlap_reason=overlap_reason,
        case_id=case_id,
        by=by,
        at=at,
    )


def place_line(
    batch: ProposalBatch,
    *,
    kind: str,
    subject_id: UUID,
    override_reason: str,
    case_id: UUID | None,
    by: Actor,
    at: datetime,
    overlap_reason: str = "",
) -> ProposalLine:
    """The new line in a locked batch; who may was checked before. Raises as `add_line`."""
    kind, today = kind_of(kind), office_day(at)
    # One at a time per subject and component: two villages cannot both find "nobody proposed them yet".
    lock_words("programmes.line", batch.component_id, subject_id)
    subject = _present_subject(by, batch, kind, subject_id)
    _check_is_free(batch, subject)
    terms = terms_in_force(batch.component, today)
    registry_id = _check_registry(terms, subject, today)
    overlaps = _check_overlaps(by, batch, subject, today)
    screening = screen_subject(
        component_id=batch.component_id, kind=kind, subject_id=subject_id, as_of=today, by=by, at=at
    )
    reason = clean(override_reason)
    if screening.verdict != Verdict.MET and not reason:
        raise OverrideNeeded(verdict=screening.verdict, sentences=sentences_of(by, screening))
    why = clean(overlap_reason)
    if overlaps and not why:
        raise OverlapReasonNeeded(sentences_for(by, overlaps))
    line = ProposalLine.objects.create(
        batch=batch,
        **{f"{kind}_id": subject_id},
        rank=_next_rank(batch),
        registry_id=registry_id,
        screening=screening,
        override_reason=reason if screening.verdict != Verdict.MET else "",
        overlaps=[each.to_json() for each in overlaps],
        overlap_reason=why if overlaps else "",
        case_id=case_id,
        created_at=at,
    )
    touch(batch, at=at)
    _record_line(line, screening, subject, by=by, at=at)
    return line


def _present_subject(by: Actor, batch: ProposalBatch, kind: str, subject_id: UUID) -> Subject:
    unit = CountingUnit(batch.component.unit)
    if UNIT_OF_KIND[kind] != unit:
        raise Refused(
            field="Satuan",
            value=UNIT_OF_KIND[kind].label,
            expected=f"{unit.label}, satuan bantuan {batch.component.name}",
            remedy=f"pilih {unit.label} yang akan diusulkan",
        )
    subject = find_subject(by, kind, subject_id)
    if subject is None:
        raise Refused(
            field="Penerima",
            value="",
            expected="data yang ada di wilayah tugas Anda dan belum digabung ke data lain",
            remedy="cari lagi di registri desa ini",
        )
    reason, sentence = obstacle(subject, area=batch.area_code)
    if reason:
        place = reference_queries.area_label(batch.area_code)
        raise Refused(
            field="Penerima",
            value=subject.name,
            expected=f"masih ada dan tinggal di {place}",
            remedy=_lower_first(sentence),
        )
    return subject


def _check_is_free(batch: ProposalBatch, subject: Subject) -> None:
    served = Enrolment.objects.filter(
        about(subject.kind, subject.id), component=batch.component, state=EnrolmentState.ACTIVE
    )
    enrolment = served.select_related("decree").first()
    if enrolment is not None:
        where = reference_queries.area_label(enrolment.area_code)
        raise AlreadyServed(where=where, since=enrolment.valid_from, decree=enrolment.decree.number)
    same = written_for(subject.kind, subject.id)  # a line of a merged record is refused when it is decided on
    lines = ProposalLine.objects.filter(
        same, batch__component=batch.component, batch__state__in=PROPOSAL.open_states, state=LineState.PROPOSED
    )
    line = lines.select_related("batch").first()
    if line is not None:
        where = reference_queries.area_label(line.batch.area_code)
        raise AlreadyProposed(batch_id=line.batch_id, number=line.batch.number, where=where)
    if ProposalLine.objects.filter(same, batch=batch).exists():
        raise Refused(
            field="Penerima",
            value=subject.name,
            expected="belum pernah ditolak dalam usulan ini",
            remedy="usulkan lagi dalam usulan yang baru",
        )
    if ProposalLine.objects.filter(batch=batch).count() >= MOST_LINES:
        raise Refused(
            field="Daftar usulan",
            value=MOST_LINES,
            expected=f"paling banyak {MOST_LINES} baris",
            remedy="buat usulan kedua",
        )


def _check_registry(terms: Terms, subject: Subject, today: date) -> str:
    """The id in force that the terms demand; "" where they demand none. Raises Refused (R018)."""
    if not terms.required_registry or subject.kind == "institution":
        return ""
    found = required_ids(terms.required_registry, subject.kind, [subject.id], on=today).get(subject.id, "")
    if not found:
        register = RequiredRegistry(terms.required_registry).label
        raise Refused(
            field=f"ID {register}",
            value="",
            expected=f"ID {register} yang berlaku pada {format_date(today)} atas nama {subject.name}",
            remedy=f"daftarkan dulu ke {register} lewat Puskesos; ketentuan ini tidak dapat dikecualikan",
        )
    return found


def _check_overlaps(by: Actor, batch: ProposalBatch, subject: Subject, today: date) -> list[Overlap]:
    """What asks for a reason; raises OverlapForbidden for what no reason helps against."""
    found = check_overlap(batch.component, subject, today)
    forbidden = [each for each in found if each.is_forbidden]
    if forbidden:
        raise OverlapForbidden(sentences_for(by, forbidden))
    return found


def _next_rank(batch: ProposalBatch) -> int:
    last = ProposalLine.objects.filter(batch=batch).order_by("-rank").values_list("rank", flat=True).first()
    return (last or 0) + 1


def _record_line(line: ProposalLine, screening: Screening, subject: Subject, *, by: Actor, at: datetime) -> None:
    batch, component = line.batch, line.batch.component
    assert isinstance(component, Component)
    record(
        "programmes.proposal.add_line",
        by=by,
        at=at,
        on=line,
        kind="proposal_line",
        subjects=[
            ("proposal", batch.pk),
            (subject.kind, subject.id),
            *([("case", line.case_id)] if line.case_id else []),
        ],
        area=batch.area_code,
        reason=line.override_reason,
        data={
            "number": batch.number,
            **told_of(component),
            **({} if component.is_sensitive else {"verdict": screening.verdict}),
            "terms_version": screening.terms.version,
            "rank": line.rank,
            **({"overlap_reason": line.overlap_reason} if line.overlap_reason else {}),
        },
    )


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
