"""Kinds of letters as data: what each asks, what it needs to be true, and what it says (domain F.3)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from rangkul.kernel.yaml_text import read_yaml

FILE = Path(__file__).parent.parent / "data" / "letters.yaml"
PREFIX = "letter."
"""Before the code in the kind of a document: "letter.sktm"."""

LINE, TEXT, DATE = "line", "text", "date"
LENGTHS = {LINE: 200, TEXT: 2000, DATE: 10}


@dataclass(frozen=True, slots=True)
class LetterField:
    """A question of the form: `prefill` names what of the case answers it beforehand."""

    name: str
    label: str
    hint: str
    kind: str
    is_optional: bool
    prefill: str


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter. Name, about and fields are in the reader's language; what stands on paper is Indonesian."""

    code: str
    name: str
    about: str
    heading: str
    layout: str
    mark: str
    classification: str
    division: str
    needs: frozenset[str]
    highest_decile: int | None
    shows_nik: bool
    members_title: str
    valid_days: int | None
    fields: tuple[LetterField, ...]
    opening: tuple[str, ...]
    statement: tuple[str, ...]
    identity: tuple[tuple[str, str], ...]
    copies: tuple[str, ...]
    is_of_referral: bool
    """Whether its draft is made by a referral, never from the page of new letters."""

    @property
    def series(self) -> str:
        """The number series: one for each kind."""
        return self.code

    @property
    def document_kind(self) -> str:
        """The kind of the issued document."""
        return f"{PREFIX}{self.code}"

    @property
    def pattern(self) -> str:
        """How its numbers look until the office sets something else."""
        return f"{{classification}}/{{seq}}/{self.mark}/{{unit}}/{{month}}/{{year}}"


def list_letter_kinds() -> list[LetterKind]:
    """Every kind in the reader's language, in its order."""
    return list(_read((get_language() or "id")[:2]))


def list_written_kinds() -> list[LetterKind]:
    """The kinds that somebody writes from the page of new letters."""
    return [each for each in list_letter_kinds() if not each.is_of_referral]


def find_letter_kind(code: str) -> LetterKind | None:
    """The kind with this code ("sktm"), or None."""
    return next((each for each in list_letter_kinds() if each.code == code), None)


def kind_names() -> dict[str, str]:
    """{kind of document: Indonesian name}, for the page where anybody checks a code."""
    return {each.document_kind: each.name for each in _read("id")}


@cache
def _read(language: str) -> tuple[LetterKind, ...]:
    return tuple(_kind(entry, language) for entry in read_yaml(FILE.read_text(encoding="utf-8"))["letters"])


def _kind(entry: dict[str, Any], language: str) -> LetterKind:
    words: dict[str, Any] = (entry.get("en") or {}) if language == "en" else {}
    return LetterKind(
        code=entry["code"],
        name=words.get("name") or entry["name"],
        about=words.get("about") or entry["about"],
        heading=entry["heading"],
        layout=entry["layout"],
        mark=entry["mark"],
        classification=str(entry.get("classification") or "460"),
        division=entry.get("division") or "",
        needs=frozenset(entry.get("needs") or ()),
        highest_decile=entry.get("highest_decile"),
        shows_nik=entry.get("nik") == "full",
        members_title=entry.get("members") or "",
        valid_days=entry.get("valid_days"),
        fields=tuple(_field(each, words.get("fields") or {}) for each in entry["fields"]),
        opening=tuple(entry.get("opening") or ()),
        statement=tuple(entry.get("statement") or ()),
        identity=tuple((label, name) for label, name in entry.get("identity") or ()),
        copies=tuple(entry.get("copies") or ()),
        is_of_referral=bool(entry.get("referral")),
    )


def _field(entry: dict[str, Any], english: dict[str, Any]) -> LetterField:
    words = english.get(entry["name"]) or {}
    return LetterField(
        name=entry["name"],
        label=words.get("label") or entry["label"],
        hint=words.get("hint") or ("" if english and "label" in words else entry.get("hint") or ""),
        kind=entry["kind"],
        is_optional=bool(entry.get("optional")),
        prefill=entry.get("prefill") or "",
    )
