"""A rule as rows of a form: fact, operator, value. For the editor's clause builder, which knows the usual only."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rangkul.rules.constants import read_date
from rangkul.rules.errors import cut
from rangkul.rules.tree import (
    Comparison,
    Constant,
    InArea,
    Known,
    Membership,
    Node,
    Not,
    Parameter,
    Quantifier,
    Quantity,
    Reference,
    Rule,
)
from rangkul.rules.values import LIMIT, Scalar
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

About = Literal["", "exists", "all", "none"]
"""Whom a clause asks: the subject, or whether some, every, or no member is so."""


@dataclass(frozen=True, slots=True)
class Named:
    """A parameter instead of a fixed value."""

    parameter: str


SimpleValue = Scalar | tuple[Scalar, ...] | Named | None


@dataclass(frozen=True, slots=True)
class SimpleClause:
    """One row: the fact by its Indonesian name, an operator of `operators_of`, and the value where it needs one.

    `in` and `not_in` take a tuple or a parameter that is a list; `in_area` and `not_in_area` stand with the area fact
    only; `yes`, `no`, `known` and `unknown` take no value.
    """

    fact: str
    operator: str
    value: SimpleValue = None
    about: About = ""


_ORDERED = ("<=", ">=", "<", ">", "==", "!=")
_BY_TYPE: dict[FactType, tuple[str, ...]] = {
    FactType.BOOL: ("yes", "no"),
    FactType.INT: (*_ORDERED, "in", "not_in"),
    FactType.NUMBER: _ORDERED,
    FactType.TEXT: ("==", "!=", "in", "not_in"),
    FactType.DATE: _ORDERED,
    FactType.MEMBERS: (),
}
_WITHOUT_VALUE = ("yes", "no", "known", "unknown")


def operators_of(fact: Fact, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The operators a row about the fact may have, the usual first."""
    area = ("in_area", "not_in_area") if fact == vocabulary.area_fact else ()
    listed = (*area, *_BY_TYPE[fact.type])
    return (*listed, "known", "unknown") if listed else ()


def clauses_of(rule: Rule) -> list[SimpleClause] | None:
    """The rule as rows joined by "and", or None when it says more than rows can: then it is edited as text."""
    found = [_clause_of(node) for node in rule.clauses]
    return [clause for clause in found if clause is not None] if None not in found else None


def text_of_clauses(clauses: Sequence[SimpleClause], vocabulary: Vocabulary) -> str:
    """The rows as a rule, one line each. Raises ValueError for a row with another fact, operator or value."""
    return "\n&& ".join(_text_of(clause, vocabulary) for clause in clauses)


def value_from_text(fact: Fact, operator: str, written: str) -> SimpleValue:
    """What was typed in the value field of a row: `4`, `2,5`, `P, L`, `2022-01-31`, `param.batas`.

    Raises ValueError that says what was expected.
    """
    if operator in _WITHOUT_VALUE:
        return None
    given = written.strip()
    named = re.fullmatch(r"param\.([A-Za-z_]\w*)", given)
    if named:
        return Named(named[1])
    if operator in ("in", "not_in"):
        parts = [part.strip() for part in given.split(",") if part.strip()]
        if not parts:
            raise ValueError("isi paling sedikit satu nilai, dipisah dengan koma")
        return tuple(_scalar(fact.type, part) for part in parts)
    return _scalar(fact.type, given)


def _scalar(kind: FactType, written: str) -> Scalar:
    match kind:
        case FactType.INT if re.fullmatch(r"-?\d{1,16}", written) and abs(int(written)) < LIMIT:
            return int(written)
        case FactType.NUMBER if re.fullmatch(r"-?\d{1,15}([.,]\d{1,9})?", written):
            return float(written.replace(",", "."))
        case FactType.TEXT if written and written.isprintable():
            return written
        case FactType.DATE if (day := read_date(written)) is not None:
            return day
        case _:
            examples = {FactType.INT: "4", FactType.NUMBER: "2,5", FactType.DATE: "2022-01-31"}
            raise ValueError(f"“{cut(written)}” bukan {kind.words}; tulis misalnya {examples.get(kind, 'petani')}")


def _clause_of(node: Node) -> SimpleClause | None:
    match node:
        case Not(operand=Quantifier(quantity=Quantity.EXISTS) as question):
            return _about(question, "none")
        case Quantifier(quantity=Quantity.EXISTS):
            return _about(node, "exists")
        case Quantifier(quantity=Quantity.ALL):
            return _about(node, "all")
        case _:
            return _plain(node, of_member=False)


