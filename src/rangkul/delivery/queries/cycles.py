"""Cycles as pages show them, with how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rangkul.delivery.models import Cycle
from rangkul.delivery.policies import entitlements_visible_to, visible_to
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor


@dataclass(frozen=True, slots=True)
class CycleView:
    """A cycle and, inside the actor's areas, how many entitlements it has and how many are settled."""

    cycle: Cycle
    total: int
    settled: int
    missed: int

    @property
    def pending(self) -> int:
        return self.total - self.settled - self.missed


def list_cycles(actor: Actor, *, state: str = "", limit: int = 50) -> list[CycleView]:
    """Cycles the actor may see, newest period first, with counts inside the actor's areas (two queries)."""
    cycles = _base(actor).order_by("-period_start", "component__order", "id")
    if state:
        cycles = cycles.filter(state=state)
    return _views(actor, list(cycles[:limit]))


def get_cycle(actor: Actor, cycle_id: UUID) -> CycleView:
    """One cycle; raises `Denied` when it is not the actor's to see."""
    found = _views(actor, list(_base(actor).filter(pk=cycle_id)))
    if not found:
        raise Denied(permission="delivery.cycle.view", message="Siklus ini tidak ada atau di luar wilayah tugas Anda.")
    return found[0]


def _base(actor: Actor) -> QuerySet[Cycle]:
    return visible_to(actor).select_related("component", "component__programme")


def _views(actor: Actor, cycles: list[Cycle]) -> list[CycleView]:
    counts: dict[UUID, Mapping[str, Any]] = {
        row["cycle"]: row
        for row in entitlements_visible_to(actor)
        .filter(cycle__in=cycles)
        .values("cycle")
        .annotate(
            total=Count("id"),
            settled=Count("id", filter=Q(state="SETTLED")),
            missed=Count("id", filter=Q(state="MISSED")),
        )
    }
    none: dict[str, int] = {}
    return [_view(cycle, counts.get(cycle.pk, none)) for cycle in cycles]


def _view(cycle: Cycle, row: Mapping[str, Any]) -> CycleView:
    return CycleView(cycle=cycle, total=row.get("total", 0), settled=row.get("settled", 0), missed=row.get("missed", 0))
