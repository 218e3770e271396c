"""How much a rule may cost: the size of its query, and the room its calculations need in float64."""

import math

from rangkul.rules.tree import (
    Age,
    Arithmetic,
    Conditional,
    Constant,
    Elapsed,
    Extreme,
    InArea,
    Membership,
    Negation,
    Node,
    Quantifier,
    ShiftedDate,
    children,
    walk,
)
from rangkul.rules.vocabulary import FactType

MAX_WEIGHT = 2_000
MAX_DIGITS = 900
"""Binary digits before the point; float64 has room for 1,023."""
MAX_GRAIN = 1_000
"""Binary digits after the point; beyond 1,022 a result could vanish to zero, which PostgreSQL refuses as an error."""

_DIGITS_OF_INPUT = 53
_GRAIN_OF_NUMBER = 82
"""A NUMBER that goes into a calculation is zero or at least 1e-9 (30 digits), kept with 52 digits more."""


def is_too_heavy(root: Node) -> bool:
    """True when the rule's query would be too large, or a calculation in it could leave float64."""
    if weight(root) > MAX_WEIGHT:
        return True
    rooms = (room(node) for node in walk(root) if isinstance(node, Arithmetic | Negation))
    return any(digits > MAX_DIGITS or grain > MAX_GRAIN for digits, grain in rooms)


def weight(root: Node) -> int:
    """How many parts the compiled query has: engines write some parts out more than once.

    A question about members is calculated once, in the group-by, and its answer written out instead.
    """
    asked = [part for part in walk(root) if isinstance(part, Quantifier)]
    return _written(root) + sum(3 * _written(part) for question in asked for part in children(question))


def _written(node: Node) -> int:
    """Parts of the node where it stands; each part below is looked at once, however often it is written."""
    if isinstance(node, Quantifier):
        return 5
    calculates = isinstance(node, Arithmetic | Negation)
    # What goes into a calculation and what comes out of it is written twice, to bound it.
    below = [
        _written(part)
        * (2 if calculates is not isinstance(part, Arithmetic | Negation) and children(part) else 1)
        * (4 if _becomes_number(node, part) else 1)
        for part in children(node)
    ]
    whole = 1 + sum(below)
    match node:
        case Membership():
            return whole + below[0] * (len(node.options) - 1)
        case Arithmetic(operator="/"):
            return whole + below[1]
        case Conditional():
            return whole + below[0]
        case Age():
            return whole + below[0] * 3
        case Extreme() | ShiftedDate() | InArea():
            return whole + sum(below)
        case Elapsed():
            return whole + sum(below) * 2
        case _:
            return whole


def _becomes_number(node: Node, part: Node) -> bool:
    """A whole number among fractions is bounded where it becomes one, which writes it out again."""
    return isinstance(node, Extreme | Conditional) and node.type is FactType.NUMBER and part.type is FactType.INT


def room(node: Node) -> tuple[int, int]:
    """Upper bounds of the binary digits before and after the point that calculating the node can need."""
    match node:
        case Constant(value=float() as value):
            return max(1, math.frexp(value)[1]), value.as_integer_ratio()[1].bit_length() - 1
        case Constant(value=int() as value):
            return max(1, value.bit_length()), 0
        case Negation():
            return room(node.operand)
        case Arithmetic():
            (digits, grain), (digits_right, grain_right) = room(node.left), room(node.right)
            match node.operator:
                case "*":
                    return digits + digits_right, grain + grain_right
                case "/":
                    # The smallest divisor has 30 digits after the point.
                    return digits + min(30, grain_right), grain + digits_right + 53
                case _:
                    return max(digits, digits_right) + 1, max(grain, grain_right)
        case _:
            return _DIGITS_OF_INPUT, 0 if node.type is FactType.INT else _GRAIN_OF_NUMBER
