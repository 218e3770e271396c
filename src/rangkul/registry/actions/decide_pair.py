"""Two records that may be one person: somebody looks at both and says what they are."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.actions.link_registry import common_area
from rangkul.registry.actions.merge_persons import merge_persons
from rangkul.registry.enums import PairState
from rangkul.registry.errors import NoSuchRecord, PairAlreadyDecided
from rangkul.registry.models import DuplicatePair

LONGEST_NOTE = 500


@action("registry.pair.report")
def report_pair(
    *, one_id: UUID, other_id: UUID, likeness: float, note: str, by: Actor, at: datetime
) -> DuplicatePair | None:
    """Put two persons on the worklist of doubles because somebody on the spot said that one of them stands there twice.

    `likeness` (0–1) orders it among the others. None when the pair was decided before. Raises Denied.
    """
    left, right = sorted((steps.lock_person(one_id), steps.lock_person(other_id)), key=lambda each: each.pk)
    for person in (left, right):
        policies.check_can_view_person(by, person)
    area = common_area(left.area_code, right.area_code)
    pair, is_new = DuplicatePair.objects.get_or_create(
        left=left,
        right=right,
        defaults={
            "weight": round(likeness * 10, 2),
            "reasons": [],
            "area_code": area,
            "note": clean(note)[:LONGEST_NOTE],
            "found_at": at,
        },
    )
    if not is_new and pair.state not in (PairState.OPEN, PairState.UNSURE):
        return None
    if not is_new:
        pair.note = clean(note)[:LONGEST_NOTE]
        pair.save(update_fields=["note"])
    record("registry.pair.report", by=by, at=at, on=pair, kind="pair", area=area, reason=clean(note)[:LONGEST_NOTE],
           subjects=[("person", left.pk), ("person", right.pk)])  # fmt: skip
    return pair


@action("registry.pair.decide")
def decide_pair(
    *,
    pair_id: UUID,
    decision: str,
    by: Actor,
    at: datetime,
    note: str = "",
    keep_id: UUID | None = None,
    take: Collection[str] = (),
) -> DuplicatePair:
    """Say of a pair that it is one person (`keep_id` stays, the other is merged into it), two, or not known yet.

    Where a record of the pair was merged since, whoever it was merged into stands for it.
    DIFFERENT is remembered: the pair is not proposed again. UNSURE keeps it for later and needs a note. A decision
    other than UNSURE stands until `reopen_pair`; SAME and DIFFERENT need `note` as their reason. Raises Denied, Refused,
    PairAlreadyDecided, UnableToMerge, NoSuchRecord.
    """
    chosen = PairState(decision)
    pair = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise NoSuchRecord("pair", pair_id)
    policies.check_can_decide_pair(by, pair)
    if pair.state not in (PairState.OPEN, PairState.UNSURE):
        raise PairAlreadyDecided(decision=str(PairState(pair.state).label), by=pair.decided_by_name)
    reason = clean(note)[:LONGEST_NOTE]
    if chosen == PairState.OPEN:
        raise ValueError("a pair is reopened by reopen_pair")
    if not reason:
        raise Refused(
            field="Alasan", value="", expected="alasan singkat", remedy="tulis apa yang Anda periksa, misalnya KTP-el"
        )
    # one of the two, or both, may have been merged into others since the pair was found
    left, right = (each.survivor_id or each.pk for each in (pair.left, pair.right))
    if left == right:
        raise PairAlreadyDecided(decision=str(PairState.SAME.label), by="")
    if chosen == PairState.SAME:
        ids = {left: right, right: left}
        if keep_id not in ids:
            raise Refused(
                field="Data yang dipertahankan",
                value="",
                expected="salah satu dari kedua data",
                remedy="pilih data yang dipertahankan",
            )
        assert keep_id is not None
        merge_persons(keep_id=keep_id, merge_id=ids[keep_id], reason=reason, take=take, by=by, at=at)
        pair.kept_id = keep_id
    pair.state, pair.note, pair.decided_by_name, pair.decided_at = chosen, reason, by.name, at
    pair.save(update_fields=["state", "note", "kept_id", "decided_by_name", "decided_at"])
    record(
        "registry.pair.decide",
        by=by,
        at=at,
        on=pair,
        kind="pair",
        subjects=[("person", pair.left_id), ("person", pair.right_id)],
        area=pair.area_code,
        reason=reason,
        data={"decision": chosen.value, "weight": round(pair.weight, 2)},
    )
    return pair


@action("registry.pair.reopen")
def reopen_pair(*, pair_id: UUID, note: str, by: Actor, at: datetime) -> DuplicatePair:
    """Take back "orang berbeda": the pair is open again. A merge is taken back by `undo_merge`. Raises Denied, Refused."""
    pair = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise NoSuchRecord("pair", pair_id)
    policies.check_can_decide_pair(by, pair)
    if pair.state != PairState.DIFFERENT:
        raise Refused(
            field="Pasangan",
            value=str(PairState(pair.state).label),
            expected="pasangan yang diputuskan orang berbeda",
            remedy="batalkan penggabungan dari halaman warga bila keduanya sudah digabungkan",
        )
    pair.state, pair.note, pair.decided_by_name, pair.decided_at = (
        PairState.OPEN,
        clean(note)[:LONGEST_NOTE],
        by.name,
        at,
    )
    pair.save(update_fields=["state", "note", "decided_by_name", "decided_at"])
    record("registry.pair.reopen", by=by, at=at, on=pair, kind="pair", area=pair.area_code, reason=clean(note))
    return pair
