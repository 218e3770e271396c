"""What a questionnaire is made of: blocks, questions, code lists and the conditions under which a question is asked."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    PHOTO = "photo"


class Unit(StrEnum):
    """Whom a questionnaire is about; a block of a family's questionnaire may be asked of each member."""

    PERSON = "PERSON"
    FAMILY = "FAMILY"


YES, NO = "YA", "TIDAK"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a question is asked. Exactly one form: a test of one earlier answer, or `every`/`some` of further ones.

    Tests: `one_of` (the answer, or one of several answers, is among these codes), `at_least`, `at_most` (numbers),
    `is_answered`. An earlier question without an answer fails every test.
    """

    question: str = ""
    one_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    is_answered: bool = False
    every: tuple["Condition", ...] = ()
    some: tuple["Condition", ...] = ()

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it holds for answers by question code."""
        if self.every:
            return all(each.holds(answers) for each in self.every)
        if self.some:
            return any(each.holds(answers) for each in self.some)
        given = answers.get(self.question)
        if given in (None, "", []):
            return False
        if self.one_of:
            return bool(set(given if isinstance(given, list) else [given]) & set(self.one_of))
        if self.is_answered:
            return True
        number = float(given)
        return (self.at_least is None or number >= self.at_least) and (self.at_most is None or number <= self.at_most)

    def names(self) -> set[str]:
        """Codes of the questions it looks at."""
        return {self.question} - {""} | {name for each in (*self.every, *self.some) for name in each.names()}

    def as_data(self) -> dict[str, Any]:
        """The JSON form for the field client."""
        if self.every or self.some:
            word, parts = ("all", self.every) if self.every else ("any", self.some)
            return {word: [each.as_data() for each in parts]}
        tests: dict[str, Any] = {"question": self.question}
        if self.one_of:
            tests["in"] = list(self.one_of)
        limits = {"min": self.at_least, "max": self.at_most}
        tests |= {word: limit for word, limit in limits.items() if limit is not None}
        if self.is_answered:
            tests["answered"] = True
        return tests


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `options` are (code, words); `unit`, `least` and `most` belong to numbers.

    The answer of a `is_sensitive` question (health, UU 27/2022 pasal 4) is stored encrypted.
    """

    code: str
    text: str
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    least: float | None = None
    most: float | None = None
    is_required: bool = True
    is_sensitive: bool = False
    show_if: Condition | None = None
    hint: str = ""

    def words_for(self, code: str) -> str:
        """The words of an option; the code itself when the list has none."""
        return dict(self.options).get(code, code)


@dataclass(frozen=True, slots=True)
class Block:
    """Questions asked together; `is_per_member` asks them of every member of the family."""

    code: str
    title: str
    questions: tuple[Question, ...]
    is_per_member: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What certain answers say of the respondent: a condition to propose to the registry."""

    condition: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a questionnaire. A released version is never changed: a campaign keeps its digest.

    `asked_for` names results of a visit after which it is filled in, besides the usual ones.
    """

    code: str
    version: int
    title: str
    source: str
    unit: Unit
    blocks: tuple[Block, ...]
    remark: str = ""
    asked_for: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    _by_code: dict[str, Question] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_code.update({question.code: question for question in self.questions()})

    @property
    def name(self) -> str:
        """Code and version: "regsosek-2022k/1"."""
        return f"{self.code}/{self.version}"

    def questions(self) -> Iterator[Question]:
        """Every question in order."""
        for block in self.blocks:
            yield from block.questions

    def question(self, code: str) -> Question:
        """The question with this code; KeyError when there is none."""
        return self._by_code[code]

    def block(self, code: str) -> Block | None:
        """The block with this code."""
        return next((each for each in self.blocks if each.code == code), None)

    def as_data(self) -> dict[str, Any]:
        """The JSON form: what the field client reads."""
        return {
            "code": self.code,
            "version": self.version,
            "title": self.title,
            "source": self.source,
            "unit": self.unit.value,
            "remark": self.remark,
            "asked_for": list(self.asked_for),
            "findings": [{"condition": each.condition, "when": each.when.as_data()} for each in self.findings],
            "blocks": [
                {
                    "code": block.code,
                    "title": block.title,
                    "per_member": block.is_per_member,
                    "questions": [_question_data(question) for question in block.questions],
                }
                for block in self.blocks
            ],
        }

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON form: two definitions with one digest ask the same."""
        text = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _question_data(question: Question) -> dict[str, Any]:
    data: dict[str, Any] = {"code": question.code, "text": question.text, "type": question.kind.value}
    data |= {"required": question.is_required, "sensitive": question.is_sensitive}
    if question.options:
        data["options"] = [{"code": code, "text": words} for code, words in question.options]
    if question.unit:
        data["unit"] = question.unit
    for word, limit in (("min", question.least), ("max", question.most)):
        if limit is not None:
            data[word] = limit
    if question.hint:
        data["hint"] = question.hint
    if question.show_if is not None:
        data["show_if"] = question.show_if.as_data()
    return data
