"""Forms of registers (PBDT 2015, RUTA, ART, Regsosek 2022.K …): their columns, code lists and labels, as data.

A form is a file of `reference/data/forms/`; its answers are kept in the registry in the form's own codes, and a label is
only ever looked up for showing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from rangkul.kernel.yaml_text import read_yaml

_FOLDER = Path(__file__).parent / "data" / "forms"


@dataclass(frozen=True, slots=True)
class Question:
    """A column of a form: our `name`, the `header` it has in the file, the words for people, its codes.

    `part` says which sheet of answers it belongs to ("" when the form has one only). Health answers need a permission to
    be shown; secret ones (telephone, customer numbers) are kept sealed. A sum adds up codes that are powers of two. A
    number of a register (NISN, account, card) is one of which no digit may be lost.
    """

    name: str
    header: str
    label: str
    aliases: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    is_health: bool = False
    is_secret: bool = False
    is_sum: bool = False
    is_number: bool = False

    def label_of(self, code: str) -> str:
        """What a code means; the code itself when the list does not know it ("01" and "1" are one)."""
        plain = _plain(code)
        known = {_plain(each): text for each, text in self.codes.items()}
        if plain not in known and self.is_sum and plain.isdigit():
            parts = [text for each, text in known.items() if int(each) and int(plain) & int(each) == int(each)]
            return ", ".join(parts) or code
        return known.get(plain, code)

    def knows(self, code: str) -> bool:
        """Whether the code is in the list, or there is no list."""
        return (
            not self.codes or _plain(code) in {_plain(each) for each in self.codes} or (self.is_sum and code.isdigit())
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version; `source` says where its columns and codes were found."""

    code: str
    version: str
    title: str
    source: str
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((each for each in self.questions if each.name == name), None)

    def of_part(self, part: str) -> tuple[Question, ...]:
        """The questions of one part."""
        return tuple(each for each in self.questions if each.part == part)


def list_forms() -> list[Form]:
    """Every form, by code."""
    return sorted((_read(path) for path in _FOLDER.glob("*.yaml")), key=lambda each: each.code)


def get_form(code: str) -> Form:
    """The form of that code. Raises KeyError."""
    found = find_form(code)
    if found is None:
        raise KeyError(code)
    return found


def find_form(code: str) -> Form | None:
    """The form of that code, or None."""
    return next((each for each in list_forms() if each.code == code), None)


@cache
def _read(path: Path) -> Form:
    data = read_yaml(path.read_text("utf-8"))
    lists: dict[str, dict[str, str]] = {name: _codes(codes) for name, codes in data.get("lists", {}).items()}
    return Form(
        code=data["code"],
        version=str(data["version"]),
        title=data["title"],
        source=data["source"],
        questions=tuple(_question(each, lists) for each in data["questions"]),
    )


def _question(data: Mapping[str, Any], lists: Mapping[str, dict[str, str]]) -> Question:
    codes = data.get("codes", {})
    return Question(
        name=data["name"],
        header=data.get("header", data["name"]),
        label=data.get("label", data.get("header", data["name"])),
        aliases=tuple(data.get("aliases", ())),
        codes=lists[codes] if isinstance(codes, str) else _codes(codes),
        part=data.get("part", ""),
        is_health=bool(data.get("health", False)),
        is_secret=bool(data.get("secret", False)),
        is_sum=bool(data.get("bits", False)),
        is_number=bool(data.get("number", False)),
    )


def _codes(data: Mapping[Any, Any]) -> dict[str, str]:
    return {str(code): str(text) for code, text in data.items()}


def _plain(code: str) -> str:
    return code.strip().removesuffix(".0").lstrip("0") or "0"
