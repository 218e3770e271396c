"""Answers of rules for everybody at once from the answers of profiles: `coded` says what is asked, this puts it together.

Kleene's logic in two arrays: `met` is surely yes, `possible` is not surely no. What profiles answer travels in words of two
bits an answer, so that a member's profile is looked up once for many questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import duckdb
import numpy as np
import pyarrow as pa

from rangkul.rules.coded import CELL, Array, Coded, Digit, Mixed, Plan, Step
from rangkul.rules.hoisted import PROFILE
from rangkul.rules.prepared import Bound, filled

_YES, _UNKNOWN = 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A bit for every subject in the order of `Coded.keys`: `met`, and `possible` where it is not surely no.

    Eight subjects a byte, the lowest bit first, as Arrow has them; the bits after the last subject mean nothing.
    """

    met: Array
    possible: Array

    def as_arrow(self, size: int) -> pa.Array:
        """Yes, no, and null for unknown."""
        buffers = [pa.py_buffer(self.met | ~self.possible), pa.py_buffer(self.met)]
        return pa.BooleanArray.from_buffers(pa.bool_(), size, buffers)


def answers(
    plan: Plan, coded: Coded, *, slots: Mapping[str, str], bound: Bound, cursor: duckdb.DuckDBPyConnection
) -> dict[str, Answer]:
    """The answers to the plan's columns with these values of the parameters."""
    run = _Run(plan, coded, slots, bound, cursor)
    return {name: run.answer(step) for name, step in plan.columns.items()}


@dataclass(slots=True)
class _Run:
    """One asking of a plan; every part is worked out once."""

    plan: Plan
    coded: Coded
    slots: Mapping[str, str]
    bound: Bound
    cursor: duckdb.DuckDBPyConnection
    own: "_Packed" = field(init=False)
    members: "_Packed" = field(init=False)
    counts: "_Packed" = field(init=False)
    known: dict[Step, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        own = self._told(self.plan.own_sql, PROFILE, self.plan.own)
        members = self._told(self.plan.member_sql, PROFILE, self.plan.members)
        for each in members:
            each[-1] = 0  # NOBODY meets nothing, and nothing of it is unknown
        self.own = _Packed([np.take(word, self.coded.own) for word in _words(own, 2)], 2)
        self.members = _Packed([self._over_members(np.bitwise_or, word) for word in _words(members, 2)], 2)
        met = [members[place] & _YES for place in self.plan.counted]
        self.counts = _Packed([self._over_members(np.add, word) for word in _words(met, 8)], 8)

    def answer(self, step: Step) -> Answer:
        """The answer of a step for everybody."""
        found = self.known.get(step)
        if found is None:
            found = self.known[step] = self._answer(step)
        return found

    def _answer(self, step: Step) -> Answer:
        match step.kind:
            case "own":
                return _yes_no_unknown(self.own, step.place)
            case "some":
                return _yes_no_unknown(self.members, step.place)
            case "mixed":
                return self._compared(self.plan.mixed[step.place])
        parts = [self.answer(part) for part in step.parts]
        match step.kind:
            case "all":
                return _joined(np.bitwise_and, parts)
            case "any":
                return _joined(np.bitwise_or, parts)
            case "not":
                return Answer(~parts[0].possible, ~parts[0].met)
            case _:
                asked, then, otherwise = parts
                met, possible = (
                    (asked.met & yes) | (~asked.possible & no)
                    for yes, no in ((then.met, otherwise.met), (then.possible, otherwise.possible))
                )
                return Answer(met, possible | (asked.possible & ~asked.met))

    def _compared(self, mixed: Mixed) -> Answer:
        self.cursor.register(mixed.name, mixed.domain)
        try:
            (told,) = self._told(mixed.sql, CELL, 1)
        finally:
            self.cursor.unregister(mixed.name)
        cell = self.coded.numbers(mixed.facts, self.cursor)
        for digit in mixed.digits:
            cell = cell * np.int32(digit.radix) + self._number(digit)
        found = np.take(told, cell)
        return Answer(_bits(found & _YES), _bits(found))

    def _number(self, digit: Digit) -> Array:
        if digit.step is None:
            unknown = self.members.having(self.plan.counted[digit.place], _UNKNOWN) != 0
            return np.where(unknown, np.uint8(digit.radix - 1), self.counts.byte(digit.place))
        answer = self.answer(digit.step)
        met, possible = (
            np.unpackbits(each, count=len(self.coded.keys), bitorder="little") for each in (answer.met, answer.possible)
        )
        return np.where(met < possible, np.uint8(digit.radix - 1), met)

    def _told(self, sql: str, key: str, amount: int) -> list[Array]:
        """The answers by number of the profile or cell; one more row, the last, for NOBODY."""
        if not amount:
            return []
        found = self.cursor.execute(filled(sql, self.slots, self.bound)).fetchnumpy()
        told = []
        for place in range(amount):
            values = np.zeros(len(found[key]) + 1, np.uint8)
            values[found[key]] = found[f"c{place}"]
            told.append(values)
        return told

    def _over_members(self, join: np.ufunc, word: Array) -> Array:
        """A word of each subject, joined over its members."""
        first, *others = self.coded.slots
        found = np.take(word, first)
        for slot in others:
            some = found[: len(slot)]
            join(some, np.take(word, slot), out=some)
        return found


class _Packed:
    """Small numbers of everybody, several in a word; taken apart by bytes, which stay near the processor."""

    def __init__(self, words: Sequence[Array], width: int) -> None:
        self._width = width
        self._planes: list[Array] = []
        for word in words:
            parts = word.view(np.uint8).reshape(len(word), word.itemsize)
            self._planes += [np.ascontiguousarray(parts[:, number]) for number in range(word.itemsize)]

    def byte(self, place: int) -> Array:
        """The byte in which a number of this place lies."""
        return self._planes[place * self._width // 8]

    def having(self, place: int, wanted: int) -> Array:
        """Not 0 where the number of this place has any of the wanted bits."""
        return self.byte(place) & np.uint8(wanted << (place * self._width % 8))


def _words(values: Sequence[Array], width: int) -> list[Array]:
    """Numbers of `width` bits put side by side into as few words as need be."""
    words = []
    per_word = 64 // width
    for start in range(0, len(values), per_word):
        some = values[start : start + per_word]
        size = next(size for size in (1, 2, 4, 8) if len(some) * width <= size * 8)
        word = np.zeros((len(some[0]), size), np.uint8)
        for place, each in enumerate(some):
            word[:, place * width // 8] |= each << (place * width % 8)
        words.append(word.view(f"u{size}")[:, 0])
    return words


def _yes_no_unknown(packed: _Packed, place: int) -> Answer:
    return Answer(_bits(packed.having(place, _YES)), _bits(packed.having(place, _YES | _UNKNOWN)))


def _bits(values: Array) -> Array:
    return np.packbits(values, bitorder="little")


def _joined(join: np.ufunc, parts: list[Answer]) -> Answer:
    return Answer(reduce(join, [each.met for each in parts]), reduce(join, [each.possible for each in parts]))
