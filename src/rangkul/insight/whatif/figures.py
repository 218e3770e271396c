"""What a run tells: for every component what is in force and what would be, and all of them together."""

from dataclasses import dataclass, field
from datetime import date, datetime

from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import Change, Scenario

POOR, ABOVE, UNRANKED = 1, 2, 0
"""Classes by decile: up to the target decile, above it, without a decile."""
DISABLED, NOT_DISABLED = "ya", "tidak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of the comparison, in the component's unit.

    `met` fulfil the rule, `unknown` cannot be judged, `reached` fulfil it, hold the required registry id, are not left
    out and fit into the quota by the declared order. `cost` is whole rupiah a year for those reached (None: no tariff is
    known), `uncosted` how many of them have no known amount.
    `by_class` counts those reached by decile class (POOR, ABOVE, UNRANKED), `by_sex` by "L", "P" or "" and
    `by_disability` by DISABLED and NOT_DISABLED; None is too few to be told to this reader.
    """

    met: int = 0
    unknown: int = 0
    reached: int = 0
    cost: int | None = None
    uncosted: int = 0
    by_class: dict[int, int] = field(default_factory=dict)
    by_sex: dict[str, int | None] = field(default_factory=dict)
    by_disability: dict[str, int | None] = field(default_factory=dict)
    quota: int | None = None
    tariff: int | None = None
    deliveries: int = 1

    @property
    def included_wrongly(self) -> int:
        """Reached although above the target decile."""
        return self.by_class.get(ABOVE, 0)

    @property
    def inclusion_error(self) -> float | None:
        """Share of those reached, and with a known decile, that is above the target."""
        known = self.by_class.get(POOR, 0) + self.by_class.get(ABOVE, 0)
        return self.by_class.get(ABOVE, 0) / known if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaOutcome:
    """One village of one component."""

    code: str
    population: int
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentOutcome:
    """One component: what is in force (`before`) and the scenario (`after`).

    `population` is everybody of the unit in the actor's areas, `by_class` the same by decile class. `gained` are reached
    only by the scenario, `lost` only by what is in force. `enrolled` are served now, `enrolled_out` of them the scenario
    would not reach. `error`: why the scenario's rule cannot be used (then both sides are what is in force); `warning`:
    what is odd about it.
    """

    terms: InForce
    change: Change
    before: Side
    after: Side
    population: int
    by_class: dict[int, int]
    gained: int = 0
    lost: int = 0
    enrolled: int = 0
    enrolled_out: int = 0
    areas: tuple[AreaOutcome, ...] = ()
    error: str = ""
    warning: str = ""

    @property
    def poor(self) -> int:
        """The target: everybody of the unit up to the target decile."""
        return self.by_class.get(POOR, 0)

    def missed(self, side: Side) -> int:
        """Error of exclusion in numbers: in the target and not reached."""
        return self.poor - side.by_class.get(POOR, 0)

    def exclusion_error(self, side: Side) -> float | None:
        """Share of the target that is not reached."""
        return self.missed(side) / self.poor if self.poor else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """All components together, in families: how many are reached by at least one, by decile class."""

    total: dict[int, int]
    before: dict[int, int]
    after: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A whole run. `seconds` is how long it took; `hidden` counts components the actor may not see."""

    scenario: Scenario
    as_of: date
    taken_at: datetime
    components: tuple[ComponentOutcome, ...]
    families: Families
    hidden: int
    seconds: float

    @property
    def costs(self) -> tuple[int, int]:
        """Rupiah a year before and after, of the components whose cost is known."""
        return (
            sum(each.before.cost or 0 for each in self.components),
            sum(each.after.cost or 0 for each in self.components),
        )

    @property
    def budget(self) -> int | None:
        """What may be spent: the scenario's, else the sum of the quotas' budgets; None when nothing was set."""
        if self.scenario.budget is not None:
            return self.scenario.budget
        given = [each.terms.budget for each in self.components if each.terms.budget is not None]
        return sum(given) if given else None

    def of(self, code: str) -> ComponentOutcome | None:
        """The outcome of one component."""
        return next((each for each in self.components if each.terms.code == code), None)

    def as_summary(self) -> list[dict[str, int | str | None]]:
        """The figures that are kept with a scenario."""
        return [
            {
                "code": each.terms.code,
                "before": each.before.reached,
                "after": each.after.reached,
                "cost_before": each.before.cost,
                "cost_after": each.after.cost,
                "gained": each.gained,
                "lost": each.lost,
            }
            for each in self.components
        ]
