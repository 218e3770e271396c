"""The cover as a question sees it: the kept snapshot with its tables of coverage, filtered to the actor by everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rangkul.insight.coverage.building import components_of
from rangkul.insight.coverage.measures import CoveredComponent
from rangkul.insight.everybody import EverybodySnapshot, kept_snapshot
from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor

TABLES = {"family": "cover_families", "person": "cover_persons"}


@dataclass(frozen=True, slots=True)
class Cover:
    """Everybody as of a day, as read at a moment; `components` are those whose rules were asked."""

    snapshot: EverybodySnapshot
    components: tuple[CoveredComponent, ...]

    @property
    def as_of(self) -> date:
        """The day the figures hold for."""
        return self.snapshot.as_of

    @property
    def taken_at(self) -> datetime:
        """When the register was read."""
        return self.snapshot.taken_at

    def ask(self, statement: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of a statement over the tables of coverage. Raises TooSlow."""
        with self.snapshot.asking() as cursor:
            return cursor.execute(statement, list(given)).fetchall()


def get_cover(*, on: date) -> Cover:
    """The cover over the newest kept snapshot, whose own day counts. Raises NoSnapshotYet, TooSlow."""
    snapshot = kept_snapshot(as_of=on)
    return Cover(snapshot, components_of(snapshot))


def inside(actor: Actor, area: str = "") -> tuple[str, list[object]]:
    """The SQL condition of the actor's areas, and of one area inside them, with its values."""
    parts: list[str] = []
    given: list[object] = []
    for own in actor.areas:
        parts.append("(area_code >= ? AND area_code < ?)")
        given += own.bounds
    condition = f"({' OR '.join(parts)})" if parts else "false"
    if area:
        condition += " AND area_code >= ? AND area_code < ?"
        given += AreaCode.parse(area).bounds
    return condition, given
