"""The waiting list moves: whoever is next is prepared for a decision, skipped with a reason, or expires with the year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.numbering import next_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import due_after, lock_component, office_day, touch
from rangkul.programmes.actions.create_batch import SERIES
from rangkul.programmes.actions.screen_subject import screen_subject
from rangkul.programmes.actions.seats import Seats
from rangkul.programmes.enums import EnrolmentState, LineState, RefusalReason, RequiredRegistry, Verdict
from rangkul.programmes.events import told_of
from rangkul.programmes.models import Component, Enrolment, ProposalBatch, ProposalLine, Terms
from rangkul.programmes.policies import waiting as policies
from rangkul.programmes.queries.catalogue import terms_in_force
from rangkul.programmes.queries.overlaps import overlaps_of
from rangkul.programmes.queries.subjects import about, moved_among, obstacle, required_ids, subject_of
from rangkul.programmes.queries.waiting import in_order
from rangkul.programmes.ranking import deliveries_left, yearly_cost


@dataclass(frozen=True, slots=True)
class Moved:
    """What a trigger did: lines prepared for a decision, and lines skipped on the way."""

    prepared: list[ProposalLine]
    skipped: list[ProposalLine]


@action("programmes.waiting.prepare")
def prepare_waiting(*, component_id: UUID, fiscal_year: int, area: str, by: Actor, at: datetime) -> Moved:
    """Have those who are next in an area prepared, by hand: after a quota that came from elsewhere, or a mended record.

    Raises Denied, and Refused when nobody waits or no seat is free.
    """
    component = lock_component(component_id)
    policies.check_can_prepare(by, component, area)
    moved = prepare_next(
        component_id=component_id,
        fiscal_year=fiscal_year,
        area=area,
        cause="disiapkan atas permintaan bidang",
        by=by,
        at=at,
    )
    if not (moved.prepared or moved.skipped):
        raise Refused(
            field="Daftar tunggu",
            value="",
            expected="ada yang menunggu, dan ada tempat serta pagu yang kosong",
            remedy="tambah kuota, atau tunggu ada penerima yang berakhir",
        )
    return moved


def prepare_next(
    *,
    component_id: UUID,
    fiscal_year: int,
    area: str,
    cause: str,
    by: Actor,
    at: datetime,
    leave_out: Collection[UUID] = (),
) -> Moved:
    """Lay everybody for whom there is room now before the deciding official, those of `area` first.

    Called inside an action that holds the component's lock, when a seat or rupiah became free. Nobody is enrolled: each
    stands in a batch "menunggu keputusan" of their village, with a fresh screening, and waits until it is decided. Whoever
    cannot stand on the day is skipped with the reason. Nobody of a past fiscal year is prepared, and nobody where no
    quota is set.
    """
    moved = Moved([], [])
    today = office_day(at)
    waiting = [line for line in in_order(component_id, fiscal_year, first=area) if line.pk not in leave_out]
    if fiscal_year < today.year or not waiting:
        return moved
    terms = terms_in_force(waiting[0].batch.component, today)
    pending = _pending(component_id, fiscal_year)
    for line in waiting:
        place = line.batch.area_code
        seats = Seats.lock(component_id=component_id, fiscal_year=fiscal_year, area=place)
        cost = _cost(line, terms, today)
        if not seats.quotas or not seats.fits(place, cost, pending):
            continue
        reason, note = _obstacle(line, terms, today)
        if reason:
            _skip(line, reason=reason, note=note, by=by, at=at)
            moved.skipped.append(line)
            continue
        made = _prepare(line, terms=terms, cause=cause, today=today, by=by, at=at)
        if made is None:
            moved.skipped.append(line)
            continue
        moved.prepared.append(made)
        pending.append((place, cost or 0))
    return moved


def settle_move_up(batch: ProposalBatch, *, by: Actor, at: datetime) -> None:
    """After the decision on a prepared batch: who was enrolled leaves the list, who was refused is skipped, who did not
    fit keeps the old place. Where somebody was skipped the next one is prepared."""
    lines = ProposalLine.objects.filter(batch=batch, waited_as__isnull=False).order_by("pk")
    skipped, kept = 0, []
    for line in lines.select_related("waited_as__batch__component__programme"):
        old = line.waited_as
        assert old is not None
        if line.state == LineState.ACCEPTED:
            old.state = LineState.MOVED_UP
            old.save(update_fields=["state"])
        elif line.state == LineState.REFUSED:
            _skip(old, reason=line.refusal_reason, note=line.refusal_note, by=by, at=at)
            skipped += 1
        elif line.state == LineState.WAITING:
            # The old line goes on waiting in its old place; the prepared one is no second entry of the list.
            line.state = LineState.REMOVED
            line.save(update_fields=["state"])
            kept.append(old.pk)
    if skipped:
        prepare_next(
            component_id=batch.component_id,
            fiscal_year=batch.fiscal_year,
            area=batch.area_code,
            cause="yang di depannya dilewati",
            by=by,
            at=at,
            leave_out=kept,
        )


@action("programmes.waiting.expire")
def expire_waiting(*, component_id: UUID, fiscal_year: int, by: Actor, at: datetime) -> int:
    """End the waiting list of a fiscal year that is over; returns how many. Whoever still needs aid is proposed anew.

    Raises Denied, and Refused while the year runs, while somebody is prepared and not decided, or when nobody waits.
    """
    component = lock_component(component_id)
    policies.check_can_expire(by, component)
    today = office_day(at)
    last = date(fiscal_year, 12, 31)
    if today <= last:
        raise Refused(
            field="Tahun anggaran",
            value=fiscal_year,
            expected=f"tahun yang sudah berakhir; daftar ini berlaku sampai {format_date(last)}",
            remedy="tunggu tahun anggaran berakhir",
        )
    if _prepared(component_id, fiscal_year).exists():
        raise Refused(
            field="Kenaikan daftar tunggu",
            value="",
            expected="semua yang sudah disiapkan telah diputuskan",
            remedy="putuskan dulu usulan kenaikan yang menunggu keputusan",
        )
    lines = [line for line in in_order(component_id, fiscal_year) if by.covers(line.batch.area_code)]
    if not lines:
        raise Refused(field="Daftar tunggu", value="", expected="masih ada yang menunggu", remedy="muat ulang halaman")
    for line in lines:
        line.state = LineState.EXPIRED
        line.save(update_fields=["state"])
        _note("expire", line, by=by, at=at, reason=f"tahun anggaran {fiscal_year} berakhir")
    return len(lines)


def _prepared(component_id: UUID, fiscal_year: int) -> QuerySet[ProposalLine]:
    return ProposalLine.objects.filter(
        batch__component_id=component_id,
        batch__fiscal_year=fiscal_year,
        batch__is_move_up=True,
        batch__state="VERIFIED",
        state=LineState.PROPOSED,
    )


def _pending(component_id: UUID, fiscal_year: int) -> list[tuple[str, int]]:
    """(village, rupiah) of everybody prepared and not decided."""
    return [(line.batch.area_code, line.cost or 0) for line in _prepared(component_id, fiscal_year)]


def _cost(line: ProposalLine, terms: Terms, today: date) -> int | None:
    facts = line.screening.facts if line.screening else {}
    left = deliveries_left(terms.deliveries_per_year, line.batch.fiscal_year, today)
    return yearly_cost(terms, line.batch.component.unit, facts, today, deliveries=left)


def _obstacle(line: ProposalLine, terms: Terms, today: date) -> tuple[str, str]:
    """(reason, sentence for the village) why somebody whose turn it is cannot stand today, ("", "") when they can."""
    subject = subject_of(line, has_moved=line.person_id is not None and bool(moved_among([line.person_id])))
    component = line.batch.component
    reason, note = obstacle(subject, area=line.batch.area_code)
    if reason:
        return reason, note
    needs_id = bool(terms.required_registry) and subject.kind != "institution"
    if needs_id and subject.id not in required_ids(terms.required_registry, subject.kind, [subject.id], on=today):
        register = RequiredRegistry(terms.required_registry).label
        return RefusalReason.NO_REGISTRY_ID, f"ID {register} tidak berlaku pada {format_date(today)}"
    served = Enrolment.objects.filter(about(subject.kind, subject.id), component=component, state=EnrolmentState.ACTIVE)
    if served.exists():
        return RefusalReason.DUPLICATE, _("sudah ditetapkan dengan keputusan lain.")
    found = overlaps_of(component, subject.kind, [subject.id], today).get(subject.id, [])
    forbidden = [each.sentence() for each in found if each.is_forbidden]
    return (RefusalReason.OVERLAP, " ".join(forbidden)) if forbidden else ("", "")


def _prepare(
    line: ProposalLine, *, terms: Terms, cause: str, today: date, by: Actor, at: datetime
) -> ProposalLine | None:
    """The line in a batch that waits for its decision; None when the fresh screening says no (the line is skipped)."""
    component = line.batch.component
    kind, subject_id = line.subject_kind, line.subject_id
    screening = screen_subject(component_id=component.pk, kind=kind, subject_id=subject_id, as_of=today, by=by, at=at)
    if screening.verdict == Verdict.NOT_MET and not line.override_reason:
        note = f"menurut penilaian {format_date(today)} tidak lagi memenuhi syarat."
        _skip(line, reason=RefusalReason.RULE_NOT_MET, note=note, by=by, at=at)
        return None
    batch = _batch_for(line, terms=terms, today=today, at=at)
    last = ProposalLine.objects.filter(batch=batch).order_by("-rank").values_list("rank", flat=True).first()
    ids = (
        required_ids(terms.required_registry, kind, [subject_id], on=today)
        if terms.required_registry and kind != "institution"
        else {}
    )
    deliveries = deliveries_left(terms.deliveries_per_year, batch.fiscal_year, today)
    made = ProposalLine.objects.create(
        batch=batch,
        person_id=line.person_id,
        family_id=line.family_id,
        institution_id=line.institution_id,
        rank=(last or 0) + 1,
        computed_rank=line.computed_rank,
        rank_values=line.rank_values,
        rank_decided=line.rank_decided,
        registry_id=ids.get(subject_id, ""),
        screening=screening,
        override_reason=line.override_reason,
        overlaps=line.overlaps,
        overlap_reason=line.overlap_reason,
        deliveries=deliveries,
        cost=yearly_cost(terms, component.unit, screening.facts, today, deliveries=deliveries),
        case_id=line.case_id,
        waited_as=line,
        created_at=at,
    )
    batch.note = cause
    touch(batch, at=at)
    _note("prepare", line, by=by, at=at, reason=cause, batch=batch)
    return made


def _batch_for(line: ProposalLine, *, terms: Terms, today: date, at: datetime) -> ProposalBatch:
    """The village's batch of the waiting list that is not decided yet, a new one when there is none."""
    origin = line.batch
    locked = ProposalBatch.objects.select_for_update(of=("self",)).select_related("component__programme")
    found = locked.filter(
        component_id=origin.component_id,
        fiscal_year=origin.fiscal_year,
        area_code=origin.area_code,
        is_move_up=True,
        state="VERIFIED",
    ).first()
    return found or ProposalBatch.objects.create(
        number=next_number(SERIES, office_code=origin.area_code, on=today),
        component=origin.component,
        fiscal_year=origin.fiscal_year,
        area_code=origin.area_code,
        state="VERIFIED",
        musyawarah_on=origin.musyawarah_on,
        musyawarah_place=origin.musyawarah_place,
        musyawarah_attendance=origin.musyawarah_attendance,
        ranking=origin.ranking,
        ranking_reason=origin.ranking_reason,
        is_move_up=True,
        due_on=due_after("VERIFIED", terms, today),
        created_at=at,
        updated_at=at,
    )


def _skip(line: ProposalLine, *, reason: str, note: str, by: Actor, at: datetime) -> None:
    line.state, line.refusal_reason, line.refusal_note = LineState.SKIPPED, reason, note
    line.save(update_fields=["state", "refusal_reason", "refusal_note"])
    label = str(RefusalReason(reason).label)
    _note("skip", line, by=by, at=at, reason=f"{label}: {note}" if note else label)


def _note(
    verb: str, line: ProposalLine, *, by: Actor, at: datetime, reason: str, batch: ProposalBatch | None = None
) -> None:
    component: Component = line.batch.component
    subjects = [("proposal", (batch or line.batch).pk), (line.subject_kind, line.subject_id)]
    record(
        f"programmes.waiting.{verb}",
        by=by,
        at=at,
        on=line,
        kind="proposal_line",
        subjects=[*subjects, *([("case", line.case_id)] if line.case_id else [])],
        area=line.batch.area_code,
        reason=reason,
        data={
            "number": (batch or line.batch).number,
            **told_of(component),
            "fiscal_year": line.batch.fiscal_year,
            **({"code": line.refusal_reason} if line.refusal_reason else {}),
        },
    )
