"""Reading the folders of the catalogue into entries; whatever cannot be used is refused before anything is stored."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from rangkul.kernel.yaml_text import read_yaml
from rangkul.programmes.entries.kinds import (
    FOLDER,
    ComponentEntry,
    OverlapEntry,
    ProgrammeEntry,
    QuotaEntry,
    TermsEntry,
    parameter_types,
    vocabulary_of,
)
from rangkul.programmes.entries.values import ValueReader
from rangkul.programmes.enums import AidForm, CountingUnit, RequiredRegistry
from rangkul.programmes.errors import CatalogueRefused
from rangkul.reference.enums import FundSource
from rangkul.rules.errors import suggest
from rangkul.rules.parse import RuleError, parse_member_condition, parse_rule, parse_value
from rangkul.rules.vocabulary import ParameterType, Vocabulary

_READABLE = "berkas YAML yang dapat dibaca"
_LEVELS = ["person", "family", "dwelling"]
_POLICIES = ["FORBIDDEN", "ALLOWED", "WITH_REASON"]
_DIRECTIONS = ["naik", "turun"]


def read_catalogue(folder: Path = FOLDER) -> list[ProgrammeEntry]:
    """Every programme of the folder, by order and code. Raises CatalogueRefused naming file, key and value."""
    entries = [read_programme(path) for path in sorted(folder.glob("*/programme.yaml"))]
    codes = [component.code for entry in entries for component in entry.components]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise CatalogueRefused(
            file=str(folder), key="components.code", value=", ".join(twice), expected="kode yang hanya dipakai sekali"
        )
    _check_overlaps(entries)
    return sorted(entries, key=lambda entry: (not entry.is_own, entry.order, entry.code))


def _check_overlaps(entries: list[ProgrammeEntry]) -> None:
    """Every other programme is in the catalogue, and no pair is told twice at one level, from either side."""
    codes = [entry.code for entry in entries]
    told: dict[tuple[frozenset[str], str], str] = {}
    for entry in entries:
        for number, each in enumerate(entry.overlap, 1):
            file, key = f"{entry.code}/programme.yaml", f"overlap[{number}].with"
            if each.other not in codes:
                raise CatalogueRefused(
                    file=file, key=key, value=each.other, expected=f"kode program.{suggest(each.other, codes)}"
                )
            pair = (frozenset((entry.code, each.other)), each.level)
            if pair in told:
                raise CatalogueRefused(
                    file=file,
                    key=key,
                    value=each.other,
                    expected=f"pasangan yang belum diatur: tingkat {each.level} sudah diatur di {told[pair]}",
                )
            told[pair] = file


def read_programme(path: Path) -> ProgrammeEntry:
    """One programme.yaml; its folder is named as its code. Raises CatalogueRefused."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        name = f"{path.parent.name}/{path.name}"
        raise CatalogueRefused(file=name, key="YAML", value=str(error)[:200], expected=_READABLE) from error
    return _programme(path.parent.name, path.name, text)


@lru_cache(maxsize=256)
def _programme(folder: str, file: str, text: str) -> ProgrammeEntry:
    """The entry of a text; checked once in a process, for nothing else decides what it says."""
    name = f"{folder}/{file}"
    try:
        data = read_yaml(text)
    except yaml.YAMLError as error:
        raise CatalogueRefused(file=name, key="YAML", value=str(error)[:200], expected=_READABLE) from error
    if not isinstance(data, dict):
        raise CatalogueRefused(file=name, key="YAML", value=data, expected="pasangan kunci dan nilai")
    return _Reader(name, folder).programme(data)


