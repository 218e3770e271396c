"""Questions about members, of all rules together: each asked once, all answered by ONE group-by over the members.

Yes/no questions share whole numbers: each has two bits, "some member meets it" and "of some member it is unknown", and
one `bit_or` a family answers up to thirty-one of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import ibis  # type: ignore[import-untyped,unused-ignore]

from rangkul.rules.columns import Column, Frame, closed, column, fact_column, guarded
from rangkul.rules.tree import Node, Not, Quantifier, Quantity, Reference, walk
from rangkul.rules.values import LIMIT, SUM_SCALE, Scalar
from rangkul.rules.vocabulary import Fact, FactType

Table = Any
"""An Ibis table expression."""

NOBODY = -1
"""The profile of a subject without members: it adds nothing to any answer."""
PROFILE = "profile"
"""The column of `CodedMembers` that says which facts a member has."""
KEY = "rk_subject"
_OWN = "rk_own_"
_CODE = "rk_profile"
_BITS = 62
"""Bits used of a whole number of 64: its sign is never touched."""
_Asked = tuple[str, Node, Node | None]


def _bit_or(mask: int) -> int:
    """DuckDB, PostgreSQL and Spark call it so; Ibis 12 knows it of the first two only."""
    raise NotImplementedError(mask)


_BIT_OR = ibis.udf.agg.builtin(_bit_or, name="bit_or")


@dataclass(frozen=True, slots=True)
class CodedMembers:
    """Members told by what they have in common, instead of one by one.

    `profiles` has every combination of facts that occurs once, numbered by `profile`; `links` has a row per member: the
    subject's key and the number of the member's profile. A question is asked of each profile, not of each member.
    Every subject has a row in `links`: one without members a row with the profile NOBODY, which is in `profiles` too.
    """

    links: Table
    profiles: Table


@dataclass(slots=True)
class Hoisted:
    """What is asked of the members, each thing once; places are given in order of first use.

    `bits`: number of the mask and lowest bit of a yes/no question ("rank", two bits) or of "is it unknown of somebody"
    ("unknown", one). `sums`: name of the column that adds up.
    """

    bits: dict[_Asked, tuple[int, int]] = field(default_factory=dict)
    sums: dict[_Asked, str] = field(default_factory=dict)
    _used: int = 0

    def __bool__(self) -> bool:
        return bool(self.bits or self.sums)

    def needs(self, question: Quantifier) -> None:
        """Give the question's parts their places."""
        match question.quantity:
            case Quantity.EXISTS:
                self.bit("rank", question.condition)
            case Quantity.ALL:
                self.bit("rank", negated(question.condition))
            case Quantity.COUNT:
                self.sum("met", question.condition)
                self.bit("unknown", question.condition)
            case Quantity.SUM:
                self.bit("unknown", question.condition, question.value)
                for kind in ("sum", *(("magnitude",) if question.type is FactType.NUMBER else ())):
                    self.sum(kind, question.condition, question.value)

    def bit(self, kind: str, condition: Node, value: Node | None = None) -> tuple[str, int]:
        """The column of the mask and the lowest bit."""
        asked = (kind, condition, value)
        if asked not in self.bits:
            width = 2 if kind == "rank" else 1
            if self._used % _BITS + width > _BITS:
                self._used += _BITS - self._used % _BITS
            self.bits[asked] = divmod(self._used, _BITS)
            self._used += width
        mask, place = self.bits[asked]
        return f"rk_mask_{mask}", place

    def sum(self, kind: str, condition: Node, value: Node | None = None) -> str:
        """The column that adds up."""
        return self.sums.setdefault((kind, condition, value), f"rk_{len(self.sums)}")

    def nodes(self) -> Iterator[Node]:
        """Everything that is asked of a member."""
        for _kind, condition, value in (*self.bits, *self.sums):
            yield condition
            if value is not None:
                yield value

    def parts(self, frame: Frame) -> dict[str, Column]:
        """What one member adds to each column."""
        masks: dict[str, list[Column]] = {}
        for kind, condition, value in self.bits:
            mask, place = self.bit(kind, condition, value)
            masks.setdefault(mask, []).append(_bits_of(kind, condition, value, frame, place))
        added = {name: _balanced_sum(parts) for name, parts in masks.items()}
        return added | {name: _number_of(*asked, frame) for asked, name in self.sums.items()}


def covers_all(hoisted: Hoisted, members: Table | CodedMembers) -> bool:
    """Whether the aggregate has a row for every subject, so that nobody is lost by an inner join."""
    return isinstance(members, CodedMembers) and not _of_subjects(hoisted)


