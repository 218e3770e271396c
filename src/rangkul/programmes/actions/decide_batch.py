"""The decision: line by line, never beyond the quota, by one decree, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_component, move, office_day, take_batch
from rangkul.programmes.actions.decree_paper import Outcome, issue_decree
from rangkul.programmes.actions.overlap_policy import lock_overlaps
from rangkul.programmes.actions.refuse_line import check_refusal, write_refusal
from rangkul.programmes.actions.seats import Seats
from rangkul.programmes.actions.waiting_list import settle_move_up
from rangkul.programmes.enums import EnrolmentState, LineState, RefusalReason, RequiredRegistry
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Decree, Enrolment, ProposalBatch, ProposalLine, Terms
from rangkul.programmes.queries.catalogue import terms_in_force
from rangkul.programmes.queries.overlaps import Overlap, needs_reason, overlaps_of, sentences_for
from rangkul.programmes.queries.subjects import moved_among, obstacle, required_ids, served_among, subject_of
from rangkul.programmes.ranking import deliveries_left, yearly_cost
from rangkul.programmes.verdicts import subject_kind

_KEPT = ("state", "registry_id", "decided_at", "overlaps", "overlap_reason", "cost", "deliveries")
CHOICES = (LineState.ACCEPTED, LineState.WAITING, LineState.REFUSED)


@dataclass(frozen=True, slots=True)
class LineDecision:
    """What the official decides about one line; a refusal carries a `RefusalReason`.

    `overlap_reason`: why somebody gets this beside aid that goes together with a reason only.
    """

    outcome: str = LineState.ACCEPTED
    reason: str = ""
    note: str = ""
    overlap_reason: str = ""


@action("programmes.proposal.decide")
def decide_batch(
    *,
    batch_id: UUID,
    by: Actor,
    at: datetime,
    lines: Mapping[UUID, LineDecision] | None = None,
    revision: int | None = None,
) -> Decree:
    """VERIFIED → DECIDED: the SK with its number and PDF, and an enrolment for each accepted line.

    Lines not named in `lines` are accepted. On the day of the decision every accepted line is looked at again: who
    died, moved away, has no registry id in force (R018), is served already or gets what does not go together with this
    (W02) is refused with that reason. Beyond the quota, in heads or in rupiah, the lines go to the waiting list in rank
    order. Decisions about one component come one after the other, and wait for a change of its quota.

    Raises AlreadyDecided (who, when, which SK) on the second of two decisions or clicks; Denied (role, division, four
    eyes), Refused, UnableToMove, StaleProposal. Nothing is kept of a decision that raises.
    """
    component_id = ProposalBatch.objects.filter(pk=batch_id).values_list("component_id", flat=True).first()
    if component_id is None:
        raise NoSuchProposal(batch_id)
    lock_component(component_id)
    batch = take_batch(batch_id, step="decide", by=by, revision=revision)
    today = office_day(at)
    terms = terms_in_force(batch.component, today)
    lock_overlaps(batch.component.programme_id, today)
    signer = organisation_queries.signatory(organisation_queries.get_office(), on=today, user_id=by.user_id)
    outcome = _sort_lines(batch, lines or {}, terms=terms, today=today, by=by, at=at)
    document = issue_decree(batch, outcome, terms=terms, signer=signer, on=today, by=by, at=at)
    decree = Decree.objects.create(
        number=document.number,
        component=batch.component,
        batch=batch,
        fiscal_year=batch.fiscal_year,
        area_code=batch.area_code,
        signed_on=today,
        signatory_name=signer.name,
        signatory_position=signer.title()[:200],
        signatory_nip=signer.nip,
        document_id=document.pk,
        created_at=at,
    )
    for line in outcome.accepted:
        _enrol(line, decree, by=by, at=at)
    for line in outcome.waiting:
        _write("programmes.proposal.wait", line, by=by, at=at, data={"rank": line.rank, "decree": decree.number})
    batch.decided_by = by.user_id
    counts = {
        "accepted": len(outcome.accepted),
        "waiting": len(outcome.waiting),
        "refused": len(outcome.refused),
        "decree": decree.number,
    }
    move(batch, "decide", by=by, at=at, data=counts)
    if batch.is_move_up:
        settle_move_up(batch, by=by, at=at)
    return decree


def _sort_lines(
    batch: ProposalBatch, chosen: Mapping[UUID, LineDecision], *, terms: Terms, today: date, by: Actor, at: datetime
) -> Outcome:
    lines = _lock_lines(batch)
    _check_choices(chosen, lines)
    found = _look_again(batch, lines, chosen, terms=terms, today=today, by=by)
    wanted: list[ProposalLine] = []
    waiting: list[ProposalLine] = []
    refused: list[ProposalLine] = []
    for line in lines:
        decision = chosen.get(line.pk, LineDecision())
        reason, note = (
            (decision.reason, clean(decision.note))
            if decision.outcome == LineState.REFUSED
            else found.get(line.pk, ("", ""))
        )
        if reason:
            write_refusal(line, reason=reason, note=note, by=by, at=at)
            refused.append(line)
        else:
            (waiting if decision.outcome == LineState.WAITING else wanted).append(line)
    seats = Seats.lock(component_id=batch.component_id, fiscal_year=batch.fiscal_year, area=batch.area_code)
    for line in wanted:
        _price(line, terms, today)
    room = seats.fitting([line.cost for line in wanted])
    accepted, overflow = wanted[:room], wanted[room:]
    seats.take(len(accepted), sum(line.cost or 0 for line in accepted))
    waiting = sorted([*waiting, *overflow], key=lambda line: (line.rank, line.pk))
    for line in accepted:
        line.state, line.decided_at = LineState.ACCEPTED, at
    for line in waiting:
        line.state, line.decided_at = LineState.WAITING, at
    ProposalLine.objects.bulk_update([*accepted, *waiting], _KEPT)
    return Outcome(accepted=accepted, waiting=waiting, refused=refused)


def _lock_lines(batch: ProposalBatch) -> list[ProposalLine]:
    lines = ProposalLine.objects.select_for_update(of=("self",)).select_related(
        "person", "family", "institution", "screening"
    )
    found = list(lines.filter(batch=batch, state=LineState.PROPOSED).order_by("rank", "id"))
    for line in found:
        line.batch = batch
    return found


def _price(line: ProposalLine, terms: Terms, today: date) -> None:
    """What the line takes from the budget: a whole year's deliveries, or those still to come for who moves up."""
    whole = terms.deliveries_per_year
    year = line.batch.fiscal_year
    line.deliveries = deliveries_left(whole, year, today) if line.batch.is_move_up else whole
    facts = line.screening.facts if line.screening else {}
    line.cost = yearly_cost(terms, line.batch.component.unit, facts, today, deliveries=line.deliveries)


