"""Turns a checked node into an Ibis expression; the twin of `evaluate`, held equal by a property test.

Only what DuckDB, PostgreSQL and Spark share is used: no function of one engine. Null is unknown; what unknown means is
written in `values`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial, reduce
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]
from ibis.expr.operations import Not as Not_  # type: ignore[import-untyped,unused-ignore]

from rangkul.rules.errors import FactValueError
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
    Reference,
    ShiftedDate,
    StartsWith,
)
from rangkul.rules.values import LIMIT, MAX_DAYS, SMALLEST_DIVISOR, Scalar, latest_birth, shiftable
from rangkul.rules.vocabulary import Fact, FactType

Column = Any
"""An Ibis value expression; Ibis has no types that a strict checker can use."""

IBIS_TYPES = {
    FactType.BOOL: "boolean",
    FactType.INT: "int64",
    FactType.NUMBER: "float64",
    FactType.TEXT: "string",
    FactType.DATE: "date",
}
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression finds its columns: facts by reference, hoisted member questions by their node.

    A parameter in `slots` is written as that mark, to be replaced by its value in the SQL.
    """

    fact: Callable[[Fact, bool], Column]
    quantifier: Callable[[Quantifier], Column]
    parameters: Mapping[str, Scalar | tuple[Scalar, ...]]
    as_of: date
    slots: Mapping[str, str] = field(default_factory=dict)


def column(node: Node, frame: Frame) -> Column:  # noqa: C901 - one case per kind of node
    """The expression of a node over the frame's columns; null is unknown."""
    build = partial(column, frame=frame)
    match node:
        case Constant():
            return _literal(node.value, node.type)
        case Reference():
            return frame.fact(node.fact, node.of_member)
        case Parameter() if node.name in frame.slots:
            return ibis.literal(frame.slots[node.name]).cast(IBIS_TYPES[node.type])
        case Parameter():
            return _literal(frame.parameters[node.name], node.type)
        case AsOf():
            return _literal(frame.as_of, FactType.DATE)
        case AllOf():
            return _balanced(lambda a, b: a & b, [build(part) for part in node.operands])
        case AnyOf():
            return _balanced(lambda a, b: a | b, [build(part) for part in node.operands])
        case Not():
            return ~build(node.operand)
        case Comparison():
            return _comparison(node, frame)
        case Membership():
            return _membership(node, frame)
        case StartsWith():
            return build(node.operand).startswith(build(node.prefix))
        case Arithmetic() | Negation():
            return guarded(_number(node, frame)).cast(IBIS_TYPES[node.type])
        case Conditional():
            kind = IBIS_TYPES[node.type]
            condition = build(node.condition)
            return ibis.cases(
                (condition, _as(node.type, node.then, frame)),
                (~condition, _as(node.type, node.otherwise, frame)),
                else_=ibis.null(kind),
            )
        case Known():
            return closed(build(node.operand)).notnull()
        case Age():
            return _age(build(node.born), frame.as_of)
        case Extreme():
            return _extreme(node, frame)
        case ShiftedDate():
            return _shifted(node, frame)
        case Elapsed():
            return _elapsed(node, frame)
        case InArea():
            code, area = build(node.operand), _fixed_value(node.area, frame)
            return (code == area) | code.startswith(f"{area}.")
        case Quantifier():
            return frame.quantifier(node)
        case _:
            raise TypeError(f"unknown node {type(node).__name__}")


def fact_column(table: Any, fact: Fact, name: str) -> Column:
    """A fact's column in a table, as the type it has in rules. Raises FactValueError: no such column, another type."""
    if name not in table.columns:
        raise FactValueError(f"Kolom `{name}` untuk fakta `{fact.name}` tidak ada dalam tabel")
    found = table[name]
    kind = found.type()
    fits = {
        FactType.BOOL: kind.is_boolean(),
        FactType.INT: kind.is_integer(),
        FactType.NUMBER: kind.is_numeric(),
        FactType.TEXT: kind.is_string(),
        FactType.DATE: kind.is_date(),
    }
    if not (fits[fact.type] or kind.is_null()):
        raise FactValueError(f"Kolom `{name}` harus berupa {fact.type.words}; ditemukan {kind}")
    if fact.type is FactType.NUMBER:
        return guarded(found.cast("float64"))
    return found.cast(IBIS_TYPES[fact.type])


