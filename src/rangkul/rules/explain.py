"""Why a subject fulfils a rule or not: every clause with its facts, its result and a sentence in Indonesian."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rangkul.rules.evaluate import Scene, evaluate
from rangkul.rules.explanation import Clause, Explanation, FactUsed, MemberAnswer, json_value, sentence
from rangkul.rules.plan import Step, plan_of
from rangkul.rules.sentences import Narrator
from rangkul.rules.tree import Comparison, Membership, Parameter, Reference, Rule, walk
from rangkul.rules.values import Scalar, Value, all_of, any_of, bind_parameters, fact_value, in_limit
from rangkul.rules.vocabulary import Fact
from rangkul.rules.wording import Words, value_shown

__all__ = ["Clause", "Explanation", "FactUsed", "MemberAnswer", "explain", "sentence", "value_of"]


def explain(
    rule: Rule,
    *,
    facts: Mapping[str, object],
    members: Sequence[Mapping[str, object]] = (),
    parameters: Mapping[str, object],
    as_of: date,
) -> Explanation:
    """The rule's answer for one subject, clause by clause; a missing fact is unknown.

    `facts` by fact name (or column name); each member likewise, with an optional `_label` to be called by.
    Raises ParameterError (missing parameter) and FactValueError (a value of another type).
    """
    bound = bind_parameters(rule, parameters)
    scene = Scene(facts=facts, members=members, parameters=bound, as_of=as_of)
    telling = _telling(rule, bound, as_of)
    clauses = tuple(_clause(step, scene, telling.narrator) for step in plan_of(rule))
    return Explanation(
        result=all_of(clause.result for clause in clauses),
        clauses=clauses,
        rule_text=rule.text,
        rule_digest=rule.digest,
        as_of=as_of.isoformat(),
        parameters={
            name: [json_value(item) for item in value] if isinstance(value, tuple) else json_value(value)
            for name, value in bound.items()
        },
        shown=telling.shown,
    )


def value_of(
    rule: Rule,
    *,
    facts: Mapping[str, object],
    members: Sequence[Mapping[str, object]] = (),
    parameters: Mapping[str, object],
    as_of: date,
) -> float | int | None:
    """The number that a value (of `parse_value`) has for one subject; None when it is unknown, never 0 instead.

    A whole number (INT) comes as int. Given and raised as in `explain`.
    """
    scene = Scene(facts=facts, members=members, parameters=bind_parameters(rule, parameters), as_of=as_of)
    value = evaluate(rule.root, scene)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError("a value is a number or unknown")
    return None if value is None or in_limit(float(value)) is None else value


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is alike in every explanation by one version of a rule on one day."""

    narrator: Narrator
    shown: Mapping[str, str]


MOST_TELLINGS = 16
"""Versions and days of one rule whose wording is kept; a page or a run asks for one."""


def _telling(rule: Rule, bound: Mapping[str, Scalar | tuple[Scalar, ...]], as_of: date) -> _Telling:
    kept: dict[Any, _Telling] = rule.memo.setdefault("tellings", {})
    key = (as_of, tuple(bound.items()))
    found = kept.get(key)
    if found is None:
        if len(kept) >= MOST_TELLINGS:
            kept.clear()
        words = Words(vocabulary=rule.vocabulary, parameters=bound, as_of=as_of)
        found = kept[key] = _Telling(Narrator(words), _codes_shown(rule, bound))
    return found


def _codes_shown(rule: Rule, bound: Mapping[str, Scalar | tuple[Scalar, ...]]) -> dict[str, str]:
    """Parameters that hold codes, by the labels of the fact they are compared with: {"jenis": "pertanian, lain-lain"}."""
    found = {}
    for node in walk(rule.root):
        match node:
            case Membership(item=Reference() as about, parameter=Parameter(name=name)):
                pass
            case Comparison(left=Reference() as about, right=Parameter(name=name)):
                pass
            case _:
                continue
        value = bound[name]
        if about.fact.labels is not None:
            found[name] = ", ".join(
                value_shown(about, each) for each in (value if isinstance(value, tuple) else (value,))
            )
    return found


def _clause(step: Step, scene: Scene, narrator: Narrator) -> Clause:
    """The clause with those below it; what joins clauses has its answer from theirs: nothing is asked twice."""
    if step.parts:
        below = tuple(_clause(part, scene, narrator) for part in step.parts)
        result = _joined(step.operator, [clause.result for clause in below])
        return Clause(step.operator, step.text, narrator.heading(step, result), result, children=below)
    told, result, answers = narrator.told(step, scene)
    return Clause(
        operator=step.operator,
        text=step.text,
        sentence=told,
        result=result,
        masked_sentence=narrator.masked(step.secrets) if step.secrets else "",
        facts=tuple(_fact_used(fact, scene) for fact in step.facts) if step.facts else (),
        members=tuple(_members(step, scene, narrator, answers)) if step.questions else (),
    )


def _joined(operator: str, results: Sequence[bool | None]) -> bool | None:
    if operator == "if":
        condition, then, otherwise = results
        return None if condition is None else then if condition else otherwise
    return all_of(results) if operator == "all" else any_of(results)


def _fact_used(fact: Fact, scene: Scene) -> FactUsed:
    """A fact of the subject; those of members are told by the members' answers."""
    value = fact_value(fact, scene.facts)
    shown = value_shown(fact, value) if fact.labels is not None and value is not None else ""
    return FactUsed(fact.name, fact.label, json_value(value), fact.source, fact.sensitive, shown)


def _members(step: Step, scene: Scene, narrator: Narrator, told: Sequence[Value]) -> Iterator[MemberAnswer]:
    for number, question in enumerate(step.questions):
        answers = (
            told if question is step.node else [evaluate(question.condition, each) for each in scene.each_member()]
        )
        for index, answer in enumerate(answers):
            if answer is not None and not isinstance(answer, bool):
                raise TypeError("a member answers yes, no or unknown")
            yield MemberAnswer(number, index, narrator.member_label(index, scene), answer)