class _Reader(ValueReader):
    """Reads one programme.yaml."""

    def __init__(self, file: str, folder: str) -> None:
        super().__init__(file)
        self.folder = folder

    def programme(self, data: dict[str, Any]) -> ProgrammeEntry:
        self.only(data, "", ProgrammeEntry.__dataclass_fields__)
        code = self.text(data, "code")
        if code != self.folder:
            self.refuse("code", code, f"sama dengan nama foldernya, {self.folder}")
        is_own = self.yes_no(data, "is_own", default=True)
        components = tuple(
            self.component(item, f"components[{number}]")
            for number, item in enumerate(self.items(data, "components"), 1)
        )
        if is_own and not components:
            self.refuse("components", None, "sedikitnya satu komponen untuk program milik sendiri")
        return ProgrammeEntry(
            code=code,
            name=self.text(data, "name"),
            purpose=self.text(data, "purpose", default=""),
            is_own=is_own,
            owner=self.text(data, "owner", default="" if is_own else None),
            division=self.text(data, "division", default=None if is_own else ""),
            fund_source=self.choice(data, "fund_source", FundSource.values),
            legal_basis=self.text(data, "legal_basis", default=""),
            order=self.number(data, "order", default=99),
            components=components,
            overlap=tuple(
                self.overlap(item, f"overlap[{number}]") for number, item in enumerate(self.items(data, "overlap"), 1)
            ),
        )

    def overlap(self, data: Any, at: str) -> OverlapEntry:
        self.only(data, at, ("with", "level", "policy", "basis"))
        other = self.text(data, "with", at=at)
        if other == self.folder:
            self.refuse(f"{at}.with", other, "kode program lain")
        return OverlapEntry(
            other=other,
            level=self.choice(data, "level", _LEVELS, at),
            policy=self.choice(data, "policy", _POLICIES, at),
            basis=self.text(data, "basis", at=at),
        )

    def component(self, data: Any, at: str) -> ComponentEntry:
        self.only(data, at, ComponentEntry.__dataclass_fields__)
        unit = self.choice(data, "unit", CountingUnit.values, at)
        terms = tuple(
            self.terms(item, f"{at}.terms[{number}]", vocabulary_of(unit))
            for number, item in enumerate(self.items(data, "terms", at), 1)
        )
        if not terms:
            self.refuse(f"{at}.terms", None, "sedikitnya satu ketentuan bertanggal")
        self.in_order(terms, f"{at}.terms")
        return ComponentEntry(
            code=self.text(data, "code", at=at),
            name=self.text(data, "name", at=at),
            unit=unit,
            aid_form=self.choice(data, "aid_form", AidForm.values, at),
            item=self.text(data, "item", default="", at=at),
            item_unit=self.text(data, "item_unit", default="", at=at),
            is_sensitive=self.yes_no(data, "is_sensitive", default=False, at=at),
            tracks_outcome=self.yes_no(data, "tracks_outcome", default=False, at=at),
            terms=terms,
            quotas=tuple(
                self.quota(item, f"{at}.quotas[{number}]")
                for number, item in enumerate(self.items(data, "quotas", at), 1)
            ),
        )

    def in_order(self, terms: tuple[TermsEntry, ...], at: str) -> None:
        """Periods follow each other: an open one ends where the next begins, a hole is meant, an overlap is not."""
        for earlier, later in pairwise(terms):
            if later.valid_from <= earlier.valid_from:
                self.refuse(at, later.valid_from, f"masa berlaku yang dimulai sesudah {earlier.valid_from}")
            if earlier.valid_to is not None and earlier.valid_to > later.valid_from:
                self.refuse(at, earlier.valid_to, f"masa berlaku yang berakhir paling lambat {later.valid_from}")

    def terms(self, data: Any, at: str, vocabulary: Vocabulary) -> TermsEntry:
        self.only(data, at, TermsEntry.__dataclass_fields__)
        parameters = data.get("parameters") or {}
        try:
            types = parameter_types(parameters)
        except (ValueError, AttributeError):
            self.refuse(
                f"{at}.parameters", parameters, "nama dengan angka, teks, ya/tidak, atau daftar yang tidak kosong"
            )
        text = self.text(data, "rule", at=at)
        try:
            rule = parse_rule(text, vocabulary, types)
        except RuleError as error:
            self.refuse(f"{at}.rule", text.strip(), f"aturan yang benar. {error}")
        valid_from = self.day(data, "valid_from", at)
        if valid_from is None:
            self.refuse(f"{at}.valid_from", None, "tanggal mulai berlaku, misalnya 2022-01-01")
        valid_to = self.day(data, "valid_to", at)
        if valid_to is not None and valid_to <= valid_from:
            self.refuse(f"{at}.valid_to", valid_to, f"tanggal sesudah {valid_from}")
        return TermsEntry(
            valid_from=valid_from,
            valid_to=valid_to,
            rule=rule,
            rule_note=self.text(data, "rule_note", default="", at=at),
            parameters=dict(parameters),
            required_registry=self.choice(data, "required_registry", RequiredRegistry.values, at, default=""),
            quantity=self.amount(data, "quantity", at),
            tariff=self.number(data, "tariff", default=None, at=at),
            amount=self.calculation(data, "amount", at, vocabulary, types),
            ranking=self.ranking(data, at, vocabulary, types),
            deliveries_per_year=self.number(data, "deliveries_per_year", default=1, at=at),
            legal_basis=self.text(data, "legal_basis", default="", at=at),
            parts=self.parts(data, at, vocabulary, types),
            labels=self.labels(data, at, parameters),
        )

    def labels(self, data: dict[str, Any], at: str, parameters: Mapping[str, Any]) -> dict[str, str]:
        """What people call the parameters."""
        given = self.value(data, "labels", at, {}, dict, "nama parameter dengan sebutannya")
        self.only(given, f"{at}.labels", parameters)
        return {name: self.text(given, name, at=f"{at}.labels") for name in given}

    def parts(
        self, data: dict[str, Any], at: str, vocabulary: Vocabulary, types: dict[str, ParameterType]
    ) -> dict[str, Any]:
        """Which members count for what: conditions about a member, with the parameters that hold value and caps."""
        given = self.value(data, "parts", at, {}, dict, "at_most dan listed")
        self.only(given, f"{at}.parts", ("at_most", "listed"))
        whole = [name for name, kind in types.items() if kind is ParameterType.INT]
        listed = []
        for number, item in enumerate(self.items(given, "listed", f"{at}.parts"), 1):
            place = f"{at}.parts.listed[{number}]"
            self.only(item, place, ("name", "when", "value", "at_most"))
            when = self.text(item, "when", at=place)
            try:
                parse_member_condition(when, vocabulary, types)
            except RuleError as error:
                self.refuse(f"{place}.when", when, f"syarat tentang seorang anggota, misalnya a.hamil. {error}")
            listed.append(
                {
                    "name": self.text(item, "name", at=place),
                    "when": when,
                    "value": self.choice(item, "value", whole, place),
                    "at_most": self.choice(item, "at_most", ["", *whole], place, default=""),
                }
            )
        if not listed:
            return {}
        return {
            "at_most": self.choice(given, "at_most", ["", *whole], f"{at}.parts", default=""),
            "listed": listed,
        }

    def ranking(
        self, data: dict[str, Any], at: str, vocabulary: Vocabulary, types: dict[str, ParameterType]
    ) -> tuple[dict[str, str], ...]:
        """The declared order; nothing is added, the tie-break by id is everybody's."""
        given = self.value(data, "ranking", at, {}, dict, "order: daftar value dan direction")
        self.only(given, f"{at}.ranking", ("order",))
        found = []
        for number, item in enumerate(self.items(given, "order", f"{at}.ranking"), 1):
            place = f"{at}.ranking.order[{number}]"
            self.only(item, place, ("value", "direction"))
            value = self.calculation(item, "value", place, vocabulary, types)
            if not value:
                self.refuse(f"{place}.value", None, "fakta atau perhitungan, misalnya desil")
            found.append({"value": value, "direction": self.choice(item, "direction", _DIRECTIONS, place)})
        return tuple(found)

    def calculation(
        self, data: dict[str, Any], key: str, at: str, vocabulary: Vocabulary, types: dict[str, ParameterType]
    ) -> str:
        """The text of a value of the rules' language, or "" when there is none."""
        text = self.text(data, key, default="", at=at)
        if text:
            try:
                parse_value(text, vocabulary, types)
            except RuleError as error:
                self.refuse(f"{at}.{key}", text, f"perhitungan yang benar. {error}")
        return text

    def quota(self, data: Any, at: str) -> QuotaEntry:
        self.only(data, at, QuotaEntry.__dataclass_fields__)
        return QuotaEntry(
            fiscal_year=self.number(data, "fiscal_year", at=at),
            area=self.text(data, "area", at=at),
            amount=self.number(data, "amount", at=at),
            budget=self.number(data, "budget", default=None, at=at),
        )
