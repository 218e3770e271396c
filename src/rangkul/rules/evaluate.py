"""Answers a checked rule for one subject in plain Python; the twin of `columns`, held equal by a property test."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rangkul.rules.tree import (
    Age,
    AllOf,
    AnyOf,
    Arithmetic,
    AsOf,
    Comparison,
    Conditional,
    Constant,
    DateUnit,
    Elapsed,
    Extreme,
    InArea,
    Known,
    Membership,
    Negation,
    Node,
    Not,
    Parameter,
    Quantifier,
    Quantity,
    Reference,
    ShiftedDate,
    StartsWith,
)
from rangkul.rules.values import (
    LIMIT,
    SMALLEST_DIVISOR,
    SUM_SCALE,
    Scalar,
    Value,
    age_on,
    all_of,
    any_of,
    fact_value,
    in_limit,
    is_within,
    months_between,
    shifted,
)
from rangkul.rules.vocabulary import FactType

_COMPARE: dict[str, Callable[[object, object], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a rule is asked about: one subject, its members, the parameters and the date."""

    facts: Mapping[str, object]
    members: Sequence[Mapping[str, object]]
    parameters: Mapping[str, Scalar | tuple[Scalar, ...]]
    as_of: date
    member: Mapping[str, object] | None = None
    scenes: list["Scene"] = field(default_factory=list, repr=False, compare=False)

    def each_member(self) -> Sequence["Scene"]:
        """The scene once per member, made at the first question."""
        if len(self.scenes) != len(self.members):
            self.scenes[:] = [Scene(self.facts, self.members, self.parameters, self.as_of, one) for one in self.members]
        return self.scenes


def evaluate(node: Node, scene: Scene) -> Value:
    """The node's value; None is unknown (see `values` for what that means). Raises FactValueError for a fact of another type."""
    try:
        answer = _ANSWERS[type(node)]
    except KeyError:
        raise TypeError(f"unknown node {type(node).__name__}") from None
    return answer(node, scene)


def _reference(node: Reference, scene: Scene) -> Value:
    given = scene.member if node.of_member else scene.facts
    return fact_value(node.fact, given if given is not None else {})


def _parameter(node: Parameter, scene: Scene) -> Value:
    bound = scene.parameters[node.name]
    return None if isinstance(bound, tuple) else bound


def _not(node: Not, scene: Scene) -> Value:
    value = evaluate(node.operand, scene)
    return None if value is None else not value


def _starts_with(node: StartsWith, scene: Scene) -> Value:
    text, prefix = evaluate(node.operand, scene), evaluate(node.prefix, scene)
    return text.startswith(prefix) if isinstance(text, str) and isinstance(prefix, str) else None


def _conditional(node: Conditional, scene: Scene) -> Value:
    condition = evaluate(node.condition, scene)
    if condition is None:
        return None
    value = evaluate(node.then if condition else node.otherwise, scene)
    return in_limit(float(value)) if node.type is FactType.NUMBER and isinstance(value, int) else value


def _age(node: Age, scene: Scene) -> Value:
    born = evaluate(node.born, scene)
    return age_on(born, scene.as_of) if isinstance(born, date) else None


def _in_area(node: InArea, scene: Scene) -> Value:
    code, area = evaluate(node.operand, scene), evaluate(node.area, scene)
    return is_within(code, area) if isinstance(code, str) and isinstance(area, str) else None


def _calculated(node: Node, scene: Scene) -> Value:
    return _rounded(node, in_limit(_number(node, scene)))


def _number(node: Node, scene: Scene) -> float | None:
    """A part of a calculation, in float64 as every engine calculates; only what goes in must be below LIMIT."""
    if isinstance(node, Negation):
        number = _number(node.operand, scene)
        return None if number is None else -number
    if isinstance(node, Arithmetic):
        return _arithmetic(node, scene)
    number = _limited(node, scene)
    if number is None or node.type is FactType.INT or isinstance(node, Constant):
        return number
    return 0.0 if abs(number) < SMALLEST_DIVISOR else number


def _rounded(node: Node, number: float | None) -> int | float | None:
    return int(number) if number is not None and node.type is FactType.INT else number


