"""From terms and a change to what is asked: one rule a component, and all of them in one question.

Components may give the same parameter different values; the rules are renamed apart where they do, and only there, so
that equal questions about members are still asked once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from rangkul.insight.everybody import facts_of_members, facts_of_subjects
from rangkul.insight.everybody.count import check_may_ask
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.scenario import NO_REGISTRY, OUTSIDE, Change
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.entries import parameter_types
from rangkul.registry.vocabulary import BY_SUBJECT
from rangkul.rules.parse import Rule, parse_rule, parse_value
from rangkul.rules.prepared import shaping
from rangkul.rules.tree import Node, Parameter
from rangkul.rules.values import Scalar, bind_parameters
from rangkul.rules.vocabulary import ParameterType


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked rule with the values of its parameters; `own` are amounts and orders that are not those in force."""

    rule: Rule
    parameters: Mapping[str, Any]
    own: tuple[Rule, ...] = ()


def asked_by(terms: InForce, change: Change) -> Asked:
    """The rule of the terms with the change. Raises RuleError and ParameterError, and WrongValue for an amount or order."""
    parameters = terms.parameters | dict(change.parameters)
    rule = _parsed(change.rule_text or terms.rule_text, terms.kind, parameters)
    bind_parameters(rule, parameters)
    own = tuple(_own_values(terms, change, parameters))
    clauses = list(_leaving_out(terms.kind, change.without))
    if clauses:
        rule = _parsed(with_clauses(rule.text, clauses), terms.kind, parameters)
    return Asked(rule, parameters, own)


class WrongValue(ValueError):
    """An amount or a step of the order that cannot be used; the message says which of the texts it is."""


def _own_values(terms: InForce, change: Change, parameters: Mapping[str, Any]) -> Iterable[Rule]:
    """The texts of the change that are not those in force."""
    in_force = {terms.amount_text, *(text for text, _direction in terms.ranking)}
    steps = {text: _("Urutan, baris %(n)s") % {"n": n} for n, (text, _way) in enumerate(change.ranking, 1)}
    for text, where in (({change.amount_text: _("Perhitungan nilai")} if change.amount_text else {}) | steps).items():
        if text in in_force:
            continue
        try:
            yield parsed_value(text, terms.kind, parameters).rule
        except ValueError as error:
            raise WrongValue(f"{where}: {error}") from error


def as_tried(terms: InForce, change: Change) -> InForce:
    """The terms with the calculation of the amount, the order and the registry id of the change."""
    registry = "" if change.registry == NO_REGISTRY else change.registry
    return replace(
        terms,
        amount_text=change.amount_text or terms.amount_text,
        ranking=change.ranking or terms.ranking,
        required_registry=registry if change.registry else terms.required_registry,
    )


def parsed_value(text: str, kind: str, parameters: Mapping[str, Any]) -> Asked:
    """An amount or a ranking of the terms. Raises RuleError and ParameterError."""
    value = _kept_value(text, kind, tuple(sorted(parameter_types(parameters).items())))
    bind_parameters(value, parameters)
    return Asked(value, parameters)


def check_change(actor: Actor, change: Change, asked: Asked) -> None:
    """Raise `Denied` when somebody without the right to health asks about health in a text of their own.

    Costs and who comes first would tell as much as counts do.
    """
    if change.rule_text:
        check_may_ask(actor, asked.rule)
    for own in asked.own:
        check_may_ask(actor, own)


def told(error: Exception) -> str:
    """Why a change cannot be used, in the words of the rule language (all its errors are ValueError) or of a policy."""
    return error.message if isinstance(error, Denied) else str(error)


def needs_asking(change: Change) -> bool:
    """Whether who meets the rule may be others: else the answers of what is in force are used again."""
    texts = change.rule_text or change.amount_text or change.ranking
    return bool(texts or change.parameters or set(change.without) & set(OUTSIDE))


def affects_reach(change: Change) -> bool:
    """Whether anybody else may be reached; a tariff changes what it costs, not whom it reaches."""
    return needs_asking(change) or bool(change.without or change.registry) or change.quota is not None


