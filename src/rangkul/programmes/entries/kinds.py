"""The shape of a catalogue entry: programme, component, dated terms, quota, and what may not be held beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from rangkul.programmes.enums import CountingUnit
from rangkul.registry.vocabulary import BY_SUBJECT
from rangkul.rules.tree import Rule
from rangkul.rules.vocabulary import ParameterType, Vocabulary

FOLDER = Path(__file__).parent.parent / "catalogue"

SUBJECT_OF_UNIT = {
    CountingUnit.PERSON: "person",
    CountingUnit.FAMILY: "family",
    CountingUnit.INSTITUTION: "institution",
}


@dataclass(frozen=True, slots=True)
class TermsEntry:
    """Terms from `valid_from` on (until `valid_to`, exclusive, when set).

    `amount` is a value in whole rupiah per recipient and delivery, as text of the rules' language; empty: the tariff
    is what everybody gets. `ranking` says in which order recipients come when the quota is smaller: a list of
    {"value": text, "direction": "naik" or "turun"}; whoever is equal in all of them comes by id.
    `parts` says which members of a family count for what (see `Terms.parts`), `labels` what people call a parameter.
    """

    valid_from: date
    valid_to: date | None
    rule: Rule
    rule_note: str
    parameters: dict[str, Any]
    required_registry: str
    quantity: Decimal | None
    tariff: int | None
    amount: str
    ranking: tuple[dict[str, str], ...]
    deliveries_per_year: int
    legal_basis: str
    parts: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuotaEntry:
    fiscal_year: int
    area: str
    amount: int
    budget: int | None


@dataclass(frozen=True, slots=True)
class ComponentEntry:
    code: str
    name: str
    unit: str
    aid_form: str
    item: str
    item_unit: str
    is_sensitive: bool
    tracks_outcome: bool
    terms: tuple[TermsEntry, ...]
    quotas: tuple[QuotaEntry, ...]


@dataclass(frozen=True, slots=True)
class OverlapEntry:
    """Whether this programme may be held together with another: FORBIDDEN, ALLOWED or WITH_REASON.

    `other` is the other programme's code; `level` says who may not hold both: "person", "family" or "dwelling".
    """

    other: str
    level: str
    policy: str
    basis: str


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    code: str
    name: str
    purpose: str
    is_own: bool
    owner: str
    division: str
    fund_source: str
    legal_basis: str
    order: int
    components: tuple[ComponentEntry, ...] = field(default_factory=tuple)
    overlap: tuple[OverlapEntry, ...] = field(default_factory=tuple)


def parameter_label(unit: str, labels: Mapping[str, str], name: str) -> str:
    """What people call a parameter: the words of its terms, else of the vocabulary, else its name with blanks."""
    words = labels.get(name) or vocabulary_of(unit).parameter_labels.get(name) or name.replace("_", " ")
    return words[:1].upper() + words[1:]


def parameter_types(parameters: Mapping[str, Any]) -> dict[str, ParameterType]:
    """The rule type of each parameter, from its value. Raises ValueError for a value of no known type."""
    return {name: _parameter_type(value) for name, value in parameters.items()}


def _parameter_type(value: Any) -> ParameterType:
    match value:
        case bool():
            return ParameterType.BOOL
        case int():
            return ParameterType.INT
        case float():
            return ParameterType.NUMBER
        case str():
            return ParameterType.TEXT
        case [str(), *_] if all(isinstance(item, str) for item in value):
            return ParameterType.TEXT_LIST
        case [int(), *_] if all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return ParameterType.INT_LIST
        case _:
            raise ValueError(f"no rule type for {type(value).__name__}")


def vocabulary_of(unit: str) -> Vocabulary:
    """The words a rule of a component with this unit may use."""
    return BY_SUBJECT[SUBJECT_OF_UNIT[CountingUnit(unit)]]
