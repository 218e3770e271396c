"""The checked tree of a rule: every node knows its type and the place in the text it was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rangkul.rules.vocabulary import Fact, FactType, ParameterType, Vocabulary


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in the rule's text: offsets from 0, line and column from 1."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A part of a rule. Two nodes that mean the same are equal, wherever they stand."""

    type: FactType
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Node):
    """A value written in the rule: 4, 2.5, "P", true, tanggal("2022-01-01")."""

    value: bool | int | float | str | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Node):
    """A fact of the subject, or of the member in a member expression."""

    fact: Fact
    of_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Node):
    """A dated parameter, `param.name`."""

    name: str
    kind: ParameterType


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Node):
    """The date for which the rule is asked, `tanggal_acuan()`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """`!x`"""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Node):
    """`a && b && c`"""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Node):
    """`a || b || c`"""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    """`a < b`; operator is one of < <= > >= == !="""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Node):
    """`x in [a, b]` or `x in param.list`; exactly one of options and parameter is set."""

    item: Node
    options: tuple[Node, ...] = ()
    parameter: Parameter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsWith(Node):
    """`x.startsWith("73.12")`"""

    operand: Node
    prefix: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """`a + b`; operator is one of + - * /"""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation(Node):
    """`-x`"""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional(Node):
    """`condition ? then : otherwise`"""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Node):
    """`diketahui(x)`: true when x has a value."""

    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Node):
    """`umur(tanggal_lahir)`: whole years on the as-of date."""

    born: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme(Node):
    """`terkecil(a, b)` or `terbesar(a, b)`: the least or the greatest; unknown when one of them is."""

    is_least: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftedDate(Node):
    """`tambah_hari(d, 30)`: the date that many days later; `days` is a number or a parameter, never a fact."""

    day: Node
    days: Constant | Parameter


class DateUnit(StrEnum):
    """What the time between two dates is counted in."""

    DAYS = "DAYS"
    MONTHS = "MONTHS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed(Node):
    """`hari_antara(a, b)` or `bulan_antara(a, b)`: whole days or months from `start` to `end`, rounded down."""

    unit: DateUnit
    start: Node
    end: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class InArea(Node):
    """`di_wilayah("73.12")`: the area code is that code or one below it."""

    operand: Reference
    area: Constant | Parameter


class Quantity(StrEnum):
    """What is asked of the members."""

    EXISTS = "EXISTS"
    ALL = "ALL"
    COUNT = "COUNT"
    SUM = "SUM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantifier(Node):
    """A question about the members.

    `condition` says which members count (for ALL: what every member must fulfil); `value` is set for SUM only.
    """

    quantity: Quantity
    condition: Node
    value: Node | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule. `digest` is the sha256 of the canonical text: spaces, comments and brackets do not change it.

    `facts_used` holds names in order of first use, a member's fact as `anggota.umur`. `memo` keeps what is worked out
    about the rule once (its plan, its wording); a rule made by `replace` starts with an empty one.
    """

    text: str
    vocabulary: Vocabulary = field(repr=False)
    root: Node = field(repr=False)
    canonical: str
    digest: str
    facts_used: tuple[str, ...]
    parameters_used: tuple[str, ...]
    memo: dict[str, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def clauses(self) -> tuple[Node, ...]:
        """The top-level clauses: the parts of the outermost `&&`, or the whole rule."""
        return self.root.operands if isinstance(self.root, AllOf) else (self.root,)


def children(node: Node) -> tuple[Node, ...]:  # noqa: C901 - one case per kind of node
    """The direct parts of a node, in reading order."""
    match node:
        case Not() | Negation() | Known():
            return (node.operand,)
        case AllOf() | AnyOf() | Extreme():
            return node.operands
        case Comparison() | Arithmetic():
            return (node.left, node.right)
        case Membership():
            return (node.item, *node.options, *((node.parameter,) if node.parameter else ()))
        case StartsWith():
            return (node.operand, node.prefix)
        case Conditional():
            return (node.condition, node.then, node.otherwise)
        case Age():
            return (node.born,)
        case ShiftedDate():
            return (node.day, node.days)
        case Elapsed():
            return (node.start, node.end)
        case InArea():
            return (node.operand, node.area)
        case Quantifier():
            return (node.condition, *((node.value,) if node.value else ()))
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def is_fixed(node: Node) -> bool:
    """True when the value is the same for every subject: it names neither a fact nor members."""
    return not any(isinstance(part, Reference | Quantifier) for part in walk(node))
