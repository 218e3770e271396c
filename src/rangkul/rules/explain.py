"""Why a subject fulfils a rule or not: every clause with its facts, its result and a sentence in Indonesian."""

from collections.abc import Mapping, Sequence
from datetime import date

from rangkul.rules.evaluate import Scene, evaluate
from rangkul.rules.explanation import Clause, Explanation, FactUsed, MemberAnswer, json_value, sentence
from rangkul.rules.sentences import Narrator, is_simple
from rangkul.rules.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Conditional,
    Constant,
    InArea,
    Known,
    Membership,
    Node,
    Not,
    Quantifier,
    Quantity,
    Reference,
    Rule,
    StartsWith,
    children,
    walk,
)
from rangkul.rules.values import all_of, any_of, bind_parameters, fact_value, in_limit
from rangkul.rules.wording import Words

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
    words = Words(vocabulary=rule.vocabulary, parameters=bound, as_of=as_of)
    explainer = _Explainer(rule, scene, Narrator(words, scene))
    clauses = tuple(explainer.clause(node) for node in rule.clauses)
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


class _Explainer:
    def __init__(self, rule: Rule, scene: Scene, narrator: Narrator) -> None:
        self.rule = rule
        self.scene = scene
        self.narrator = narrator

    def clause(self, node: Node) -> Clause:
        parts = _parts(node)
        below = tuple(self.clause(part) for part in parts)
        result = self._result(node, below)
        own = [] if parts else list(walk(node))
        secret = [part.fact.label for part in own if isinstance(part, Reference) and part.fact.sensitive]
        return Clause(
            operator=_operator(node),
            text=self.rule.text[node.span.start : node.span.end],
            sentence=self.narrator.sentence(node, result),
            masked_sentence=self.narrator.masked(secret) if secret else "",
            result=result,
            facts=self._facts(own),
            members=self._members(own),
            children=below,
        )

    def _result(self, node: Node, below: Sequence[Clause]) -> bool | None:
        """The answer; what joins clauses has it from theirs, so that nothing is asked twice."""
        match node:
            case AllOf():
                return all_of(clause.result for clause in below)
            case AnyOf():
                return any_of(clause.result for clause in below)
            case _:
                return _as_result(evaluate(node, self.scene))

    def _facts(self, own: Sequence[Node]) -> tuple[FactUsed, ...]:
        """The subject's facts of a clause; those of members are told by the members' answers."""
        used = {part.fact: None for part in own if isinstance(part, Reference) and not part.of_member}
        return tuple(
            FactUsed(
                name=fact.name,
                label=fact.label,
                value=json_value(fact_value(fact, self.scene.facts)),
                source=fact.source,
                sensitive=fact.sensitive,
            )
            for fact in used
        )

    def _members(self, own: Sequence[Node]) -> tuple[MemberAnswer, ...]:
        questions = [part for part in own if isinstance(part, Quantifier)]
        return tuple(
            MemberAnswer(
                question=number,
                index=index,
                label=self.narrator.member_label(index),
                result=_as_result(evaluate(question.condition, each)),
            )
            for number, question in enumerate(questions)
            for index, each in enumerate(self.scene.each_member())
        )


def _as_result(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise TypeError("a clause is yes, no or unknown")


def _parts(node: Node) -> tuple[Node, ...]:
    """The clauses below a clause; a comparison or a question about members has none."""
    if isinstance(node, AllOf | AnyOf) or (isinstance(node, Not) and not is_simple(node.operand)):
        return children(node)
    return children(node) if isinstance(node, Conditional) else ()


def _operator(node: Node) -> str:  # noqa: C901 - one case per kind of node
    match node:
        case AllOf():
            return "all"
        case AnyOf():
            return "any"
        case Not():
            return "not"
        case Comparison():
            return node.operator
        case Membership():
            return "in"
        case StartsWith():
            return "starts_with"
        case InArea():
            return "in_area"
        case Known():
            return "known"
        case Conditional():
            return "if"
        case Quantifier(quantity=Quantity.ALL):
            return "all_members"
        case Quantifier():
            return "exists_member"
        case Constant():
            return "constant"
        case _:
            return "fact"
