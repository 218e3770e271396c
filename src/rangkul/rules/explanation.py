"""The shape of an explanation: frozen, JSON-able, kept with the decision it explains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rangkul.rules.values import Value

JsonScalar = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact as the rule saw it; dates as YYYY-MM-DD text, None for unknown; `shown` is the label where it is a code."""

    name: str
    label: str
    value: JsonScalar
    source: str
    sensitive: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """What one member answered to a clause's question; `question` counts the questions of the clause from 0."""

    question: int
    index: int
    label: str
    result: bool | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause as written, with its result (None is unknown), facts, members and the clauses below it.

    `masked_sentence` is empty unless the clause speaks of sensitive facts. `is_hidden` marks a clause whose content
    was taken out by `Explanation.masked`; its result then says nothing.
    """

    operator: str
    text: str
    sentence: str
    result: bool | None
    masked_sentence: str = ""
    facts: tuple[FactUsed, ...] = ()
    members: tuple[MemberAnswer, ...] = ()
    children: tuple["Clause", ...] = ()
    is_hidden: bool = False

    @property
    def is_sensitive(self) -> bool:
        """True when the clause itself speaks of a sensitive fact."""
        return bool(self.masked_sentence)

    def masked(self) -> "Clause":
        """The clause without the content of sensitive clauses, its own and below."""
        if self.is_sensitive:
            return Clause(
                operator="hidden",
                text="",
                sentence=self.masked_sentence,
                result=None,
                masked_sentence=self.masked_sentence,
                is_hidden=True,
            )
        return Clause(**{**_fields(self), "children": tuple(child.masked() for child in self.children)})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Clause":
        """The clause of a JSON object made by `Explanation.to_json`."""
        return cls(
            **{
                **data,
                "facts": tuple(FactUsed(**fact) for fact in data["facts"]),
                "members": tuple(MemberAnswer(**member) for member in data["members"]),
                "children": tuple(cls.from_json(child) for child in data["children"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule's answer for one subject: None is unknown. `clauses` are joined by "and".

    `shown` has the labels of parameters that hold codes.
    """

    result: bool | None
    clauses: tuple[Clause, ...]
    rule_text: str
    rule_digest: str
    as_of: str
    parameters: Mapping[str, JsonScalar | list[JsonScalar]] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def masked(self) -> "Explanation":
        """For readers who may not see sensitive facts: their clauses keep only the masked sentence."""
        return Explanation(
            **{**_fields(self), "clauses": tuple(clause.masked() for clause in self.clauses), "rule_text": ""}
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON object; `from_json` gives an equal explanation back."""
        return {
            "result": self.result,
            "clauses": [_clause_json(clause) for clause in self.clauses],
            "rule_text": self.rule_text,
            "rule_digest": self.rule_digest,
            "as_of": self.as_of,
            "parameters": {
                name: list(value) if isinstance(value, list) else value for name, value in self.parameters.items()
            },
            "shown": dict(self.shown),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Explanation":
        """The explanation of a JSON object made by `to_json`."""
        return cls(**{**data, "clauses": tuple(Clause.from_json(clause) for clause in data["clauses"])})


def sentence(clause: Clause, *, reveal_sensitive: bool = True) -> str:
    """The clause in a sentence; without the right to see sensitive facts, only that the condition exists."""
    return clause.sentence if reveal_sensitive or not clause.is_sensitive else clause.masked_sentence


def json_value(value: Value) -> JsonScalar:
    """The value with dates as text."""
    return value.isoformat() if isinstance(value, date) else value


def _fields(thing: Clause | Explanation) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


def _clause_json(clause: Clause) -> dict[str, Any]:
    """Written out, not gathered field by field: a run over a village writes a hundred thousand of them."""
    return {
        "operator": clause.operator,
        "text": clause.text,
        "sentence": clause.sentence,
        "result": clause.result,
        "masked_sentence": clause.masked_sentence,
        "facts": [
            {
                "name": fact.name,
                "label": fact.label,
                "value": fact.value,
                "source": fact.source,
                "sensitive": fact.sensitive,
                "shown": fact.shown,
            }
            for fact in clause.facts
        ],
        "members": [
            {"question": one.question, "index": one.index, "label": one.label, "result": one.result}
            for one in clause.members
        ],
        "children": [_clause_json(child) for child in clause.children],
        "is_hidden": clause.is_hidden,
    }