def closed(value: Column) -> Column:
    """The value, safe as an operand: Ibis 12 leaves the brackets out of `(NOT x) IS NULL` and `(NOT x) IN (…)`."""
    return value & ibis.literal(True) if isinstance(value.op(), Not_) else value


def guarded(number: Column) -> Column:
    """The float64 number, or null when its magnitude reaches LIMIT or it is not a number."""
    return ibis.cases((number.abs() < float(LIMIT), number), else_=ibis.null("float64"))


def _literal(value: object, kind: FactType) -> Column:
    if kind is FactType.NUMBER:
        # From text: PostgreSQL reads a bare 0.1 as a decimal and would calculate with it exactly, unlike the others.
        return ibis.literal(repr(value)).cast("float64")
    return ibis.literal(value, type=IBIS_TYPES[kind])


def _fixed_value(node: Constant | Parameter, frame: Frame) -> Any:
    return node.value if isinstance(node, Constant) else frame.parameters[node.name]


def _balanced(join: Callable[[Column, Column], Column], parts: list[Column]) -> Column:
    """Joined as a balanced tree, so that a hundred clauses are seven levels deep and not a hundred."""
    while len(parts) > 2:
        parts = [
            join(*parts[start : start + 2]) if start + 1 < len(parts) else parts[start]
            for start in range(0, len(parts), 2)
        ]
    return reduce(join, parts)


def _pair(left: Node, right: Node, frame: Frame) -> tuple[Column, Column]:
    a, b = column(left, frame), column(right, frame)
    if FactType.NUMBER in (left.type, right.type):
        return a.cast("float64"), b.cast("float64")
    return closed(a), closed(b)


def _comparison(node: Comparison, frame: Frame) -> Column:
    folded = _folded_age(node.operator, node.left, node.right, frame)
    if folded is None:
        folded = _folded_age(_FLIPPED[node.operator], node.right, node.left, frame)
    if folded is not None:
        return folded
    a, b = _pair(node.left, node.right, frame)
    return _compare(node.operator, a, b)


def _compare(operator: str, a: Column, b: Column) -> Column:
    match operator:
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
        case "==":
            return a == b
        case _:
            return a != b


def _folded_age(operator: str, age: Node, bound: Node, frame: Frame) -> Column | None:
    """`umur(d) >= 60` as `d <= cut-off`, so that the engine compares dates instead of computing ages."""
    if not isinstance(age, Age) or bound.type is not FactType.INT:
        return None
    years = bound.value if isinstance(bound, Constant) else None
    if isinstance(bound, Parameter):
        given = frame.parameters[bound.name]
        years = given if isinstance(given, int) else None
    # One year is kept free at both ends, for the bound above (n + 1).
    if years is None or not isinstance(years, int) or not 0 <= years < frame.as_of.year - 1:
        return None
    born = column(age.born, frame)

    def at_least(bound_years: int) -> Column:
        return born <= _literal(latest_birth(bound_years, frame.as_of), FactType.DATE)

    match operator:
        case ">=":
            answer = at_least(years)
        case ">":
            answer = at_least(years + 1)
        case "<":
            answer = ~at_least(years)
        case "<=":
            answer = ~at_least(years + 1)
        case "==":
            answer = at_least(years) & ~at_least(years + 1)
        case _:
            answer = ~at_least(years) | at_least(years + 1)
    is_born = born <= _literal(frame.as_of, FactType.DATE)
    return ibis.cases((is_born, answer), else_=ibis.null("boolean"))


def _age(born: Column, as_of: date) -> Column:
    birthday_to_come = born.month() * 100 + born.day() > as_of.month * 100 + as_of.day
    years = ibis.literal(as_of.year) - born.year() - birthday_to_come.ifelse(1, 0)
    is_born = born <= _literal(as_of, FactType.DATE)
    return ibis.cases((is_born, years.cast("int64")), else_=ibis.null("int64"))


