"""Deciding on a change request: checked by fresh eyes, every clash settled, applied whole; or returned, refused."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import change_facts, policies, returning
from rangkul.registry.actions import steps
from rangkul.registry.actions.changes.ask import applier
from rangkul.registry.actions.changes.desk import move, take_change
from rangkul.registry.actions.changes.effects import effect
from rangkul.registry.enums import ChangeKind
from rangkul.registry.errors import ChangeTampered
from rangkul.registry.models import ChangeRequest
from rangkul.registry.workflow import CHANGE

PROPOSED, CURRENT = "PROPOSED", "CURRENT"


@action("registry.change.check")
def check_change(
    *,
    change_id: UUID,
    by: Actor,
    at: datetime,
    settled: Mapping[str, str] | None = None,
    seen: str = "",
    note: str = "",
    revision: int | None = None,
) -> ChangeRequest:
    """SUBMITTED → CHECKED by somebody who did not ask; applied at once when the checker works in every place touched.

    `seen` is the fingerprint of the record the page showed. Every field that changed since the request was filled in
    is settled in `settled`: PROPOSED takes the request's value, CURRENT (corrections only) keeps what stands.
    Raises Refused, Denied, UnableToMove, StalePage, ChangeTampered, and whatever the registry refuses: then nothing of
    it is kept.
    """
    change = take_change(change_id, revision=revision)
    policies.check_can_check_change(by, change)
    CHANGE.move(change.state, "check")
    _settle(change, settled or {}, seen, at)
    change.checked_by = by.user_id
    change.checked_by_name = by.name
    change.checked_at = at
    change.decision_reason = clean(note)[:2000]
    move(change, "check", by=by, at=at, reason=change.decision_reason)
    if policies.can_apply_change(by, change):
        _apply(change, by=by, at=at)
    return change


@action("registry.change.apply")
def apply_change(
    *,
    change_id: UUID,
    by: Actor,
    at: datetime,
    settled: Mapping[str, str] | None = None,
    seen: str = "",
    revision: int | None = None,
) -> ChangeRequest:
    """CHECKED → APPLIED by somebody who works in every place it touches: a move to another kecamatan.

    Clashes are settled as in `check_change`, anew. Raises as `check_change`.
    """
    change = take_change(change_id, revision=revision)
    policies.check_can_check_change(by, change)
    CHANGE.move(change.state, "apply")
    if not policies.can_apply_change(by, change):
        raise Refused(
            field="Tujuan pindah",
            value="",
            expected="petugas yang bertugas di tempat asal dan tujuan",
            remedy="pengelola data Dinas yang menerapkannya",
        )
    _settle(change, settled or {}, seen, at)
    _apply(change, by=by, at=at)
    return change


@action("registry.change.return")
def return_change(
    *, change_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> ChangeRequest:
    """Back to who asked, with what is missing or wrong. Raises Refused (no reason), Denied, UnableToMove, StalePage."""
    return _turn_down(change_id, "return", reason, by=by, at=at, revision=revision)


@action("registry.change.refuse")
def refuse_change(
    *, change_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> ChangeRequest:
    """Refuse the request for good, with the reason. Raises Refused (no reason), Denied, UnableToMove, StalePage."""
    return _turn_down(change_id, "refuse", reason, by=by, at=at, revision=revision)


@action("registry.change.withdraw")
def withdraw_change(
    *, change_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> ChangeRequest:
    """Take one's village's request back before it is checked. Raises Refused, Denied, UnableToMove, StalePage."""
    change = take_change(change_id, revision=revision)
    policies.check_can_edit_change(by, change)
    change.decision_reason = _reason(reason)
    move(change, "withdraw", by=by, at=at, reason=change.decision_reason)
    return change


def _turn_down(
    change_id: UUID, step: str, reason: str, *, by: Actor, at: datetime, revision: int | None
) -> ChangeRequest:
    change = take_change(change_id, revision=revision)
    policies.check_can_check_change(by, change)
    change.decision_reason = _reason(reason)
    change.checked_by = by.user_id
    change.checked_by_name = by.name
    change.checked_at = at
    move(change, step, by=by, at=at, reason=change.decision_reason)
    return change


def _reason(reason: str) -> str:
    text = clean(reason)[:2000]
    if not text:
        raise Refused(
            field="Alasan", value="", expected="alasan yang dapat ditindaklanjuti", remedy="tulis apa yang kurang"
        )
    return text


def _settle(change: ChangeRequest, settled: Mapping[str, str], seen: str, at: datetime) -> None:
    """Freeze is whole, the page was fresh, and every clash has an answer."""
    if change.digest != change_facts.digest_of(change):
        raise ChangeTampered(change.number)
    now = change_facts.standing(change.family_id, change.person_id, steps.day_of(at))
    if seen and seen != change_facts.fingerprint(now):
        raise Refused(
            field="Data di registri",
            value="",
            expected="sama dengan yang tampil di halaman",
            remedy="data berubah sewaktu Anda membaca; muat ulang halaman dan periksa lagi",
        )
    answers = {PROPOSED, CURRENT} if change.kind == ChangeKind.CORRECTION else {PROPOSED}
    for clash in change_facts.clashes_of(change, now):
        if settled.get(clash.key) not in answers:
            raise Refused(
                field=clash.label,
                value=clash.now,
                expected=f"keputusan, karena saat diajukan isinya “{clash.then or '-'}”",
                remedy="pilih isi mana yang dipakai, atau kembalikan permohonan",
            )
        change.settled = change.settled | {clash.key: settled[clash.key]}


def _apply(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    proposed = change_facts.opened(change)
    if change.kind == ChangeKind.CORRECTION:
        kept = {key.partition(".")[2] for key, answer in change.settled.items() if answer == CURRENT}
        proposed["changes"] = {name: value for name, value in proposed["changes"].items() if name not in kept}
    if change.kind == ChangeKind.MOVE_IN and returning.is_asked(proposed):
        change.person = returning.known_person(proposed)
    day = steps.day_of(at)
    before = change_facts.standing(change.family_id, change.person_id, day)
    effect(change, proposed, by=applier(by), at=at)
    after = change_facts.standing(change.family_id, change.person_id, day)
    change.before, change.after = change_facts.changed_only(before, after)
    change.applied_at = at
    move(change, "apply", by=by, at=at)
