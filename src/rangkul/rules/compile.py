"""Rules for everybody: one table with a yes/no/unknown column per rule and a number per value, for all subjects.

Every question about members, of all rules together, is answered by ONE group-by over the members, joined once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]

from rangkul.rules.columns import IBIS_TYPES, Column, Frame, closed, column, guarded
from rangkul.rules.errors import FactValueError
from rangkul.rules.tree import Node, Not, Quantifier, Quantity, Reference, Rule, walk
from rangkul.rules.values import LIMIT, SUM_SCALE, Scalar, bind_parameters
from rangkul.rules.vocabulary import Fact, FactType

Table = Any
"""An Ibis table expression."""

NO_VALUES: Mapping[str, Rule] = {}
_KEY = "rk_subject"
_OWN = "rk_own_"


@dataclass(slots=True)
class _Hoisted:
    """The aggregates over members, each asked once; names are given in order of first use."""

    names: dict[tuple[str, Node, Node | None], str] = field(default_factory=dict)

    def name(self, kind: str, condition: Node, value: Node | None = None) -> str:
        return self.names.setdefault((kind, condition, value), f"rk_{len(self.names)}")


def compile_columns(
    rules: Mapping[str, Rule],
    *,
    subjects: Table,
    members: Table | None,
    subject_key: str,
    member_subject_key: str,
    parameters: Mapping[str, object],
    as_of: date,
    clause_columns: bool = False,
    values: Mapping[str, Rule] = NO_VALUES,
) -> Table:
    """One row per subject: `subject_key` and a nullable boolean column per rule (null = belum diketahui).

    `values` (of `parse_value`) add a nullable float64 column each; null is unknown, never 0.

    `clause_columns=True` adds a column per top-level clause, `<rule>__1`, `<rule>__2`, … in the order of
    `rule.clauses`.
    Columns are found by `Fact.column`; those that no rule uses may be absent. The expression runs on any engine Ibis
    knows. Raises ParameterError (missing parameter) and FactValueError (missing column or one of another type).
    """
    wanted = _wanted(rules, clause_columns=clause_columns)
    for name in (*wanted, *values):
        if name == subject_key:
            raise ValueError(f"Nama aturan `{name}` sama dengan kunci")
    if both := wanted.keys() & values.keys():
        raise ValueError(f"Nama aturan `{min(both)}` bentrok dengan nama lain")
    bound: dict[str, Scalar | tuple[Scalar, ...]] = {}
    asked = (*rules.values(), *values.values())
    for rule in asked:
        bound |= bind_parameters(rule, parameters)
    hoisted = _Hoisted()
    questions = [part for rule in asked for part in walk(rule.root) if isinstance(part, Quantifier)]
    for question in questions:
        _needs(question, hoisted)
    source = subjects
    if hoisted.names:
        if members is None:
            raise FactValueError("Aturan bertanya tentang anggota, tetapi tabel anggota tidak diberikan")
        grouped = _aggregate(hoisted, subjects, members, subject_key, member_subject_key, bound, as_of)
        source = subjects.left_join(grouped, subjects[subject_key] == grouped[_KEY])
    frame = Frame(
        fact=lambda fact, _of_member: _fact_column(source, fact, fact.column),
        quantifier=lambda question: _answer(question, hoisted, source),
        parameters=bound,
        as_of=as_of,
    )
    answers = {name: column(node, frame).cast("boolean") for name, node in wanted.items()}
    amounts = {name: guarded(column(value.root, frame).cast("float64")) for name, value in values.items()}
    return source.select(source[subject_key], **answers, **amounts)


def _wanted(rules: Mapping[str, Rule], *, clause_columns: bool) -> dict[str, Node]:
    wanted: dict[str, Node] = {}
    for name, rule in rules.items():
        parts = {name: rule.root}
        if clause_columns:
            parts |= {f"{name}__{number}": clause for number, clause in enumerate(rule.clauses, 1)}
        if parts.keys() & wanted.keys():
            raise ValueError(f"Nama aturan `{name}` bentrok dengan nama lain")
        wanted |= parts
    return wanted


def _fact_column(table: Table, fact: Fact, name: str) -> Column:
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


def _needs(question: Quantifier, hoisted: _Hoisted) -> None:
    match question.quantity:
        case Quantity.EXISTS:
            hoisted.name("rank", question.condition)
        case Quantity.ALL:
            hoisted.name("rank", _negated(question.condition))
        case Quantity.COUNT:
            hoisted.name("met", question.condition)
            hoisted.name("unknown", question.condition)
        case Quantity.SUM:
            for kind in ("sum", "unknown", *(("magnitude",) if question.type is FactType.NUMBER else ())):
                hoisted.name(kind, question.condition, question.value)


def _negated(condition: Node) -> Node:
    if isinstance(condition, Not):
        return condition.operand
    return Not(type=FactType.BOOL, span=condition.span, operand=condition)


def _aggregate(
    hoisted: _Hoisted,
    subjects: Table,
    members: Table,
    subject_key: str,
    member_subject_key: str,
    parameters: Mapping[str, Scalar | tuple[Scalar, ...]],
    as_of: date,
) -> Table:
    """One row per subject that has members, with every hoisted aggregate."""
    own = {
        part.fact
        for _, condition, value in hoisted.names
        for node in (condition, value)
        if node is not None
        for part in walk(node)
        if isinstance(part, Reference) and not part.of_member
    }
    rows = members
    if own:
        held = subjects.select(
            **{_KEY: subjects[subject_key]},
            **{_OWN + fact.column: _fact_column(subjects, fact, fact.column) for fact in own},
        )
        rows = members.join(held, members[member_subject_key] == held[_KEY]).drop(_KEY)

    def fact(wanted: Fact, of_member: bool) -> Column:
        return _fact_column(rows, wanted, wanted.column) if of_member else rows[_OWN + wanted.column]

    def nested(_question: Quantifier) -> Column:
        raise TypeError("questions about members are never nested")

    frame = Frame(fact=fact, quantifier=nested, parameters=parameters, as_of=as_of)
    parts = {
        name: _member_part(kind, condition, value, frame) for (kind, condition, value), name in hoisted.names.items()
    }
    prepared = rows.select(**{_KEY: rows[member_subject_key]}, **parts)
    folded = {
        name: prepared[name].max() if kind == "rank" else prepared[name].sum()
        for (kind, _, _), name in hoisted.names.items()
    }
    return prepared.group_by(_KEY).aggregate(**folded)


def _member_part(kind: str, condition: Node, value: Node | None, frame: Frame) -> Column:
    """What one member adds to an aggregate."""
    met = closed(column(condition, frame))
    if kind == "rank":
        return ibis.coalesce(met.cast("int32") * 2, 1)
    if kind == "met":
        return ibis.coalesce(met.cast("int32"), 0)
    if value is None:
        return met.isnull().cast("int32")
    number = guarded(column(value, frame).cast("float64"))
    if kind == "unknown":
        return ibis.cases((met, number.isnull().cast("int32")), (met.isnull(), 1), else_=0)
    if value.type is FactType.INT:
        return ibis.cases((met, number), else_=ibis.literal(0.0)).cast("int64")
    # Kept inside float64's whole numbers before floor: beyond them the magnitude is too large and the sum unknown.
    scaled = ibis.least(ibis.greatest(number * SUM_SCALE + 0.5, -float(LIMIT)), float(LIMIT)).floor().cast("float64")
    return ibis.cases((met, scaled.abs() if kind == "magnitude" else scaled), else_=ibis.literal(0.0))


def _answer(question: Quantifier, hoisted: _Hoisted, source: Table) -> Column:
    """The answer of a question for a subject; a subject without members finds nulls and counts as empty."""

    def found(kind: str, condition: Node, value: Node | None = None) -> Column:
        return source[hoisted.name(kind, condition, value)]

    match question.quantity:
        case Quantity.EXISTS:
            return _from_rank(found("rank", question.condition))
        case Quantity.ALL:
            return _from_rank(found("rank", _negated(question.condition)), top=False)
        case Quantity.COUNT:
            met = found("met", question.condition).fill_null(0).cast("int64")
            unknown = found("unknown", question.condition).fill_null(0)
            return ibis.cases((unknown == 0, met), else_=ibis.null("int64"))
        case Quantity.SUM:
            total = found("sum", question.condition, question.value)
            unknown = found("unknown", question.condition, question.value).fill_null(0)
            if question.type is FactType.INT:
                whole = guarded(total.cast("float64").fill_null(0.0)).cast("int64")
                return ibis.cases((unknown == 0, whole), else_=ibis.null("int64"))
            magnitude = found("magnitude", question.condition, question.value).fill_null(0.0)
            usable = (unknown == 0) & (magnitude < float(LIMIT))
            return ibis.cases((usable, total.fill_null(0.0) / SUM_SCALE), else_=ibis.null("float64"))


def _from_rank(rank: Column, *, top: bool = True) -> Column:
    """`top` when some member reached rank 2, its opposite when all stayed at 0, unknown between."""
    return rank.fill_null(0).cases((2, top), (0, not top), else_=ibis.null("boolean"))