def _pair(left: Node, right: Node, a: Value, b: Value) -> tuple[Value, Value]:
    """Both as float when one side is a NUMBER, so that a mixed comparison means the same in every engine."""
    if FactType.NUMBER in (left.type, right.type):
        return (float(a) if isinstance(a, int) else a, float(b) if isinstance(b, int) else b)
    return a, b


def _compare(node: Comparison, scene: Scene) -> bool | None:
    return compared(node, evaluate(node.left, scene), evaluate(node.right, scene))


def compared(node: Comparison, left: Value, right: Value) -> bool | None:
    """The comparison's answer for the values of its two sides."""
    a, b = _pair(node.left, node.right, left, right)
    return None if a is None or b is None else _COMPARE[node.operator](a, b)


def _membership(node: Membership, scene: Scene) -> bool | None:
    item = evaluate(node.item, scene)
    if node.parameter is not None:
        allowed = scene.parameters[node.parameter.name]
        return None if item is None else item in (allowed if isinstance(allowed, tuple) else ())
    results = []
    for option in node.options:
        a, b = _pair(node.item, option, item, evaluate(option, scene))
        results.append(None if a is None or b is None else a == b)
    return any_of(results)


def _arithmetic(node: Arithmetic, scene: Scene) -> float | None:
    a, b = _number(node.left, scene), _number(node.right, scene)
    if a is None or b is None:
        return None
    match node.operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _:
            return None if abs(b) < SMALLEST_DIVISOR else a / b


def _extreme(node: Extreme, scene: Scene) -> int | float | None:
    as_number = node.type is FactType.NUMBER
    values = [_limited(part, scene) if as_number else evaluate(part, scene) for part in node.operands]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values):
        return None
    return min(numbers) if node.is_least else max(numbers)


def _dated(node: ShiftedDate | Elapsed, scene: Scene) -> Value:
    if isinstance(node, ShiftedDate):
        day, days = evaluate(node.day, scene), evaluate(node.days, scene)
        return shifted(day, days) if isinstance(day, date) and isinstance(days, int) else None
    start, end = evaluate(node.start, scene), evaluate(node.end, scene)
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    return (end - start).days if node.unit is DateUnit.DAYS else months_between(start, end)


def _quantifier(node: Quantifier, scene: Scene) -> Value:
    scenes = scene.each_member()
    conditions = [evaluate(node.condition, each) for each in scenes]
    match node.quantity:
        case Quantity.EXISTS:
            return any_of(conditions)
        case Quantity.ALL:
            return all_of(conditions)
        case Quantity.COUNT:
            return None if None in conditions else sum(condition is True for condition in conditions)
        case Quantity.SUM:
            return _sum(node, scenes, conditions)


def _sum(node: Quantifier, scenes: Sequence[Scene], conditions: list[Value]) -> int | float | None:
    if node.value is None:
        raise TypeError("a sum needs a value")
    counted = [_limited(node.value, each) for each, met in zip(scenes, conditions, strict=True) if met]
    known = [number for number in counted if number is not None]
    if None in conditions or len(known) < len(counted):
        return None
    if node.type is FactType.INT:
        return _rounded(node, in_limit(float(sum(map(int, known)))))
    parts = [math.floor(number * SUM_SCALE + 0.5) for number in known]
    return sum(parts) / SUM_SCALE if sum(map(abs, parts)) < LIMIT else None


def _limited(node: Node, scene: Scene) -> float | None:
    value = evaluate(node, scene)
    return in_limit(float(value)) if isinstance(value, int | float) else None


_ANSWERS: dict[type[Node], Callable[[Any, Scene], Value]] = {
    Constant: lambda node, _: node.value,
    Reference: _reference,
    Parameter: _parameter,
    AsOf: lambda _, scene: scene.as_of,
    AllOf: lambda node, scene: all_of(evaluate(part, scene) for part in node.operands),
    AnyOf: lambda node, scene: any_of(evaluate(part, scene) for part in node.operands),
    Not: _not,
    Comparison: _compare,
    Membership: _membership,
    StartsWith: _starts_with,
    Arithmetic: _calculated,
    Negation: _calculated,
    Conditional: _conditional,
    Known: lambda node, scene: evaluate(node.operand, scene) is not None,
    Age: _age,
    Extreme: _extreme,
    ShiftedDate: _dated,
    Elapsed: _dated,
    InArea: _in_area,
    Quantifier: _quantifier,
}
"""By type of node: asked ten times for every clause, so it is looked up and not searched for."""
