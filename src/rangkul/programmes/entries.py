"""What a folder of the catalogue says: programme.yaml and cases.yaml, read and checked before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import yaml

from rangkul.programmes.enums import AidForm, CountingUnit, FundSource, RequiredRegistry
from rangkul.programmes.errors import CatalogueRefused
from rangkul.registry.vocabulary import BY_SUBJECT
from rangkul.rules.parse import Rule, RuleError, parse_rule
from rangkul.rules.vocabulary import ParameterType, Vocabulary

FOLDER = Path(__file__).parent / "catalogue"

SUBJECT_OF_UNIT = {
    CountingUnit.PERSON: "person",
    CountingUnit.FAMILY: "family",
    CountingUnit.INSTITUTION: "institution",
}


@dataclass(frozen=True, slots=True)
class TermsEntry:
    """Terms from `valid_from` on (until `valid_to`, exclusive, when set)."""

    valid_from: date
    valid_to: date | None
    rule: Rule
    rule_note: str
    parameters: dict[str, Any]
    required_registry: str
    quantity: Decimal | None
    tariff: int | None
    deliveries_per_year: int
    legal_basis: str


@dataclass(frozen=True, slots=True)
class QuotaEntry:
    fiscal_year: int
    area: str
    amount: int
    budget: int | None


@dataclass(frozen=True, slots=True)
class ComponentEntry:
    code: str
    name: str
    unit: str
    aid_form: str
    item: str
    item_unit: str
    is_sensitive: bool
    tracks_outcome: bool
    terms: tuple[TermsEntry, ...]
    quotas: tuple[QuotaEntry, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    code: str
    name: str
    purpose: str
    is_own: bool
    owner: str
    division: str
    fund_source: str
    legal_basis: str
    order: int
    components: tuple[ComponentEntry, ...] = field(default_factory=tuple)


def read_catalogue(folder: Path = FOLDER) -> list[ProgrammeEntry]:
    """Every programme of the folder, by order and code. Raises CatalogueRefused naming file, key and value."""
    entries = [read_programme(path) for path in sorted(folder.glob("*/programme.yaml"))]
    codes = [component.code for entry in entries for component in entry.components]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise CatalogueRefused(
            file=str(folder), key="components.code", value=", ".join(twice), expected="kode yang hanya dipakai sekali"
        )
    return sorted(entries, key=lambda entry: (not entry.is_own, entry.order, entry.code))


def read_programme(path: Path) -> ProgrammeEntry:
    """One programme.yaml; its folder is named as its code. Raises CatalogueRefused."""
    name = f"{path.parent.name}/{path.name}"
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueRefused(
            file=name, key="YAML", value=str(error)[:200], expected="berkas YAML yang dapat dibaca"
        ) from error
    if not isinstance(data, dict):
        raise CatalogueRefused(file=name, key="YAML", value=data, expected="pasangan kunci dan nilai")
    return _Reader(name, path.parent.name).programme(data)


def parameter_types(parameters: Mapping[str, Any]) -> dict[str, ParameterType]:
    """The rule type of each parameter, from its value. Raises ValueError for a value of no known type."""
    return {name: _parameter_type(value) for name, value in parameters.items()}


def _parameter_type(value: Any) -> ParameterType:
    match value:
        case bool():
            return ParameterType.BOOL
        case int():
            return ParameterType.INT
        case float():
            return ParameterType.NUMBER
        case str():
            return ParameterType.TEXT
        case [str(), *_] if all(isinstance(item, str) for item in value):
            return ParameterType.TEXT_LIST
        case [int(), *_] if all(isinstance(item, int) and not isinstance(item, bool) for item in value):
            return ParameterType.INT_LIST
        case _:
            raise ValueError(f"no rule type for {type(value).__name__}")


def vocabulary_of(unit: str) -> Vocabulary:
    """The words a rule of a component with this unit may use."""
    return BY_SUBJECT[SUBJECT_OF_UNIT[CountingUnit(unit)]]


_MISSING = object()


class _Reader:
    """Reads one file; knows its name for the messages."""

    def __init__(self, file: str, folder: str) -> None:
        self.file, self.folder = file, folder

    def refuse(self, key: str, value: object, expected: str) -> NoReturn:
        raise CatalogueRefused(file=self.file, key=key, value=value, expected=expected)

    def programme(self, data: dict[str, Any]) -> ProgrammeEntry:
        self.only(data, "", ProgrammeEntry)
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
        )

    def component(self, data: Any, at: str) -> ComponentEntry:
        self.only(data, at, ComponentEntry)
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
        self.only(data, at, TermsEntry)
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
            deliveries_per_year=self.number(data, "deliveries_per_year", default=1, at=at),
            legal_basis=self.text(data, "legal_basis", default="", at=at),
        )

    def quota(self, data: Any, at: str) -> QuotaEntry:
        self.only(data, at, QuotaEntry)
        return QuotaEntry(
            fiscal_year=self.number(data, "fiscal_year", at=at),
            area=self.text(data, "area", at=at),
            amount=self.number(data, "amount", at=at),
            budget=self.number(data, "budget", default=None, at=at),
        )

    def only(self, data: Any, at: str, kind: Any) -> None:
        """Refuse keys that nobody reads: a misspelt key would be silently lost otherwise."""
        if not isinstance(data, dict):
            self.refuse(at, data, "pasangan kunci dan nilai")
        known = list(kind.__dataclass_fields__)
        for key in data:
            if key not in known:
                self.refuse(f"{at}.{key}".strip("."), data[key], f"salah satu kunci: {', '.join(known)}")

    def value(self, data: dict[str, Any], key: str, at: str, default: Any, kinds: Any, expected: str) -> Any:
        found = data.get(key)
        if found is None:
            if default is _MISSING:
                self.refuse(f"{at}.{key}".strip("."), None, expected)
            return default
        if not isinstance(found, kinds) or (isinstance(found, bool) and kinds is not bool):
            self.refuse(f"{at}.{key}".strip("."), found, expected)
        return found

    def text(self, data: dict[str, Any], key: str, *, default: Any = _MISSING, at: str = "") -> str:
        fallback = _MISSING if default is None else default
        return str(self.value(data, key, at, fallback, str, "teks (pakai tanda kutip)")).strip()

    def number(self, data: dict[str, Any], key: str, *, default: Any = _MISSING, at: str = "") -> Any:
        found = self.value(data, key, at, default, int, "bilangan bulat")
        if found is not None and found < 0:
            self.refuse(f"{at}.{key}".strip("."), found, "bilangan bulat yang tidak negatif")
        return found

    def yes_no(self, data: dict[str, Any], key: str, *, default: bool, at: str = "") -> bool:
        return bool(self.value(data, key, at, default, bool, "true atau false"))

    def day(self, data: dict[str, Any], key: str, at: str) -> date | None:
        found: date | None = self.value(data, key, at, None, date, "tanggal, misalnya 2022-01-01")
        return found

    def amount(self, data: dict[str, Any], key: str, at: str) -> Decimal | None:
        found = self.value(data, key, at, None, (int, float, str), "bilangan")
        try:
            return None if found is None else Decimal(str(found)).quantize(Decimal("0.01"))
        except InvalidOperation:
            self.refuse(f"{at}.{key}", found, "bilangan, misalnya 10 atau 2.5")

    def items(self, data: dict[str, Any], key: str, at: str = "") -> list[Any]:
        return list(self.value(data, key, at, [], list, "daftar"))

    def choice(
        self, data: dict[str, Any], key: str, options: list[str], at: str = "", *, default: Any = _MISSING
    ) -> str:
        expected = f"salah satu dari {', '.join(option or '(kosong)' for option in options)}"
        found = self.value(data, key, at, default, str, expected)
        if found not in options:
            self.refuse(f"{at}.{key}".strip("."), found, expected)
        return str(found)
