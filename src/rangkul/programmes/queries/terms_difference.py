"""What a version of terms changes: the rule clause by clause in words, parameters and amounts old and new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rangkul.kernel.numerals import format_number
from rangkul.programmes.entries import parameter_types
from rangkul.programmes.models import Terms
from rangkul.programmes.parts import when_rule
from rangkul.programmes.queries.catalogue import COMPARED, Difference, in_words
from rangkul.programmes.terms_periods import words_of
from rangkul.programmes.verdicts import rule_of
from rangkul.rules.errors import ParameterError, RuleError
from rangkul.rules.tree import AnyOf, Quantifier, Rule
from rangkul.rules.values import bind_parameters
from rangkul.rules.wording import Words, capital

_ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause in words: `kind` is "same", "changed", "added" or "removed"."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a list of requirements: all of them hold ("all") or one of them does ("any")."""

    join: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermsDifference:
    """Everything that changes from `old` (None: nothing is in force yet) to the new version."""

    old: Terms | None
    join_before: str
    join_after: str
    clauses: tuple[ClauseChange, ...]
    parts: tuple[Difference, ...]

    @property
    def is_empty(self) -> bool:
        """True when only the version number is new."""
        return not self.parts and all(each.kind == "same" for each in self.clauses)


def difference(old: Terms | None, new: Terms, unit: str) -> TermsDifference:
    """The difference in words; a draft whose rule can't be read shows its text instead of clauses."""
    before = rule_words(old, unit) if old is not None else RuleWords("all", ())
    after = rule_words(new, unit)
    return TermsDifference(
        old=old,
        join_before=before.join,
        join_after=after.join,
        clauses=_paired(before.clauses, after.clauses),
        parts=tuple(_parts(old, new, unit)),
    )


def rule_words(terms: Terms, unit: str, on: date | None = None) -> RuleWords:
    """The rule of a version in words as of a day (default: its first); its text when it can't be read."""
    try:
        return in_clauses(rule_of(terms, unit), terms.parameters, on=on or terms.valid.lower)
    except (RuleError, ParameterError, ValueError):
        return RuleWords("all", (terms.rule_text,) if terms.rule_text else ())


def in_clauses(rule: Rule, parameters: Mapping[str, Any], *, on: date) -> RuleWords:
    """A checked rule as a list of requirements in words. Raises ParameterError."""
    words = Words(vocabulary=rule.vocabulary, parameters=bind_parameters(rule, parameters), as_of=on)
    nodes = rule.root.operands if isinstance(rule.root, AnyOf) else rule.clauses
    join = "any" if isinstance(rule.root, AnyOf) else "all"
    return RuleWords(join, tuple(capital(words.condition(node)) for node in nodes))


def _paired(before: Sequence[str], after: Sequence[str]) -> tuple[ClauseChange, ...]:
    """Clauses in the new order: equal ones beside each other, then those most alike, the rest added or removed."""
    left = [each for each in before if each not in after]
    changes = []
    for text in after:
        if text in before:
            changes.append(ClauseChange("same", text, text))
            continue
        nearest = max(left, key=lambda each: _likeness(each, text), default="")
        if nearest and _likeness(nearest, text) >= _ALIKE:
            left.remove(nearest)
            changes.append(ClauseChange("changed", nearest, text))
        else:
            changes.append(ClauseChange("added", "", text))
    return (*changes, *(ClauseChange("removed", text, "") for text in left))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split()).ratio()


def _parts(old: Terms | None, new: Terms, unit: str) -> list[Difference]:
    """The parts beside the rule: period, each parameter, amounts, ranking, legal basis and note."""
    found = [
        Difference(
            _("Masa berlaku"),
            words_of(old.valid.lower, old.valid.upper) if old else "–",
            words_of(new.valid.lower, new.valid.upper),
        )
    ]
    found += _parameters(old.parameters if old else {}, new.parameters)
    found += _members_parts(old, new, unit)
    for name, label in COMPARED.items():
        if name in ("rule_text", "parameters", "parts"):
            continue
        before, after = getattr(old, name, None), getattr(new, name)
        if before != after and not (old is None and after in (None, "", [], {})):
            found.append(Difference(label, told(name, before), told(name, after)))
    return [each for each in found if each.before != each.after]


def _members_parts(old: Terms | None, new: Terms, unit: str) -> list[Difference]:
    """Each part of a family's aid by its name, and how many of a family count."""
    before = {each.name: each.words for each in part_rows(old, unit)} if old is not None else {}
    after = {each.name: each.words for each in part_rows(new, unit)}
    found = [
        Difference(_("Komponen %(name)s") % {"name": name}, before.get(name, "–"), after.get(name, "–"))
        for name in dict.fromkeys((*before, *after))
    ]
    limits = [_limit(old), _limit(new)]
    return [*found, Difference(_("Batas orang sekeluarga yang dihitung"), *limits)]


def _limit(terms: Terms | None) -> str:
    name = terms.parts.get("at_most", "") if terms is not None else ""
    return told(name, terms.parameters.get(name)) if terms is not None and name else "–"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part in words: who counts, for how much (whole rupiah a delivery), at most how many of a family."""

    name: str
    who: str
    value: int | None
    at_most: int | None

    @property
    def words(self) -> str:
        """All of it in one line."""
        each = "–" if self.value is None else f"Rp{format_number(self.value)}"
        limit = "" if self.at_most is None else _(", paling banyak %(n)s orang") % {"n": format_number(self.at_most)}
        return f"{self.who}: {each}{limit}"


def part_rows(terms: Terms, unit: str) -> list[PartRow]:
    """The parts of a version in words; a condition that can't be read stands as its text."""
    rows = []
    for part in terms.parts.get("listed", ()):
        try:
            rule = when_rule(part["when"], unit, parameter_types(terms.parameters))
            words = Words(
                vocabulary=rule.vocabulary,
                parameters=bind_parameters(rule, terms.parameters),
                as_of=terms.valid.lower,
            )
            who = capital(words.condition(rule.root.condition)) if isinstance(rule.root, Quantifier) else part["when"]
        except (RuleError, ParameterError, ValueError):
            who = part["when"]
        limit = part.get("at_most", "")
        rows.append(PartRow(part["name"], who, _whole(terms, part["value"]), _whole(terms, limit) if limit else None))
    return rows


def _whole(terms: Terms, name: str) -> int | None:
    value = terms.parameters.get(name)
    return value if type(value) is int else None


def _parameters(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    return [
        Difference(_label(name), told(name, before.get(name)), told(name, after.get(name)))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _label(name: str) -> str | Promise:
    return _("Parameter %(name)s") % {"name": name.replace("_", " ")}


def told(name: str, value: Any) -> str:
    """A value in words: money and whole numbers with dots, lists joined, nothing as a dash."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, int):
        return f"Rp{format_number(value)}" if name == "tariff" else format_number(value)
    if isinstance(value, list) and name != "ranking":
        return ", ".join(str(each) for each in value)
    return in_words(name, value)
