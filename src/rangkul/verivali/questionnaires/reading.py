"""Questionnaires from their YAML files, with everything wrong in a file named at once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from rangkul.kernel.yaml_text import read_yaml
from rangkul.verivali.questionnaires.definition import (
    NO,
    YES,
    Block,
    Condition,
    Finding,
    Kind,
    Question,
    Questionnaire,
    Unit,
)

FOLDER = Path(__file__).parent / "definitions"
LISTS = FOLDER / "code_lists.yaml"
YES_NO = ((YES, "Ya"), (NO, "Tidak"))

_QUESTION_WORDS = {
    "code", "text", "type", "list", "options", "unit", "min", "max", "required", "sensitive", "show_if", "hint",
}  # fmt: skip
_CONDITION_WORDS = {"question", "in", "min", "max", "answered", "all", "any"}


class BadQuestionnaire(ValueError):
    """A file that defines no questionnaire; every problem with its place stands in the text."""

    def __init__(self, name: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(f"{name}: " + "; ".join(problems))


@lru_cache(maxsize=1)
def everything() -> dict[tuple[str, int], Questionnaire]:
    """Every questionnaire that travels with the program, by code and version. Raises BadQuestionnaire."""
    lists = _code_lists(read_yaml(LISTS.read_text(encoding="utf-8")))
    found: dict[tuple[str, int], Questionnaire] = {}
    for path in sorted(FOLDER.glob("*.v*.yaml")):
        one = read(read_yaml(path.read_text(encoding="utf-8")), lists, name=path.name)
        if path.name != f"{one.code}.v{one.version}.yaml":
            raise BadQuestionnaire(path.name, [f"the file should be called {one.code}.v{one.version}.yaml"])
        found[one.code, one.version] = one
    return found


def _code_lists(raw: Mapping[str, Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    lists = {
        name: tuple((str(code), str(words)) for code, words in entry["codes"].items())
        for name, entry in raw["lists"].items()
        if "codes" in entry
    }
    for name, entry in raw["lists"].items():
        if "extends" in entry:
            more = tuple((str(code), str(words)) for code, words in entry["more"].items())
            lists[name] = (*lists[entry["extends"]], *more)
    return lists


def read(raw: Mapping[str, Any], lists: Mapping[str, tuple[tuple[str, str], ...]], *, name: str) -> Questionnaire:
    """A questionnaire from the content of its file. Raises BadQuestionnaire with everything that is wrong."""
    problems: list[str] = []
    blocks = tuple(_block(entry, lists, problems) for entry in raw.get("blocks", []))
    missing = [word for word in ("code", "version", "title", "source", "unit") if not raw.get(word)]
    problems += [f"{word} is missing" for word in missing]
    problems += _problems_of_order(blocks)
    findings = tuple(
        Finding(each["condition"], _condition(each["when"], each["condition"], problems))
        for each in raw.get("findings", [])
    )
    known = {question.code for block in blocks for question in block.questions}
    problems += [f"finding about {name}" for each in findings for name in sorted(each.when.names() - known)]
    if raw.get("unit") == Unit.PERSON and any(block.is_per_member for block in blocks):
        problems.append("a person has no members to ask")
    if problems:
        raise BadQuestionnaire(name, problems)
    return Questionnaire(
        code=raw["code"],
        version=int(raw["version"]),
        title=raw["title"],
        source=raw["source"],
        unit=Unit(raw["unit"]),
        blocks=blocks,
        remark=raw.get("remark", ""),
        asked_for=tuple(raw.get("asked_for", ())),
        findings=findings,
    )


def _block(entry: Mapping[str, Any], lists: Mapping[str, Any], problems: list[str]) -> Block:
    return Block(
        code=str(entry["code"]),
        title=entry["title"],
        questions=tuple(_question(each, lists, problems) for each in entry["questions"]),
        is_per_member=bool(entry.get("per_member")),
    )


def _question(entry: Mapping[str, Any], lists: Mapping[str, Any], problems: list[str]) -> Question:
    code = str(entry.get("code", "?"))
    problems += [f"{code}: unknown word {word}" for word in sorted(set(entry) - _QUESTION_WORDS)]
    kind = Kind(entry["type"])
    options = lists.get(entry.get("list", ""), ()) or tuple(
        (str(option), str(words)) for option, words in entry.get("options", {}).items()
    )
    if kind is Kind.YES_NO:
        options = YES_NO
    if kind in (Kind.ONE, Kind.MANY) and not options:
        problems.append(f"{code}: no code list")
    if kind is Kind.NUMBER and ("min" not in entry or "max" not in entry or not entry.get("unit")):
        problems.append(f"{code}: a number needs unit, min and max")
    return Question(
        code=code,
        text=entry["text"],
        kind=kind,
        options=options,
        unit=entry.get("unit", ""),
        least=entry.get("min"),
        most=entry.get("max"),
        is_required=bool(entry.get("required", True)),
        is_sensitive=bool(entry.get("sensitive", False)),
        show_if=_condition(entry["show_if"], code, problems) if "show_if" in entry else None,
        hint=entry.get("hint", ""),
    )


def _condition(raw: Mapping[str, Any], code: str, problems: list[str]) -> Condition:
    problems += [f"{code}: unknown test {word}" for word in sorted(set(raw) - _CONDITION_WORDS)]
    if not any(word in raw for word in ("all", "any", "in", "min", "max", "answered")):
        problems.append(f"{code}: a condition that tests nothing")
    return Condition(
        question=str(raw.get("question", "")),
        one_of=tuple(str(each) for each in raw.get("in", ())),
        at_least=raw.get("min"),
        at_most=raw.get("max"),
        is_answered=bool(raw.get("answered", False)),
        every=tuple(_condition(each, code, problems) for each in raw.get("all", ())),
        some=tuple(_condition(each, code, problems) for each in raw.get("any", ())),
    )


def _problems_of_order(blocks: tuple[Block, ...]) -> list[str]:
    """Codes used twice, and conditions on what was not asked before, in the same block or one asked of the same."""
    problems: list[str] = []
    asked: dict[str, Question] = {}
    everywhere: set[str] = set()
    for block in blocks:
        own: dict[str, Question] = {}
        for question in block.questions:
            if question.code in everywhere:
                problems.append(f"{question.code}: used twice")
            known = own if block.is_per_member else asked | own
            problems += _problems_of_condition(question, known)
            everywhere.add(question.code)
            own[question.code] = question
        if not block.is_per_member:
            asked |= own
    return problems


def _problems_of_condition(question: Question, known: Mapping[str, Question]) -> list[str]:
    problems = []
    for test in _tests(question.show_if):
        earlier = known.get(test.question)
        if earlier is None:
            problems.append(f"{question.code}: asks about {test.question or 'nothing'}, which is not asked before it")
        elif set(test.one_of) - {code for code, _words in earlier.options}:
            problems.append(f"{question.code}: {test.question} has no such answer")
        elif (test.at_least is not None or test.at_most is not None) and earlier.kind is not Kind.NUMBER:
            problems.append(f"{question.code}: {test.question} is no number")
    return problems


def _tests(condition: Condition | None) -> list[Condition]:
    if condition is None:
        return []
    parts = (*condition.every, *condition.some)
    return [test for part in parts for test in _tests(part)] if parts else [condition]
