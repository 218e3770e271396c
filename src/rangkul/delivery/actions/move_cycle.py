"""Approving, opening and closing a cycle."""

from datetime import datetime
from uuid import UUID

from rangkul.delivery.components import component_of, is_per_head
from rangkul.delivery.enums import EntitlementState, MissedReason
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Cycle
from rangkul.delivery.policies import check_can_run_cycle
from rangkul.delivery.workflow import CYCLE
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor


@action("delivery.cycle.approve")
def approve_cycle(*, cycle_id: UUID, by: Actor, at: datetime) -> Cycle:
    """Approve the frozen list. Four eyes: whoever froze it cannot approve it."""
    cycle = _locked(cycle_id, by, "approve")
    if by.user_id is not None and cycle.frozen_by == by.user_id:
        raise Denied(
            permission="delivery.cycle.approve",
            message="Daftar yang Anda bekukan sendiri harus disetujui orang lain.",
        )
    cycle.approved_by = by.user_id
    return _moved(cycle, "approve", by, at)


@action("delivery.cycle.open")
def open_cycle(*, cycle_id: UUID, by: Actor, at: datetime) -> Cycle:
    """Open an approved cycle for handover."""
    return _moved(_locked(cycle_id, by, "open"), "open", by, at)


@action("delivery.cycle.close")
def close_cycle(*, cycle_id: UUID, by: Actor, at: datetime) -> Cycle:
    """Close the cycle; what was not handed over is marked as missed with the reason, so that it is not forgotten.

    Raises `UnableToHandOver` while an institution has written down meals that nobody has signed for.
    """
    cycle = _locked(cycle_id, by, "close")
    _check_signed(cycle)
    missed = cycle.entitlements.filter(state=EntitlementState.PENDING).update(
        state=EntitlementState.MISSED, missed_reason=MissedReason.CLOSED
    )
    cycle.closed_at = at
    return _moved(cycle, "close", by, at, missed=missed)


def _check_signed(cycle: Cycle) -> None:
    if not is_per_head(cycle):
        return
    open_lines = cycle.entitlements.filter(state=EntitlementState.PENDING, quantity__gt=0)
    if names := list(open_lines.order_by("recipient_name").values_list("recipient_name", flat=True)[:5]):
        raise UnableToHandOver(
            f"Makan sudah dicatat tetapi serah terimanya belum: {', '.join(names)}. Catat serah terimanya lebih dulu."
        )


def _locked(cycle_id: UUID, by: Actor, verb: str) -> Cycle:
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)
    check_can_run_cycle(by, cycle, verb, division_id=component_of(cycle).programme.division_id)
    return cycle


def _moved(cycle: Cycle, verb: str, by: Actor, at: datetime, **data: int) -> Cycle:
    cycle.state = CYCLE.move(cycle.state, verb)
    cycle.updated_at = at
    cycle.save()
    record(f"delivery.cycle.{verb}", by=by, at=at, on=cycle, area=cycle.area_code, data=data)
    return cycle
