"""The decision on a removal batch: strike off, recommend, keep, or change who manages the aid; by one SK, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import lock_component, office_day
from rangkul.programmes.actions.end_enrolment import strike_off, take_enrolment
from rangkul.programmes.actions.removal.desk import move, note, take_removal
from rangkul.programmes.actions.removal.lines import keep
from rangkul.programmes.actions.removal.paper import issue_removal
from rangkul.programmes.enums import Advice, EnrolmentState, RemovalState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import RemovalBatch, RemovalDecree, RemovalLine
from rangkul.programmes.queries.removals import successors_of

STRIKE, KEEP, REPLACE = "STRIKE", "KEEP", "REPLACE"


@dataclass(frozen=True, slots=True)
class RemovalChoice:
    """What is decided about one line: STRIKE, KEEP with `why`, or REPLACE with the `successor` (a living member)."""

    outcome: str = STRIKE
    why: str = ""
    successor_id: UUID | None = None


@action("programmes.removal.decide")
def decide_removal(
    *,
    batch_id: UUID,
    by: Actor,
    at: datetime,
    lines: Mapping[UUID, RemovalChoice] | None = None,
    revision: int | None = None,
) -> RemovalDecree:
    """VERIFIED → DECIDED: own enrolments end in the same transaction; for an outside programme nothing ends, the
    recommendation goes on the list for its owner.

    Lines whose evidence says END are struck off unless `lines` says otherwise; CHECK and REPLACE must be named, they
    never end by default. Whoever left since is kept with that remark. Raises Denied (four eyes), Refused,
    UnableToMove, StaleProposal; nothing is kept of a decision that raises.
    """
    found = RemovalBatch.objects.filter(pk=batch_id).values_list("component_id", flat=True)
    if not found:
        raise NoSuchProposal(batch_id)
    if found[0] is not None:
        lock_component(found[0])
    batch = take_removal(batch_id, step="decide", by=by, revision=revision)
    today = office_day(at)
    proposed = _lock_lines(batch)
    chosen = _choices(proposed, lines or {})
    kept, ended, replaced = [], [], []
    for line in proposed:
        choice = chosen[line.pk]
        if choice.outcome == KEEP:
            keep(line, why=clean(choice.why), by=by, at=at)
            kept.append(line)
        elif choice.outcome == REPLACE:
            line.successor_id = _successor(line, choice, today)
            replaced.append(line)
        elif line.enrolment is not None and line.enrolment.state != EnrolmentState.ACTIVE:
            ended_on = format_date(line.enrolment.valid_to) if line.enrolment.valid_to else "–"
            keep(line, why=f"sudah berakhir {ended_on} sebelum keputusan ini", by=by, at=at)
            kept.append(line)
        else:
            line.effective_on = line.effective_on or today
            ended.append(line)
    signer = organisation_queries.signatory(organisation_queries.get_office(), on=today, user_id=by.user_id)
    document = issue_removal(batch, ended=ended, replaced=replaced, kept=kept, signer=signer, on=today, by=by, at=at)
    decree = RemovalDecree.objects.create(
        number=document.number,
        batch=batch,
        area_code=batch.area_code,
        signed_on=today,
        signatory_name=signer.name,
        signatory_position=signer.title()[:200],
        document_id=document.pk,
        decided_by=by.user_id,
        created_at=at,
    )
    for line in ended:
        _end(line, decree, by=by, at=at)
    for line in replaced:
        line.state, line.decree, line.decided_at = RemovalState.REPLACED, decree, at
        line.save()
        note("replace", line, by=by, at=at, data={"decree": decree.number})
    counts = {"ended": len(ended), "kept": len(kept), "replaced": len(replaced), "decree": decree.number}
    move(batch, "decide", by=by, at=at, data=counts)
    return decree


def _lock_lines(batch: RemovalBatch) -> list[RemovalLine]:
    locked = RemovalLine.objects.select_for_update(of=("self",)).select_related("enrolment", "family", "person")
    found = list(locked.filter(batch=batch, state=RemovalState.PROPOSED).order_by("id"))
    for line in found:
        line.batch = batch
    return found


def _choices(lines: Sequence[RemovalLine], given: Mapping[UUID, RemovalChoice]) -> dict[UUID, RemovalChoice]:
    if given.keys() - {line.pk for line in lines}:
        raise Refused(
            field="Keputusan",
            value="",
            expected="hanya nama yang masih diusulkan",
            remedy="muat ulang halaman, lalu ulangi",
        )
    for line in lines:
        if line.pk not in given and line.advice != Advice.END:
            raise Refused(
                field="Keputusan",
                value=line.get_advice_display(),
                expected="pilihan tegas: dicoret, tetap menerima, atau ganti pengurus",
                remedy="temuan ini tidak pernah berakhir dengan sendirinya; periksa dan pilih satu",
            )
    chosen = {line.pk: given.get(line.pk, RemovalChoice()) for line in lines}
    for choice in chosen.values():
        if choice.outcome not in (STRIKE, KEEP, REPLACE):
            raise Refused(
                field="Keputusan",
                value=choice.outcome,
                expected="dicoret, tetap menerima, atau ganti pengurus",
                remedy="pilih satu",
            )
    return chosen


def _successor(line: RemovalLine, choice: RemovalChoice, today: date) -> UUID:
    members = {member for member, _name in successors_of(line, today)}
    if choice.successor_id is None or choice.successor_id not in members:
        raise Refused(
            field="Pengurus baru",
            value="",
            expected="anggota keluarga yang masih hidup dalam KK yang sama",
            remedy="pilih salah satu anggota; bila tidak ada, keluarga ini dicoret dengan alasan meninggal",
        )
    return choice.successor_id


def _end(line: RemovalLine, decree: RemovalDecree, *, by: Actor, at: datetime) -> None:
    assert line.effective_on is not None
    if line.enrolment_id is None:
        line.state = RemovalState.RECOMMENDED
    else:
        line.state = RemovalState.STRUCK_OFF
        strike_off(
            take_enrolment(line.enrolment_id),
            reason=line.reason,
            evidence=line.evidence,
            on=line.effective_on,
            note="" if line.reason != "LAIN" else line.evidence,
            ended_by=decree.number,
            by=by,
            at=at,
        )
    line.decree, line.decided_at = decree, at
    line.save()
    name = "recommend" if line.enrolment_id is None else "strike_off"
    note(name, line, by=by, at=at, reason=str(line.get_reason_display()), data={"decree": decree.number})
