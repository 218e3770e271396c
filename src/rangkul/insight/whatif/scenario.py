"""A scenario: which programmes are looked at, and what would be other than what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

MOST_COMPONENTS = 12
"""So many components at once are asked in one go."""
NO_REGISTRY = "TANPA"
"""A change that asks for no registry id at all; "" means as in force."""
POOR_DECILE = 4
"""Families up to this decile count as the target unless the scenario says otherwise (domain B.2, decile 1-4)."""
OUTSIDE = {"PKH": "pkh", "BPNT": "bpnt", "BLT_DD": "blt_dd", "KKS": "kks", "PBI_JK": "pbi", "KIP": "kip"}
"""Outside programmes whose recipients a scenario may leave out, and the end of the fact that tells of each."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is other for one component. None, "" and () mean: as in force.

    `parameters` holds the changed ones only; `without` names outside programmes (keys of OUTSIDE) and own components
    (their codes) whose recipients are left out. `amount_text` calculates rupiah in place of amount or tariff; `ranking` is
    the whole order, (value, "naik" or "turun") step by step; `registry` is DTKS, DTSEN or NO_REGISTRY. Money is in
    whole rupiah.
    """

    parameters: Mapping[str, Any] = field(default_factory=dict)
    rule_text: str = ""
    tariff: int | None = None
    deliveries: int | None = None
    quota: int | None = None
    without: tuple[str, ...] = ()
    amount_text: str = ""
    ranking: tuple[tuple[str, str], ...] = ()
    registry: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is as in force."""
        return self == Change()

    def as_json(self) -> dict[str, Any]:
        """Only what is other."""
        said: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value not in (None, "", ()) and value != {}:
                said[each.name] = dict(value) if isinstance(value, Mapping) else value
        if self.ranking:
            said["ranking"] = [list(step) for step in self.ranking]
        return said | ({"without": list(self.without)} if self.without else {})

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Change":
        """The change that `as_json` wrote."""
        known = {each.name for each in fields(cls)}
        given = {name: value for name, value in said.items() if name in known}
        ranking = tuple((str(text), str(direction)) for text, direction in said.get("ranking", ()))
        return cls(**given | {"without": tuple(said.get("without", ())), "ranking": ranking})


@dataclass(frozen=True, slots=True)
class Scenario:
    """Codes of the components looked at (none: the office's own, in the catalogue's order), and the changes by code.

    `budget`: what may be spent in a year on all of them together, in whole rupiah; `poor`: the highest decile that is
    the target.
    """

    components: tuple[str, ...] = ()
    changes: Mapping[str, Change] = field(default_factory=dict)
    budget: int | None = None
    poor: int = POOR_DECILE

    def change_of(self, code: str) -> Change:
        """What is other for a component."""
        return self.changes.get(code, Change())

    def as_json(self) -> dict[str, Any]:
        """For keeping; empty changes are left out."""
        return {
            "components": list(self.components),
            "changes": {code: change.as_json() for code, change in self.changes.items() if not change.is_empty},
            "budget": self.budget,
            "poor": self.poor,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Scenario":
        """The scenario that `as_json` wrote."""
        return cls(
            components=tuple(said.get("components", ())),
            changes={code: Change.from_json(change) for code, change in said.get("changes", {}).items()},
            budget=said.get("budget"),
            poor=said.get("poor", POOR_DECILE),
        )
