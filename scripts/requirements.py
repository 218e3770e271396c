"""Prints each requirement of docs/requirements.yaml: met or open, the tests that carry its number, its screen or command.

Usage: python scripts/requirements.py [--met | --open]
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Requirement:
    """One entry of the list; `tests` are "file::test" names."""

    number: str
    need: str
    is_declared_met: bool
    screen: str
    command: str
    tests: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Met only when declared, tested, and shown by a screen or a command."""
        return self.is_declared_met and bool(self.tests) and bool(self.screen or self.command)


def marks_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (number, "file::test") for every requirement mark in a test file: on the module, a class or a function."""
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    yield from _marks_in(ast.parse(path.read_text(encoding="utf-8")).body, name, ())


def _marks_in(body: list[ast.stmt], place: str, outer: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    own = list(outer)
    for node in body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            own += _numbers(node.value)
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        numbers = [*own, *(number for decorator in node.decorator_list for number in _numbers(decorator))]
        if isinstance(node, ast.ClassDef):
            yield from _marks_in(node.body, f"{place}::{node.name}", tuple(numbers))
        elif node.name.startswith("test_"):
            for number in dict.fromkeys(numbers):
                yield number, f"{place}::{node.name}"


def _numbers(node: ast.AST) -> list[str]:
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "requirement"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def all_marks() -> dict[str, list[str]]:
    """Every number that a test carries, with the tests."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, test in marks_of(path):
            found.setdefault(number, []).append(test)
    return found


def load() -> list[Requirement]:
    """The list in the file's order, with the tests found."""
    marks = all_marks()
    entries = yaml.safe_load((ROOT / "docs/requirements.yaml").read_text(encoding="utf-8"))
    return [
        Requirement(
            number=number,
            need=entry["need"],
            is_declared_met=entry["state"] == "met",
            screen=entry.get("screen", ""),
            command=entry.get("command", ""),
            tests=tuple(marks.get(number, ())),
        )
        for number, entry in entries.items()
    ]


def line(one: Requirement) -> str:
    """One line of the printed list."""
    state = "met " if one.is_met else "open"
    tests = ", ".join(one.tests[:3]) + (f" (+{len(one.tests) - 3})" if len(one.tests) > 3 else "")
    return f"{one.number:5} {state}  {one.need}  |  {one.screen or one.command or '-'}  |  {tests or '-'}"


def main(arguments: list[str]) -> int:
    """Print the list and the count; exit code 0."""
    listed = load()
    for one in listed:
        if ("--met" in arguments and not one.is_met) or ("--open" in arguments and one.is_met):
            continue
        print(line(one))
    print(f"\n{sum(one.is_met for one in listed)} met of {len(listed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
