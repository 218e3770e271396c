"""Rules for subjects and members told by what they have in common: each combination of facts is asked once.

What a rule says about facts is compiled by `columns`, as for every engine, and asked by DuckDB of the some ten thousand
combinations that occur. "And", "or", "not" and "of some member" are left to `answering`, with arrays for everybody.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from math import prod
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped,unused-ignore]
import numpy as np
import pyarrow as pa

from rangkul.rules.columns import Column, Frame, closed, column, fact_column
from rangkul.rules.hoisted import PROFILE, Table, negated
from rangkul.rules.prepared import Bound
from rangkul.rules.tree import (
    AllOf,
    AnyOf,
    Conditional,
    Node,
    Not,
    Quantifier,
    Quantity,
    Reference,
    children,
    walk,
)
from rangkul.rules.vocabulary import Fact

type Array = np.ndarray[Any, np.dtype[Any]]

CELL = "rk_cell"
MOST_MEMBERS = 250
"""So that a count, and one number more for "unknown", fit into a byte."""
_MOST_CELLS = 20_000
_MOST_KEPT = 16
_OWN = "rk_own"


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Subjects and members by the numbers of their profiles (combinations of facts that occur).

    `subjects` and `members` are Ibis tables of the profiles, numbered by `PROFILE`. Subjects stand in descending order of
    how many members they have: `keys` are their keys, `own` their profiles, `slots[k]` the profiles of the k-th members of
    those that have so many. A subject without members has NOBODY in `slots[0]`.
    """

    subjects: Table
    members: Table
    keys: Array
    own: Array
    slots: tuple[Array, ...]
    _numbers: dict[tuple[str, ...], Array] = field(default_factory=dict, repr=False)

    def numbers(self, facts: tuple[str, ...], cursor: duckdb.DuckDBPyConnection) -> Array:
        """The number of each subject among the combinations of these facts alone, from 0."""
        found = self._numbers.get(facts)
        if found is None:
            told = cursor.execute(
                f"SELECT {PROFILE}, {_ranked(facts)} AS own FROM {self.subjects.get_name()}"  # noqa: S608
            ).fetchnumpy()
            numbers = np.zeros(len(told[PROFILE]), np.int32)
            numbers[told[PROFILE]] = told["own"]
            if len(self._numbers) >= _MOST_KEPT:
                self._numbers.clear()
            found = self._numbers[facts] = numbers[self.own]
        return found