def _check_choices(chosen: Mapping[UUID, LineDecision], lines: Sequence[ProposalLine]) -> None:
    if chosen.keys() - {line.pk for line in lines}:
        raise Refused(
            field="Keputusan",
            value="",
            expected="hanya baris yang masih diusulkan",
            remedy="muat ulang halaman, lalu ulangi",
        )
    for decision in chosen.values():
        if decision.outcome not in CHOICES:
            raise Refused(
                field="Keputusan",
                value=decision.outcome,
                expected="terima, daftar tunggu, atau tolak",
                remedy="pilih satu",
            )
        if decision.outcome == LineState.REFUSED:
            check_refusal(decision.reason, clean(decision.note))


def _look_again(
    batch: ProposalBatch,
    lines: Sequence[ProposalLine],
    chosen: Mapping[UUID, LineDecision],
    *,
    terms: Terms,
    today: date,
    by: Actor,
) -> dict[UUID, tuple[str, str]]:
    """{line id: (refusal reason, note)} of lines that cannot stand on the day; puts the id of the day on the others."""
    overlaps = overlaps_of(batch.component, subject_kind(batch.component), [line.subject_id for line in lines], today)
    kind = subject_kind(batch.component)
    ids = [line.subject_id for line in lines]
    needs_id = bool(terms.required_registry) and kind != "institution"
    numbers = required_ids(terms.required_registry, kind, ids, on=today) if needs_id else {}
    active = Enrolment.objects.filter(component=batch.component, state=EnrolmentState.ACTIVE)
    served = served_among(kind, ids, active)
    moved = moved_among(ids) if kind == "person" else set()
    found = {}
    for line in lines:
        reason, note = obstacle(subject_of(line, has_moved=line.subject_id in moved), area=batch.area_code)
        if not reason and needs_id and line.subject_id not in numbers:
            register = RequiredRegistry(terms.required_registry).label
            reason, note = RefusalReason.NO_REGISTRY_ID, f"ID {register} tidak berlaku pada {format_date(today)}"
        if not reason and line.subject_id in served:
            reason = RefusalReason.DUPLICATE
        beside = overlaps.get(line.subject_id, [])
        if not reason and any(each.is_forbidden for each in beside):
            # The village reads the note: sensitive aid is not named in it.
            reason = RefusalReason.OVERLAP
            note = " ".join(each.sentence() for each in beside if each.is_forbidden)
        decision = chosen.get(line.pk, LineDecision())
        if not reason and decision.outcome == LineState.ACCEPTED:
            _answer_overlaps(line, beside, decision, by)
        if reason:
            found[line.pk] = (reason, note)
        else:
            line.registry_id = numbers.get(line.subject_id, "")
    return found


