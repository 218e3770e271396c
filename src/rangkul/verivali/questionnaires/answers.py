"""Answers: what was typed turned into what is stored, with what is missing and what is not asked at all.

Answers lie in one flat mapping: "301a" for the person or family itself, "<member id>/404" for one member.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.verivali.questionnaires.definition import Block, Condition, Kind, Question, Questionnaire

LONGEST_TEXT = 500
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it applies to one respondent: `key` is its place among the answers."""

    question: Question
    block: Block
    key: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many questions apply, how many of them are answered, and which required ones are not."""

    applicable: int
    answered: int
    missing: tuple[Asked, ...] = field(default_factory=tuple)

    @property
    def share(self) -> float | None:
        """Answered of applicable, 0–1; None when nothing applies."""
        return self.answered / self.applicable if self.applicable else None


def key_of(question: str, member: str = "") -> str:
    """The place of an answer."""
    return f"{member}/{question}" if member else question


def applicable(questionnaire: Questionnaire, answers: Answers, members: Iterable[str] = ()) -> Iterator[Asked]:
    """Every question that applies, given the answers so far; a block per member once for each member."""
    everyone = list(members)
    for block in questionnaire.blocks:
        for member in everyone if block.is_per_member else [""]:
            yield from applicable_in(block, answers, member)


def applicable_in(block: Block, answers: Answers, member: str = "") -> Iterator[Asked]:
    """The questions of one block that apply to one respondent."""
    said = _said_by(answers, member)
    for question in block.questions:
        if question.show_if is None or question.show_if.holds(said):
            yield Asked(question, block, key_of(question.code, member), member)
        else:
            said.pop(question.code, None)


def _said_by(answers: Answers, member: str) -> dict[str, Any]:
    if not member:
        return dict(answers)
    start = f"{member}/"
    return {key.removeprefix(start): value for key, value in answers.items() if key.startswith(start)}


def measure(questionnaire: Questionnaire, answers: Answers, members: Iterable[str] = ()) -> Completeness:
    """How complete the answers are; questions that need no answer count as well, but are never missing."""
    asked = list(applicable(questionnaire, answers, members))
    empty = [each for each in asked if answers.get(each.key) in (None, "", [])]
    missing = tuple(each for each in empty if each.question.is_required)
    return Completeness(len(asked), len(asked) - len(empty), missing)


def without_unasked(questionnaire: Questionnaire, answers: Answers, members: Iterable[str] = ()) -> dict[str, Any]:
    """The answers to questions that apply: what was answered before an earlier answer changed is dropped."""
    keys = {each.key for each in applicable(questionnaire, answers, members)}
    return {key: value for key, value in answers.items() if key in keys and value not in (None, "", [])}


def read_answer(question: Question, raw: Any, *, today: date) -> Any:
    """What was typed, as it is stored (JSON); None when nothing was. Raises Refused naming the question."""
    if raw in (None, "", []):
        return None
    if question.kind is Kind.MANY:
        return _codes(question, raw)
    if question.kind in (Kind.YES_NO, Kind.ONE):
        return _codes(question, [raw])[0]
    if question.kind is Kind.NUMBER:
        return _number(question, raw)
    if question.kind is Kind.DATE:
        return _day(question, raw, today)
    text = clean(str(raw))
    if len(text) > LONGEST_TEXT:
        raise _refused(question, text, f"paling banyak {LONGEST_TEXT} huruf", "ringkas jawabannya")
    return text or None


def _codes(question: Question, raw: Any) -> list[str]:
    given = [str(each) for each in (raw if isinstance(raw, list | tuple) else [raw])]
    known = {code for code, _words in question.options}
    for code in given:
        if code not in known:
            raise _refused(question, code, "salah satu pilihan dalam daftar", "pilih lagi dari daftar")
    return [code for code, _words in question.options if code in given]


def _number(question: Question, raw: Any) -> int | float:
    text = str(raw).strip().replace(" ", "")
    try:
        number = Decimal(text.replace(".", "").replace(",", ".") if "," in text else text)
    except InvalidOperation:
        raise _refused(question, raw, "angka", "tulis dengan angka saja") from None
    low, high = question.least, question.most
    if not number.is_finite() or (low is not None and number < low) or (high is not None and number > high):
        bounds = f"angka {_plain(low)} sampai {_plain(high)} {question.unit}".strip()
        raise _refused(question, raw, bounds, "periksa angka dan satuannya")
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(limit: float | None) -> str:
    return "–" if limit is None else str(int(limit) if limit == int(limit) else limit)


def _day(question: Question, raw: Any, today: date) -> str:
    try:
        day = raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        raise _refused(question, raw, "tanggal", "isi hari, bulan, dan tahun") from None
    if day > today:
        raise _refused(question, day.isoformat(), "hari ini atau sebelumnya", "periksa tanggalnya")
    return day.isoformat()


def _refused(question: Question, value: object, expected: str, remedy: str) -> Refused:
    return Refused(field=f"{question.code}. {question.text}", value=value, expected=expected, remedy=remedy)


def words_of(question: Question, value: Any) -> str:
    """A stored answer in words."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(question.words_for(each) for each in value)
    if question.options:
        return question.words_for(str(value))
    return f"{value} {question.unit}".strip() if question.kind is Kind.NUMBER else str(value)


def agreement(first: Answers, second: Answers) -> tuple[int, int]:
    """(answers that are the same, answers given both times): how far two visits to the same respondent agree."""
    both = [
        key for key, value in first.items() if value not in (None, "", []) and second.get(key) not in (None, "", [])
    ]
    return sum(first[key] == second[key] for key in both), len(both)


def condition_in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """When a question is asked: "416a = Ya dan 407 ≥ 10"."""
    if condition.every:
        return " dan ".join(condition_in_words(questionnaire, each) for each in condition.every)
    if condition.some:
        return " atau ".join(condition_in_words(questionnaire, each) for each in condition.some)
    question = questionnaire.question(condition.question)
    if condition.one_of:
        return f"{question.code} = {' / '.join(question.words_for(code) for code in condition.one_of)}"
    limits = [(condition.at_least, "≥"), (condition.at_most, "≤")]
    tests = [f"{question.code} {sign} {_plain(limit)}" for limit, sign in limits if limit is not None]
    return " dan ".join(tests) or f"{question.code} terjawab"