@dataclass(frozen=True, slots=True)
class Step:
    """How an answer is put together: "all", "any", "not", "if" of `parts`; "own", "some", "mixed" from a `place`."""

    kind: str
    parts: tuple["Step", ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class Digit:
    """An answer about the members as a number below `radix`, the last for unknown: yes is 1, or it is the count at `place`."""

    radix: int
    step: Step | None = None
    place: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Mixed:
    """A part that compares what is asked of members with what the subject is: asked of every pair that can be.

    `sql` reads `domain` under `name`. The cell of a subject is its number among `facts`, then a digit for each question.
    """

    name: str
    sql: str
    domain: pa.Table
    facts: tuple[str, ...]
    digits: tuple[Digit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is asked of which profiles and how answers are put together: made once, asked with many values of parameters.

    `columns` are those that can be answered so; the others are left to `compile_columns`. `own` and `members` say how many
    answers (`c0`, `c1`, …: 0 no, 1 yes, 2 unknown) their SQL gives, `counted` which of the members' are counted.
    """

    columns: Mapping[str, Step]
    own_sql: str
    own: int
    member_sql: str
    members: int
    counted: tuple[int, ...]
    mixed: tuple[Mixed, ...]


def plan_columns(
    nodes: Mapping[str, Node],
    coded: Coded,
    *,
    parameters: Bound,
    as_of: date,
    slots: Mapping[str, str],
    cursor: duckdb.DuckDBPyConnection,
) -> Plan:
    """How yes/no parts of rules are answered for everybody; `slots` as for `compile_columns`.

    Raises FactValueError (missing column or one of another type).
    """

    def frame(table: Table, quantifier: Callable[[Quantifier], Column]) -> Frame:
        def fact(wanted: Fact, _of_member: bool) -> Column:
            return fact_column(table, wanted, wanted.column)

        return Frame(fact=fact, quantifier=quantifier, parameters=parameters, as_of=as_of, slots=slots)

    planning = _Planning(coded, frame, cursor)
    columns = {}
    for name, node in nodes.items():
        try:
            columns[name] = planning.step(node)
        except _CannotBeCoded:
            continue
    members = list(planning.members)
    return Plan(
        columns=columns,
        own_sql=_in_sql(coded.subjects, PROFILE, planning.own, frame(coded.subjects, _nested)),
        own=len(planning.own),
        member_sql=_in_sql(coded.members, PROFILE, members, frame(coded.members, _nested)),
        members=len(members),
        counted=tuple(members.index(each) for each in planning.counted),
        mixed=tuple(planning.mixed.values()),
    )


class _CannotBeCoded(Exception):
    pass


@dataclass(slots=True)
class _Planning:
    """Gives every question its place, equal ones the same."""

    coded: Coded
    frame: Callable[[Table, Callable[[Quantifier], Column]], Frame]
    cursor: duckdb.DuckDBPyConnection
    own: dict[Node, int] = field(default_factory=dict)
    members: dict[Node, int] = field(default_factory=dict)
    counted: dict[Node, int] = field(default_factory=dict)
    mixed: dict[Node, Mixed] = field(default_factory=dict)

    def step(self, node: Node) -> Step:
        """How a yes/no part is answered. Raises _CannotBeCoded."""
        match node:
            case _ if not _asks_members(node):
                return Step("own", place=self.own.setdefault(node, len(self.own)))
            case AllOf() | AnyOf():
                # What is about the subject alone is one question to its profile.
                alone = tuple(part for part in node.operands if not _asks_members(part))
                others = (part for part in node.operands if _asks_members(part))
                parts = (replace(node, operands=alone), *others) if len(alone) > 1 else node.operands
                return Step("all" if isinstance(node, AllOf) else "any", tuple(map(self.step, parts)))
            case Not():
                return Step("not", (self.step(node.operand),))
            case Conditional():
                return Step("if", tuple(map(self.step, (node.condition, node.then, node.otherwise))))
            case Quantifier(quantity=Quantity.EXISTS):
                return Step("some", place=self._of_members(node.condition))
            case Quantifier(quantity=Quantity.ALL):
                return Step("not", (Step("some", place=self._of_members(negated(node.condition))),))
            case _:
                if node not in self.mixed:
                    self.mixed[node] = self._compared(node)
                return Step("mixed", place=list(self.mixed).index(node))

    def _of_members(self, condition: Node) -> int:
        if any(isinstance(part, Reference) and not part.of_member for part in walk(condition)):
            raise _CannotBeCoded
        return self.members.setdefault(condition, len(self.members))

    def _digit(self, question: Quantifier) -> Digit:
        most = len(self.coded.slots)
        match question.quantity:
            case Quantity.COUNT if most <= MOST_MEMBERS:
                self._of_members(question.condition)
                return Digit(most + 2, place=self.counted.setdefault(question.condition, len(self.counted)))
            case Quantity.EXISTS | Quantity.ALL:
                return Digit(3, self.step(question))
            case _:
                raise _CannotBeCoded

    def _compared(self, node: Node) -> Mixed:
        parts = list(_outside_questions(node))
        questions = list(dict.fromkeys(part for part in parts if isinstance(part, Quantifier)))
        facts = tuple(dict.fromkeys(part.fact.column for part in parts if isinstance(part, Reference)))
        digits = tuple(map(self._digit, questions))
        domain = self._domain(facts, questions, digits)
        name = f"rk_mixed_{len(self.mixed)}"
        table = ibis.table(ibis.Schema.from_pyarrow(domain.schema), name=name)
        frame = self.frame(table, lambda question: table[f"rk_asked_{questions.index(question)}"])
        return Mixed(name, _in_sql(table, CELL, [node], frame), domain, facts, digits)

    def _domain(self, facts: tuple[str, ...], questions: list[Quantifier], digits: tuple[Digit, ...]) -> pa.Table:
        """Every combination of the facts with every answer of the questions, numbered as the cells of subjects are."""
        numbers = self.coded.numbers(facts, self.cursor)
        if (int(numbers.max(initial=0)) + 1) * prod(digit.radix for digit in digits) > _MOST_CELLS:
            raise _CannotBeCoded
        listed = "".join(f", {fact}" for fact in facts)
        cell, told, ranges = _OWN, "", ""
        for place, (question, digit) in enumerate(zip(questions, digits, strict=True)):
            value = f"d{place}" if question.quantity is Quantity.COUNT else f"(d{place} = 1)"
            cell = f"({cell}) * {digit.radix} + d{place}"
            told += f", CASE WHEN d{place} < {digit.radix - 1} THEN {value} END AS rk_asked_{place}"
            ranges += f", range({digit.radix}) r{place}(d{place})"
        return self.cursor.execute(
            f"SELECT {cell} AS {CELL}{listed}{told}"  # noqa: S608 - names of facts and numbers
            f" FROM (SELECT DISTINCT {_ranked(facts)} AS {_OWN}{listed} FROM {self.coded.subjects.get_name()}){ranges}"
        ).to_arrow_table()


def _ranked(facts: tuple[str, ...]) -> str:
    """SQL that numbers combinations from 0, the unknown like any other value."""
    return f"(dense_rank() OVER (ORDER BY {', '.join(facts)}) - 1)" if facts else "0"


def _in_sql(table: Table, key: str, nodes: Any, frame: Frame) -> str:
    told = {f"c{n}": ibis.coalesce(closed(column(node, frame)).cast("int8"), 2) for n, node in enumerate(nodes)}
    return str(ibis.to_sql(table.select(table[key], **told), dialect="duckdb"))


def _nested(_question: Quantifier) -> Column:
    raise TypeError("what is about the subject alone, or about a member, asks no members")


def _asks_members(node: Node) -> bool:
    return any(isinstance(part, Quantifier) for part in walk(node))


def _outside_questions(node: Node) -> Iterator[Node]:
    """The node and everything below it, but nothing inside a question about members."""
    yield node
    if not isinstance(node, Quantifier):
        for child in children(node):
            yield from _outside_questions(child)
