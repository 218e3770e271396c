"""The one way to write a checked rule, so that two texts that say the same have the same digest."""

import json
from datetime import date

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
from rangkul.rules.values import Scalar

_MEMBER = "a"


def canonical_text(node: Node, list_name: str = "anggota") -> str:  # noqa: C901 - one case per kind of node
    """CEL text of the node in Indonesian names with fixed spaces, every bracket written, and members called `a`."""

    def write(part: Node) -> str:
        return canonical_text(part, list_name)

    match node:
        case Constant(value=value):
            return _constant(value)
        case Reference():
            return f"{_MEMBER}.{node.fact.name}" if node.of_member else node.fact.name
        case Parameter():
            return f"param.{node.name}"
        case AsOf():
            return "tanggal_acuan()"
        case Not():
            return f"!{write(node.operand)}"
        case Negation():
            return f"(-{write(node.operand)})"
        case AllOf():
            return f"({' && '.join(map(write, node.operands))})"
        case AnyOf():
            return f"({' || '.join(map(write, node.operands))})"
        case Comparison() | Arithmetic():
            return f"({write(node.left)} {node.operator} {write(node.right)})"
        case Membership(parameter=Parameter() as parameter):
            return f"({write(node.item)} in {write(parameter)})"
        case Membership():
            return f"({write(node.item)} in [{', '.join(map(write, node.options))}])"
        case StartsWith():
            return f"{write(node.operand)}.startsWith({write(node.prefix)})"
        case Conditional():
            return f"({write(node.condition)} ? {write(node.then)} : {write(node.otherwise)})"
        case Known():
            return f"diketahui({write(node.operand)})"
        case Age():
            return f"umur({write(node.born)})"
        case Extreme():
            return f"{'terkecil' if node.is_least else 'terbesar'}({', '.join(map(write, node.operands))})"
        case ShiftedDate():
            return f"tambah_hari({write(node.day)}, {write(node.days)})"
        case Elapsed():
            name = "hari_antara" if node.unit is DateUnit.DAYS else "bulan_antara"
            return f"{name}({write(node.start)}, {write(node.end)})"
        case InArea():
            return f"di_wilayah({write(node.area)})"
        case Quantifier():
            return _quantifier(node, list_name)
        case _:
            raise TypeError(f"unknown node {type(node).__name__}")


def _constant(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f'tanggal("{value.isoformat()}")'
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value)


def _quantifier(node: Quantifier, list_name: str) -> str:
    condition = canonical_text(node.condition, list_name)
    if node.quantity is Quantity.SUM and node.value is not None:
        return f"{list_name}.filter({_MEMBER}, {condition}).sum({_MEMBER}, {canonical_text(node.value, list_name)})"
    return f"{list_name}.{node.quantity.value.lower()}({_MEMBER}, {condition})"
