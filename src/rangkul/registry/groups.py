"""The official lists of PPKS and PSKS types as dated reference data, read once from the file beside this module."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rangkul.kernel.errors import Refused
from rangkul.kernel.yaml_text import read_yaml
from rangkul.registry.enums import GroupKind

FILE = Path(__file__).parent / "data" / "groups.yaml"

PERSON, FAMILY, COMMUNITY, INSTITUTION = "person", "family", "community", "institution"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupType:
    """One type: its place in the list, the law it stands in and since when, and what may be marked with it."""

    code: str
    kind: str
    number: int
    name: str
    meaning: str
    law: str
    valid_from: date
    valid_until: date | None
    about: frozenset[str]
    is_sensitive: bool
    ages: tuple[int, int] | None
    other_codes: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        """Whether the type is in the list on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    def fits_age(self, age: int | None) -> bool:
        """Whether an age lies in the type's usual range; unknown ages fit."""
        return age is None or self.ages is None or self.ages[0] <= age <= self.ages[1]


@cache
def every_type() -> tuple[GroupType, ...]:
    """All types of both lists, PPKS first, in the order of the lists."""
    data: dict[str, Any] = read_yaml(FILE.read_text(encoding="utf-8"))
    return tuple(
        _type(entry, kind, number, data)
        for kind in GroupKind
        for number, entry in enumerate(data[kind.value.lower()], start=1)
    )


def _type(entry: dict[str, Any], kind: GroupKind, number: int, data: dict[str, Any]) -> GroupType:
    ages = entry.get("ages")
    return GroupType(
        code=entry["code"],
        kind=kind.value,
        number=number,
        name=entry["name"],
        meaning=entry["meaning"],
        law=entry.get("law", data["law"]),
        valid_from=entry.get("valid_from", data["valid_from"]),
        valid_until=entry.get("valid_until"),
        about=frozenset(entry["about"]),
        is_sensitive=bool(entry.get("sensitive", False)),
        ages=(ages[0], ages[1]) if ages else None,
        other_codes=tuple(entry.get("also", ())),
    )


def find_type(code: str) -> GroupType | None:
    """The type with a code; None when there is none."""
    return next((each for each in every_type() if each.code == code), None)


def get_type(code: str, *, on: date) -> GroupType:
    """The type with a code that is in the list on a day. Raises Refused."""
    found = find_type(code)
    if found is None or not found.holds_on(on):
        raise Refused(
            field="Jenis", value=code, expected="satu dari 26 jenis PPKS atau 12 jenis PSKS yang berlaku",
            remedy="pilih dari daftar",
        )  # fmt: skip
    return found


def types_for(about: str, *, on: date, sees_sensitive: bool = True) -> tuple[GroupType, ...]:
    """Types a person, family or community may be marked with on a day."""
    return tuple(
        each
        for each in every_type()
        if about in each.about and each.holds_on(on) and (sees_sensitive or not each.is_sensitive)
    )