def _about(question: Quantifier, about: About) -> SimpleClause | None:
    inner = _plain(question.condition, of_member=True)
    return None if inner is None else SimpleClause(inner.fact, inner.operator, inner.value, about)


def _plain(node: Node, *, of_member: bool) -> SimpleClause | None:  # noqa: C901 - one case per form
    found: tuple[Node, str, SimpleValue] | None = None
    match node:
        case Reference(type=FactType.BOOL):
            found = node, "yes", None
        case Not(operand=Reference() as fact):
            found = fact, "no", None
        case Known(operand=Reference() as fact):
            found = fact, "known", None
        case Not(operand=Known(operand=Reference() as fact)):
            found = fact, "unknown", None
        case Comparison(left=Reference() as fact, right=Constant() | Parameter() as right):
            found = fact, node.operator, _value(right)
        case Membership(item=Reference() as fact):
            found = fact, "in", _options(node)
        case Not(operand=Membership(item=Reference() as fact) as inner):
            found = fact, "not_in", _options(inner)
        case InArea(operand=fact, area=area):
            found = fact, "in_area", _value(area)
        case Not(operand=InArea(operand=fact, area=area)):
            found = fact, "not_in_area", _value(area)
    if found is None:
        return None
    about, operator, value = found
    if not isinstance(about, Reference) or about.of_member is not of_member:
        return None
    # A row offers a value of the fact's own type, and no comparison of yes/no: there the tick says it.
    if operator not in _BY_TYPE[about.type] and operator not in ("known", "unknown", "in_area", "not_in_area"):
        return None
    return SimpleClause(about.fact.name, operator, value) if _fits(about.type, operator, value) else None


def _value(node: Node) -> SimpleValue:
    return Named(node.name) if isinstance(node, Parameter) else node.value if isinstance(node, Constant) else None


def _options(node: Membership) -> SimpleValue:
    if node.parameter is not None:
        return Named(node.parameter.name)
    values = [option.value for option in node.options if isinstance(option, Constant)]
    return tuple(values) if len(values) == len(node.options) else None


def _fits(kind: FactType, operator: str, value: SimpleValue) -> bool:
    """Whether the value is of the fact's type, as the row's field would give it."""
    if operator in _WITHOUT_VALUE:
        return value is None
    if isinstance(value, Named):
        return True
    if operator in ("in", "not_in"):
        return isinstance(value, tuple) and bool(value) and all(_is(kind, each) for each in value)
    return not isinstance(value, tuple) and value is not None and _is(kind, value)


def _is(kind: FactType, value: Scalar) -> bool:
    match kind:
        case FactType.INT:
            return isinstance(value, int) and not isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FactType.TEXT:
            return isinstance(value, str)
        case _:
            return kind is FactType.DATE and isinstance(value, date)


def _text_of(clause: SimpleClause, vocabulary: Vocabulary) -> str:
    members = vocabulary.member_list
    fact = (vocabulary.find_member_fact if clause.about else vocabulary.find_fact)(clause.fact)
    if fact is None or (clause.about and members is None):
        raise ValueError(f"fakta `{cut(clause.fact)}` tidak dikenal")
    is_area = clause.operator in ("in_area", "not_in_area")
    allowed = operators_of(fact, vocabulary) if not clause.about else (*_BY_TYPE[fact.type], "known", "unknown")
    if clause.operator not in allowed or not _fits(fact.type, clause.operator, clause.value):
        raise ValueError(f"`{clause.operator}` dengan nilai itu tidak dapat dipakai untuk `{fact.name}`")
    name = f"a.{fact.name}" if clause.about else fact.name
    written = f"di_wilayah({_written(clause.value)})" if is_area else _row(name, clause)
    if clause.operator == "not_in_area":
        written = f"!{written}"
    if not clause.about or members is None:
        return written
    asked = f"{members.name}.{'all' if clause.about == 'all' else 'exists'}(a, {written})"
    return f"!{asked}" if clause.about == "none" else asked


def _row(name: str, clause: SimpleClause) -> str:
    match clause.operator:
        case "yes":
            return name
        case "no":
            return f"!{name}"
        case "known":
            return f"diketahui({name})"
        case "unknown":
            return f"!diketahui({name})"
        case "in":
            return f"{name} in {_written(clause.value)}"
        case "not_in":
            return f"!({name} in {_written(clause.value)})"
        case operator:
            return f"{name} {operator} {_written(clause.value)}"


def _written(value: SimpleValue) -> str:
    match value:
        case Named():
            return f"param.{value.parameter}"
        case tuple():
            return f"[{', '.join(map(_written, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return f'tanggal("{value.isoformat()}")'
        case _:
            return repr(value)