def _extreme(node: Extreme, frame: Frame) -> Column:
    """The least or greatest; unknown when one is, where SQL's LEAST and GREATEST would skip it."""
    kind = IBIS_TYPES[node.type]
    parts = [_as(node.type, part, frame) for part in node.operands]
    found = (ibis.least if node.is_least else ibis.greatest)(*parts)
    asked = [
        part.notnull()
        for part, operand in zip(parts, node.operands, strict=True)
        if not isinstance(operand, Constant | Parameter) or _becomes_number(node.type, operand)
    ]
    return ibis.cases((_balanced(lambda a, b: a & b, asked), found), else_=ibis.null(kind)) if asked else found


def _as(kind: FactType, part: Node, frame: Frame) -> Column:
    """A part as the type of the whole: a whole number that becomes a NUMBER is unknown from LIMIT on, like any NUMBER."""
    value = column(part, frame).cast(IBIS_TYPES[kind])
    return guarded(value) if _becomes_number(kind, part) else value


def _becomes_number(kind: FactType, part: Node) -> bool:
    return kind is FactType.NUMBER and part.type is FactType.INT


def _shifted(node: ShiftedDate, frame: Frame) -> Column:
    day, days = column(node.day, frame), int(_fixed_value(node.days, frame))
    if abs(days) > MAX_DAYS:
        return ibis.null("date")
    earliest, latest = (_literal(bound, FactType.DATE) for bound in shiftable(days))
    step = ibis.interval(days=abs(days))
    # DuckDB and PostgreSQL make a timestamp of it, which Ibis takes for a date: said twice, so that it is cast back.
    moved = (day + step if days >= 0 else day - step).cast("timestamp").cast("date")
    return ibis.cases(((day >= earliest) & (day <= latest), moved), else_=ibis.null("date"))


def _elapsed(node: Elapsed, frame: Frame) -> Column:
    start, end = column(node.start, frame), column(node.end, frame)
    if node.unit is DateUnit.DAYS:
        return end.delta(start, unit="day")
    months = (end.year() - start.year()) * 12 + end.month() - start.month()
    return (months - (end.day() < start.day()).ifelse(1, 0)).cast("int64")


def _membership(node: Membership, frame: Frame) -> Column:
    if node.parameter is not None:
        allowed = frame.parameters[node.parameter.name]
        item = column(node.item, frame)
        options = list(allowed) if isinstance(allowed, tuple) else []
        # `in` an empty list is no for a known value; engines have no empty IN.
        return item.isin(options) if options else (item != item)
    # Yes/no values take the longer way: Ibis 12 leaves the brackets out of `(a AND b) IN (…)`.
    if node.item.type is not FactType.BOOL and all(isinstance(option, Constant) for option in node.options):
        return _constant_options(node, frame)
    return _balanced(lambda a, b: a | b, [_compare("==", *_pair(node.item, option, frame)) for option in node.options])


def _constant_options(node: Membership, frame: Frame) -> Column:
    kind = FactType.NUMBER if any(option.type is FactType.NUMBER for option in node.options) else node.item.type
    values = [_literal(option.value, kind) for option in node.options if isinstance(option, Constant)]
    return column(node.item, frame).cast(IBIS_TYPES[kind]).isin(values)


def _number(node: Node, frame: Frame) -> Column:
    """A part of a calculation as float64: what goes in is below LIMIT, and `tree.bits` keeps overflow away."""
    if isinstance(node, Negation):
        return _number(node.operand, frame) * -1.0
    if not isinstance(node, Arithmetic):
        value = column(node, frame).cast("float64")
        if isinstance(node, Constant):
            return value
        if node.type is FactType.INT:
            return guarded(value)
        # Already below LIMIT; nearer to zero than a divisor may be it counts as zero, or products could vanish.
        return ibis.cases((value.abs() < SMALLEST_DIVISOR, 0.0), else_=value)
    a, b = (_number(part, frame) for part in (node.left, node.right))
    match node.operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case _:
            return a / ibis.cases((b.abs() >= SMALLEST_DIVISOR, b), else_=ibis.null("float64"))