def with_clauses(text: str, clauses: Iterable[str]) -> str:
    """The rule with further requirements; also the text of a draft made from a scenario."""
    return "\n&& ".join([f"({text.strip()})", *clauses])


def clauses_of(terms: InForce, change: Change) -> list[str]:
    """What the exclusions of outside programmes add to the rule's text."""
    return list(_leaving_out(terms.kind, change.without))


def facts_left_out(kind: str) -> dict[str, str]:
    """{outside programme: name of the fact that tells of it} that a rule about this kind of subject may leave out."""
    vocabulary = BY_SUBJECT[kind]
    found = {}
    for programme, end in OUTSIDE.items():
        names = (f"menerima_{end}", f"keluarga.menerima_{end}")
        fact = next((name for name in names if vocabulary.find_fact(name) is not None), None)
        if fact is not None:
            found[programme] = fact
    return found


@dataclass(frozen=True, slots=True)
class Together:
    """Rules by column, to be asked in one question. `names` are those of their parameters there, `bound` the values."""

    asked: Mapping[str, Asked]
    names: Mapping[str, Mapping[str, str]]
    bound: Mapping[str, Scalar | tuple[Scalar, ...]]

    @property
    def rules(self) -> dict[str, Rule]:
        """With their parameters under the common names."""
        return {column: renamed(each.rule, self.names[column]) for column, each in self.asked.items()}

    @property
    def key(self) -> tuple[Any, ...]:
        """Equal for questions that differ in nothing but values of parameters."""
        return tuple((column, each.rule.digest, *self.names[column].items()) for column, each in self.asked.items())

    @property
    def shaping(self) -> set[str]:
        """The parameters whose values are part of the SQL's shape."""
        return {self.names[column][name] for column, each in self.asked.items() for name in shaping(each.rule)}

    @property
    def member_facts(self) -> frozenset[str]:
        """The facts of members that are asked for, by column."""
        return facts_of_members(each.rule for each in self.asked.values())

    @property
    def own_facts(self) -> frozenset[str]:
        """The facts of the subjects themselves that are asked for, by column."""
        return facts_of_subjects(each.rule for each in self.asked.values())


def together(asked: Mapping[str, Asked]) -> Together:
    """One question of many; a parameter to which two rules give different values gets two names."""
    numbered: dict[tuple[str, str], str] = {}
    names: dict[str, dict[str, str]] = {}
    bound: dict[str, Scalar | tuple[Scalar, ...]] = {}
    for column, each in asked.items():
        names[column] = {}
        for name, value in bind_parameters(each.rule, each.parameters).items():
            new = numbered.setdefault((name, repr(value)), f"{name}__{len(numbered)}")
            names[column][name], bound[new] = new, value
    return Together(asked, names, bound)


def renamed(rule: Rule, names: Mapping[str, str]) -> Rule:
    """The rule with its parameters under other names."""
    if not names:
        return rule
    used = tuple(names.get(name, name) for name in rule.parameters_used)
    return replace(rule, root=_renamed(rule.root, names), parameters_used=used)


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    if isinstance(node, Parameter):
        return replace(node, name=names.get(node.name, node.name))
    changed: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, Node):
            changed[each.name] = _renamed(value, names)
        elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
            changed[each.name] = tuple(_renamed(part, names) for part in value)
    return replace(node, **changed) if changed else node


def _leaving_out(kind: str, without: Iterable[str]) -> Iterable[str]:
    facts = facts_left_out(kind)
    for programme in without:
        fact = facts.get(programme)
        if fact is None:
            continue
        # A person without a family is in no family's programme.
        yield f"(!diketahui({fact}) || !{fact})" if "." in fact else f"!{fact}"


def _parsed(text: str, kind: str, parameters: Mapping[str, Any]) -> Rule:
    return _kept(text, kind, tuple(sorted(parameter_types(parameters).items())))


@lru_cache(maxsize=512)
def _kept(text: str, kind: str, parameters: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_rule(text, BY_SUBJECT[kind], dict(parameters))


@lru_cache(maxsize=512)
def _kept_value(text: str, kind: str, parameters: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_value(text, BY_SUBJECT[kind], dict(parameters))
