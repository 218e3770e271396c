"""What a new period of a register touches: villages, present recipients of own programmes and of others (B04)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries import Comparison, DecileChangePage, VillageChanges


@dataclass(frozen=True, slots=True)
class Touched:
    """Recipients of one programme by what happened to their family; persons and families are counted as enrolled."""

    programme: str
    is_own: bool
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """Both periods against each other: villages, recipients touched, and the families they live in."""

    villages: list[VillageChanges]
    touched: list[Touched] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Families by kind over all villages."""
        sums: dict[str, int] = {}
        for village in self.villages:
            for kind, count in village.counts.items():
                sums[kind] = sums.get(kind, 0) + count
        return sums


def compare_periods(actor: Actor, comparison: Comparison, *, on: date) -> Difference:
    """The difference with the recipients served on a day. Five queries whatever the size of the register."""
    villages = registry_queries.count_decile_changes(actor, comparison)
    own = _own_touched(actor, comparison, on)
    outside = [
        Touched(programme, False, counts)
        for programme, counts in sorted(registry_queries.outside_touched(actor, comparison, on).items())
    ]
    return Difference(villages, [*own[0], *outside])


def families_of_recipients(actor: Actor, comparison: Comparison, *, on: date) -> set[UUID]:
    """Families that changed and hold a recipient of an own programme."""
    return _own_touched(actor, comparison, on)[1]


def list_changed(
    actor: Actor,
    comparison: Comparison,
    *,
    kinds: Collection[str],
    area: str = "",
    only_recipients: bool = False,
    on: date,
    after: UUID | None = None,
    limit: int = registry_queries.DECILE_PAGE_SIZE,
) -> DecileChangePage:
    """Who changed, page by page; `only_recipients` keeps families with a recipient of an own programme."""
    among = families_of_recipients(actor, comparison, on=on) if only_recipients else None
    return registry_queries.list_decile_changes(
        actor, comparison, kinds=kinds, area=area, among=among, after=after, limit=limit
    )


def _own_touched(actor: Actor, comparison: Comparison, on: date) -> tuple[list[Touched], set[UUID]]:
    if not actor.may("programmes.enrolment.view"):
        return [], set()
    subjects = programmes_queries.active_subjects(actor)
    persons = [person for _name, person, _family in subjects if person]
    families = [family for _name, _person, family in subjects if family]
    rows = registry_queries.decile_changes_of(actor, comparison, persons=persons, families=families, on=on)
    kind_of = {subject: kind for subject, _family, kind in rows}
    counts: dict[str, dict[str, int]] = {}
    for name, person, family in subjects:
        kind = kind_of.get(person or family)  # type: ignore[arg-type]
        if kind is not None:
            counts.setdefault(name, {})[kind] = counts.get(name, {}).get(kind, 0) + 1
    return [Touched(name, True, found) for name, found in sorted(counts.items())], {family for _s, family, _k in rows}
