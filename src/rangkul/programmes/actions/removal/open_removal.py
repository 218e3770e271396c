"""From a list of candidates to removal batches: the village takes those its musyawarah will speak of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.numbering import next_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_words, office_day
from rangkul.programmes.actions.removal.desk import OPEN_FOR_LINES, note, touch
from rangkul.programmes.enums import CandidateKind, EnrolmentState, ExitReason, RemovalState
from rangkul.programmes.errors import UnableToPropose
from rangkul.programmes.events import told_of_list
from rangkul.programmes.models import Candidate, RemovalBatch, RemovalLine
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.candidate_words import evidence_in_words, list_name

SERIES = "CORET"
MOST = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a selection: the batches that grew, how many lines, and (name, why not) of the others."""

    batches: list[RemovalBatch] = field(default_factory=list)
    lines: list[RemovalLine] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@action("programmes.removal.create")
def open_removal(*, candidate_ids: Sequence[UUID], by: Actor, at: datetime) -> Taken:
    """Put candidates into the open batches of their village, one a list (component or outside programme).

    Each is checked; those that can't be taken are told line by line and the rest is kept. Raises UnableToPropose when
    nobody could be taken, Denied outside the actor's village.
    """
    chosen = list(
        policies.candidates_visible_to(by)
        .filter(pk__in=list(candidate_ids)[:MOST], run__kind=CandidateKind.STRIKE_OFF)
        .select_related("enrolment__component__programme")
        .order_by("area_code", "id")
    )
    taken, open_batches = Taken(), {}
    for candidate in chosen:
        policies.check_can_create_batch(by, candidate.area_code)
        why = _obstacle(candidate)
        if why:
            taken.refused.append((candidate.subject_name, why))
            continue
        enrolment = candidate.enrolment
        key = (candidate.area_code, enrolment.component_id if enrolment else candidate.outside_programme)
        if key not in open_batches:
            open_batches[key] = _batch_for(candidate, by=by, at=at)
            taken.batches.append(open_batches[key])
        taken.lines.append(_add(open_batches[key], candidate, by=by, at=at))
    if not taken.lines:
        reasons = [f"{name}: {why}" for name, why in taken.refused[:5]]
        raise UnableToPropose(" ".join([_("Tidak ada calon yang dapat dimasukkan."), *reasons]))
    for batch in taken.batches:
        touch(batch, at=at)
    return taken


def _obstacle(candidate: Candidate) -> str:
    lock_words("programmes.removal", candidate.enrolment_id or candidate.outside_id)
    if candidate.enrolment is not None and candidate.enrolment.state != EnrolmentState.ACTIVE:
        return _("sudah tidak menerima lagi.")
    same = {"enrolment_id": candidate.enrolment_id} if candidate.enrolment_id else {"outside_id": candidate.outside_id}
    line = RemovalLine.objects.filter(state=RemovalState.PROPOSED, **same).select_related("batch").first()
    if line is not None:
        return _("sudah ada dalam daftar %(number)s.") % {"number": line.batch.number}
    done = RemovalLine.objects.filter(candidate=candidate).exclude(state=RemovalState.DROPPED)
    if done.exists():
        return _("temuan ini sudah diputuskan.")
    return ""


def _batch_for(candidate: Candidate, *, by: Actor, at: datetime) -> RemovalBatch:
    component = candidate.enrolment.component if candidate.enrolment else None
    lock_words(
        "programmes.removal.draft", candidate.area_code, component.pk if component else candidate.outside_programme
    )
    locked = RemovalBatch.objects.select_for_update(of=("self",)).select_related("component__programme")
    found = locked.filter(
        area_code=candidate.area_code,
        component=component,
        outside_programme=candidate.outside_programme,
        state__in=OPEN_FOR_LINES,
    ).first()
    if found is not None:
        return found
    batch = RemovalBatch.objects.create(
        number=next_number(SERIES, office_code=candidate.area_code, on=office_day(at)),
        component=component,
        outside_programme=candidate.outside_programme,
        area_code=candidate.area_code,
        created_by=by.user_id,
        created_at=at,
        updated_at=at,
    )
    record(
        "programmes.removal.create",
        by=by,
        at=at,
        on=batch,
        kind="removal",
        subjects=[("removal", batch.pk)],
        area=batch.area_code,
        data={"number": batch.number, **told_of_list(batch)},
    )
    return batch


def _add(batch: RemovalBatch, candidate: Candidate, *, by: Actor, at: datetime) -> RemovalLine:
    line = RemovalLine.objects.create(
        batch=batch,
        candidate=candidate,
        **{f"{candidate.subject_kind}_id": candidate.subject_id},
        enrolment=candidate.enrolment,
        outside_id=candidate.outside_id,
        outside_number=candidate.outside_number,
        reason=candidate.reason,
        advice=candidate.advice,
        evidence=evidence_in_words(candidate)[:300],
        effective_on=_first_day(candidate),
        created_at=at,
    )
    note("add_line", line, by=by, at=at, data={"list": "" if batch.component else list_name(candidate)})
    return line


def _first_day(candidate: Candidate) -> date | None:
    """A death says since when; for every other reason the day is the decision's."""
    if candidate.reason != ExitReason.DIED or candidate.evidence_on is None:
        return None
    start = candidate.enrolment.valid_from if candidate.enrolment else candidate.evidence_on
    return max(start, candidate.evidence_on)