def aggregate(
    hoisted: Hoisted,
    subjects: Table,
    members: Table | CodedMembers,
    subject_key: str,
    member_subject_key: str,
    parameters: Mapping[str, Scalar | tuple[Scalar, ...]],
    as_of: date,
    slots: Mapping[str, str],
) -> Table:
    """One row per subject that has members (`KEY`), with every hoisted column."""
    own = _of_subjects(hoisted)
    links = None
    if isinstance(members, CodedMembers):
        if own:  # what is asked depends on the subject too, so a profile alone cannot answer
            rows = members.links.filter(members.links[PROFILE] != NOBODY).join(members.profiles, PROFILE)
        else:
            links, rows = members.links, members.profiles
    else:
        rows = members
    if own:
        held = subjects.select(
            **{KEY: subjects[subject_key]},
            **{_OWN + fact.column: fact_column(subjects, fact, fact.column) for fact in own},
        )
        rows = rows.join(held, rows[member_subject_key] == held[KEY]).drop(KEY)

    def fact(wanted: Fact, of_member: bool) -> Column:
        return fact_column(rows, wanted, wanted.column) if of_member else rows[_OWN + wanted.column]

    def nested(_question: Quantifier) -> Column:
        raise TypeError("questions about members are never nested")

    parts = hoisted.parts(Frame(fact=fact, quantifier=nested, parameters=parameters, as_of=as_of, slots=slots))
    if links is None:
        prepared = rows.select(**{KEY: rows[member_subject_key]}, **parts)
    else:
        is_somebody = rows[PROFILE] != NOBODY
        told = rows.select(
            **{_CODE: rows[PROFILE]},
            **{name: ibis.cases((is_somebody, part), else_=_nothing(part)) for name, part in parts.items()},
        )
        linked = links.join(told, links[PROFILE] == told[_CODE])
        prepared = linked.select(**{KEY: linked[member_subject_key]}, **{name: linked[name] for name in parts})
    added = set(hoisted.sums.values())
    folded = {name: _BIT_OR(prepared[name]) for name in parts if name not in added}
    for (kind, _condition, _value), name in hoisted.sums.items():
        # Counting what is not null is cheaper than adding ones, which engines do in 128 bits.
        folded[name] = prepared[name].count() if kind == "met" else prepared[name].sum()
    return prepared.group_by(KEY).aggregate(**folded)


def _of_subjects(hoisted: Hoisted) -> set[Fact]:
    """Facts of the subject that are asked for inside questions about members."""
    return {
        part.fact
        for node in hoisted.nodes()
        for part in walk(node)
        if isinstance(part, Reference) and not part.of_member
    }


def _nothing(part: Column) -> Column:
    """What nobody adds: no bit, nothing to a sum, no row to a count."""
    return ibis.null("int32") if part.type().is_int32() else ibis.literal(0, type=part.type())


def answer(question: Quantifier, hoisted: Hoisted, source: Table) -> Column:
    """The answer of a question for a subject; a subject without members finds nulls and counts as empty."""

    def bit(kind: str, condition: Node, value: Node | None = None, *, higher: int = 0) -> Column:
        mask, place = hoisted.bit(kind, condition, value)
        return source[mask].fill_null(0) & _bit(place + higher)

    def ranked(condition: Node, *, top: bool) -> Column:
        """`top` when some member meets the condition, its opposite when none does, unknown between."""
        return ibis.cases(
            (bit("rank", condition, higher=1) != 0, top),
            (bit("rank", condition) != 0, ibis.null("boolean")),
            else_=not top,
        )

    def total(kind: str) -> Column:
        return source[hoisted.sum(kind, question.condition, question.value)]

    match question.quantity:
        case Quantity.EXISTS:
            return ranked(question.condition, top=True)
        case Quantity.ALL:
            return ranked(negated(question.condition), top=False)
        case Quantity.COUNT:
            known = bit("unknown", question.condition) == 0
            return ibis.cases((known, total("met").fill_null(0).cast("int64")), else_=ibis.null("int64"))
        case Quantity.SUM:
            known = bit("unknown", question.condition, question.value) == 0
            if question.type is FactType.INT:
                whole = guarded(total("sum").cast("float64").fill_null(0.0)).cast("int64")
                return ibis.cases((known, whole), else_=ibis.null("int64"))
            usable = known & (total("magnitude").fill_null(0.0) < float(LIMIT))
            return ibis.cases((usable, total("sum").fill_null(0.0) / SUM_SCALE), else_=ibis.null("float64"))


def negated(condition: Node) -> Node:
    """What a member must meet for "all of them" to be wrong."""
    if isinstance(condition, Not):
        return condition.operand
    return Not(type=FactType.BOOL, span=condition.span, operand=condition)


def _bits_of(kind: str, condition: Node, value: Node | None, frame: Frame, place: int) -> Column:
    """The bits that one member sets, as a number."""
    met = closed(column(condition, frame))
    if kind == "rank":
        return ibis.coalesce(_whole(met) * _bit(place + 1), _bit(place))
    if value is None:
        return _whole(met.isnull()) * _bit(place)
    number = guarded(column(value, frame).cast("float64"))
    unknown = ibis.cases((met, _whole(number.isnull())), (met.isnull(), 1), else_=0)
    return unknown.cast("int64") * _bit(place)


def _whole(yes_or_no: Column) -> Column:
    """In two steps: PostgreSQL makes no bigint of a boolean."""
    return yes_or_no.cast("int32").cast("int64")


def _bit(place: int) -> Column:
    return ibis.literal(1 << place, type="int64")


def _balanced_sum(parts: list[Column]) -> Column:
    """No two parts share a bit, so adding them is joining them; as a tree, not a chain."""
    while len(parts) > 2:
        parts = [reduce(lambda a, b: a + b, parts[start : start + 2]) for start in range(0, len(parts), 2)]
    return reduce(lambda a, b: a + b, parts)


def _number_of(kind: str, condition: Node, value: Node | None, frame: Frame) -> Column:
    """What one member adds to a sum."""
    met = closed(column(condition, frame))
    if value is None:
        return ibis.cases((met, 1), else_=ibis.null("int32")).cast("int32")
    number = guarded(column(value, frame).cast("float64"))
    if value.type is FactType.INT:
        return ibis.cases((met, number), else_=ibis.literal(0.0)).cast("int64")
    # Kept inside float64's whole numbers before floor: beyond them the magnitude is too large and the sum unknown.
    scaled = ibis.least(ibis.greatest(number * SUM_SCALE + 0.5, -float(LIMIT)), float(LIMIT)).floor().cast("float64")
    return ibis.cases((met, scaled.abs() if kind == "magnitude" else scaled), else_=ibis.literal(0.0))