def _answer_overlaps(line: ProposalLine, beside: Sequence[Overlap], decision: LineDecision, by: Actor) -> None:
    """Put what is found today on the line; raises Refused where it asks for a reason that nobody gave."""
    given = clean(decision.overlap_reason)
    asked = needs_reason(beside, line.overlaps, line.overlap_reason)
    if asked and not given:
        raise Refused(
            field="Alasan tumpang tindih",
            value="",
            expected=f"alasan untuk {subject_of(line).name}. {' '.join(sentences_for(by, asked))}",
            remedy="tulis alasannya pada baris itu, atau pilih daftar tunggu atau tolak",
        )
    line.overlaps = [each.to_json() for each in beside]
    if given:
        line.overlap_reason = given


def _enrol(line: ProposalLine, decree: Decree, *, by: Actor, at: datetime) -> Enrolment:
    enrolment = Enrolment.objects.create(
        component_id=decree.component_id,
        person_id=line.person_id,
        family_id=line.family_id,
        institution_id=line.institution_id,
        fiscal_year=decree.fiscal_year,
        area_code=decree.area_code,
        decree=decree,
        line=line,
        valid_from=decree.signed_on,
        reserved=line.cost or 0,
        reserved_deliveries=line.deliveries if line.cost else 0,
        created_at=at,
    )
    data = {
        "decree": decree.number,
        "fiscal_year": decree.fiscal_year,
        **({"overlap_reason": line.overlap_reason} if line.overlap_reason else {}),
    }
    _write("programmes.enrolment.start", line, by=by, at=at, data=data, enrolment=enrolment)
    return enrolment


def _write(
    name: str,
    line: ProposalLine,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, object],
    enrolment: Enrolment | None = None,
) -> None:
    case = [("case", line.case_id)] if line.case_id else []
    record(
        name,
        by=by,
        at=at,
        on=enrolment or line,
        kind="enrolment" if enrolment else "proposal_line",
        subjects=[(line.subject_kind, line.subject_id), *case],
        area=line.batch.area_code,
        data={"number": line.batch.number, **told_of(line.batch.component), **data},
    )
