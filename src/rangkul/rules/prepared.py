"""SQL compiled once and asked with many values of its parameters: what a slider moves is put into the text.

Only parameters that are compared or calculated with have a place in the SQL. Those that shape it (the options of `in`,
days and areas, the bound of an age that becomes a cut-off date) are compiled in: `shaping` names them.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from secrets import token_hex

from rangkul.rules.tree import Age, Comparison, InArea, Membership, Node, Parameter, Rule, ShiftedDate, walk
from rangkul.rules.values import Scalar

_MARK = f"rk-{token_hex(8)}"
"""New in every process, so that no text in a rule can be taken for a place."""

Bound = Mapping[str, Scalar | tuple[Scalar, ...]]


def slots_of(names: Iterable[str]) -> dict[str, str]:
    """{parameter: mark in the SQL}, for parameters that `shaping` does not name."""
    return {name: f"{_MARK}-{number}-" for number, name in enumerate(sorted(names))}


def shaping(rule: Rule) -> frozenset[str]:
    """The parameters whose value is part of the shape of the rule's SQL."""
    found: frozenset[str] | None = rule.memo.get("shaping")
    if found is None:
        found = frozenset(each.name for part in walk(rule.root) for each in _shaping_parts(part))
        rule.memo["shaping"] = found
    return found


def shape_of(slots: Mapping[str, str], bound: Bound) -> tuple[tuple[str, object], ...]:
    """What of the values is part of the SQL's shape: two lots with the same shape can share the SQL."""
    return tuple(sorted((name, repr(value)) for name, value in bound.items() if name not in slots))


def filled(sql: str, slots: Mapping[str, str], bound: Bound) -> str:
    """The SQL with the values in their places."""
    for name, mark in slots.items():
        sql = sql.replace(f"'{mark}'", f"'{_written(bound[name])}'")
    return sql


def _shaping_parts(node: Node) -> list[Parameter]:
    match node:
        case Membership(parameter=Parameter() as parameter):
            return [parameter]
        case ShiftedDate(days=Parameter() as parameter) | InArea(area=Parameter() as parameter):
            return [parameter]
        case (
            Comparison(left=Age(), right=Parameter() as parameter)
            | Comparison(left=Parameter() as parameter, right=Age())
        ):
            return [parameter]
        case _:
            return []


def _written(value: Scalar | tuple[Scalar, ...]) -> str:
    """A value as text that every engine casts back to the same value."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case str():
            return value.replace("'", "''")
        case _:
            return repr(value)
