"""Judging one subject by a component's terms: the rule behind them, the answer with its reasons, the registry id."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from rangkul.institutions.facts import institution_facts
from rangkul.programmes.entries import SUBJECT_OF_UNIT, parameter_types, vocabulary_of
from rangkul.programmes.enums import CountingUnit, RequiredRegistry, Verdict
from rangkul.programmes.fact_origins import tell_origins
from rangkul.programmes.models import Component, Terms
from rangkul.registry.snapshot import SubjectFacts, facts_of_family, facts_of_person
from rangkul.rules.explain import Explanation, explain
from rangkul.rules.parse import Rule, parse_rule
from rangkul.rules.values import bind_parameters
from rangkul.rules.vocabulary import ParameterType
from rangkul.rules.wording import Words, capital

_VERDICTS: dict[bool | None, Verdict] = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}
REGISTRY_FACTS = {RequiredRegistry.DTKS: "punya_id_dtks", RequiredRegistry.DTSEN: "terdaftar_dtsen"}


def subject_kind(component: Component) -> str:
    """ "person", "family" or "institution": whom the component's unit counts."""
    return SUBJECT_OF_UNIT[CountingUnit(component.unit)]


def rule_of(terms: Terms, unit: str) -> Rule:
    """The checked rule of published terms; parsed once per process."""
    return _rule(terms.rule_text, unit, tuple(sorted(parameter_types(terms.parameters).items())))


@lru_cache(maxsize=512)
def _rule(text: str, unit: str, parameters: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_rule(text, vocabulary_of(unit), dict(parameters))


def judge(terms: Terms, unit: str, subject: SubjectFacts, as_of: date) -> Explanation:
    """The rule's answer for one subject, clause by clause, with the source of each fact and since when it holds."""
    rule, members = rule_of(terms, unit), subject.members
    told = explain(rule, facts=subject.facts, members=members, parameters=terms.parameters, as_of=as_of)
    return tell_origins(told, rule.vocabulary, subject)


def verdict_of(result: bool | None) -> Verdict:
    """The verdict of a rule's answer; None is unknown."""
    return _VERDICTS[result]


def has_registry_id(terms: Terms, facts: Mapping[str, Any]) -> bool:
    """Whether the id that the terms require is in force (R018); true when none is required."""
    if not terms.required_registry:
        return True
    name = REGISTRY_FACTS[RequiredRegistry(terms.required_registry)]
    return bool(facts.get(name, facts.get(f"keluarga.{name}")))


def facts_of(kind: str, subject_id: UUID, as_of: date) -> SubjectFacts | None:
    """What a rule sees of a subject on a day; None when it does not exist then."""
    if kind == "family":
        return facts_of_family(subject_id, as_of)
    if kind == "person":
        return facts_of_person(subject_id, as_of)
    found = institution_facts(on=as_of, institution_id=subject_id)
    return SubjectFacts(found[0][1]) if found else None


def clauses_in_words(terms: Terms, unit: str, on: date) -> list[str]:
    """The rule as a list of requirements in Indonesian: "Desil keluarga 4 atau kurang atau …"."""
    rule = rule_of(terms, unit)
    words = Words(vocabulary=rule.vocabulary, parameters=bind_parameters(rule, terms.parameters), as_of=on)
    return [capital(words.condition(clause)) for clause in rule.clauses]
