"""The readable cases beside each programme (`cases.yaml`): run as tests, edited by people who do not program.

A file is a list of cases, or `as_of`, `component` and `cases`, where the first two hold for every case that does not say
its own. A fact that is not written is what the registry would say of somebody without a row about it: no condition, mark
or membership, and unknown for the rest; of a person, that the family has none. `expect_amount` is in whole rupiah.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rangkul.programmes.entries import (
    FOLDER,
    ComponentEntry,
    TermsEntry,
    parameter_types,
    read_programme,
    vocabulary_of,
)
from rangkul.programmes.errors import CatalogueRefused
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.cases import load_cases, run_cases
from rangkul.rules.errors import CaseError, FactValueError
from rangkul.rules.explain import value_of
from rangkul.rules.parse import parse_value
from rangkul.rules.vocabulary import Fact, FactType

_UNKNOWN = ("belum diketahui", "belum dapat dihitung", None)
_ABSENT = {fact.name: False for fact in FAMILY.facts if fact.type is FactType.BOOL and not fact.nullable}


@dataclass(frozen=True, slots=True)
class CatalogueCase:
    """One case of a file: the component and day it is judged by, and what it says in the form of `rules.cases`."""

    file: str
    number: int
    component: str
    as_of: date
    told: Mapping[str, Any]
    expect_amount: Any = ...

    @property
    def name(self) -> str:
        """What the case is called in messages."""
        return str(self.told.get("name", f"contoh ke-{self.number}"))


def failing_cases(folder: Path = FOLDER) -> list[str]:
    """What went wrong, one text for each case that does not hold, over all programmes of the folder.

    A case names its `component` and `as_of` and is judged by the terms of that day. Raises CatalogueRefused for a file
    that cannot be read.
    """
    return [failure for path in sorted(folder.glob("*/cases.yaml")) for failure in failures_of(path)]


def failures_of(path: Path) -> list[str]:
    """What went wrong in one `cases.yaml`, one text for each case that does not hold. Raises CatalogueRefused."""
    components = {each.code: each for each in read_programme(path.with_name("programme.yaml")).components}
    return [failure for case in read_cases(path) for failure in _run(case, components[case.component])]


def read_cases(path: Path) -> list[CatalogueCase]:
    """The cases of one file, each with its component and day. Raises CatalogueRefused naming case, key and value."""
    name = f"{path.parent.name}/{path.name}"
    components = [each.code for each in read_programme(path.with_name("programme.yaml")).components]
    shared, listed = _listed(name, path)
    found = []
    for number, given in enumerate(listed, 1):
        if not isinstance(given, dict):
            raise CatalogueRefused(file=name, key=f"[{number}]", value=given, expected="contoh dengan given dan expect")
        told = {**shared, **given}
        code = told.pop("component", components[0] if len(components) == 1 else None)
        as_of, amount = told.get("as_of"), told.pop("expect_amount", ...)
        if code not in components or not isinstance(as_of, date):
            raise CatalogueRefused(
                file=name,
                key=f"[{number}].component, as_of",
                value=f"{code}, {as_of}",
                expected=f"salah satu dari {', '.join(components)} dan sebuah tanggal",
            )
        found.append(CatalogueCase(name, number, code, as_of, told, amount))
    return found


def _listed(name: str, path: Path) -> tuple[dict[str, Any], list[Any]]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueRefused(
            file=name, key="YAML", value=str(error)[:200], expected="berkas YAML yang dapat dibaca"
        ) from error
    if isinstance(data, list):
        return {}, data
    shared = {key: value for key, value in data.items() if key != "cases"} if isinstance(data, dict) else {}
    cases = data.get("cases") if isinstance(data, dict) else None
    strange = [key for key in shared if key not in ("as_of", "component")]
    if not isinstance(cases, list) or strange:
        raise CatalogueRefused(
            file=name,
            key=", ".join(map(str, strange)) or "cases",
            value=cases,
            expected="as_of, component, dan daftar cases",
        )
    return shared, cases


def _run(case: CatalogueCase, component: ComponentEntry) -> list[str]:
    terms = _terms_on(component, case.as_of)
    if terms is None:
        raise CatalogueRefused(
            file=case.file,
            key=f"[{case.number}].as_of",
            value=case.as_of,
            expected=f"tanggal dalam masa berlaku ketentuan {component.code}: {_periods(component)}",
        )
    try:
        told = _completed(case, component)
        failures = run_cases(
            load_cases(yaml.safe_dump([told], allow_unicode=True), rule=terms.rule.text),
            vocabulary_of(component.unit),
            parameters=terms.parameters,
            parameter_types=parameter_types(terms.parameters),
            as_of=case.as_of,
        )
        wrong = "" if failures or case.expect_amount is ... else _wrong_amount(case, told, component, terms)
    except (CaseError, FactValueError) as error:
        raise CatalogueRefused(
            file=case.file, key=f"{component.code}, {case.name}", value=str(error), expected="contoh yang dapat dibaca"
        ) from error
    return [f"{case.file}: {failure}" for failure in (*failures, wrong) if failure]


def _completed(case: CatalogueCase, component: ComponentEntry) -> dict[str, Any]:
    """The case with what the registry says of whom nothing is recorded; what is written stays, `null` too."""
    vocabulary = vocabulary_of(component.unit)
    told = dict(case.told)
    members = told.get("members")
    given = told.get("given") or {}
    if not isinstance(given, dict):
        return told
    absent = _not_recorded(vocabulary.facts)
    if component.unit == "PERSON":
        absent |= {f"keluarga.{name}": value for name, value in _ABSENT.items()}
    if vocabulary.members:
        absent["jumlah_anggota"] = len(members) if isinstance(members, list) else 0
    told["given"] = {**absent, **given}
    if isinstance(members, list):
        member_absent = _not_recorded(vocabulary.members)
        told["members"] = [{**member_absent, **each} if isinstance(each, dict) else each for each in members]
        aged = [each for each in told["members"] if isinstance(each, dict) and isinstance(each.get("umur"), int)]
        for place, each in enumerate(sorted(aged, key=lambda each: int(each["umur"])), 1):
            each.setdefault("urutan_termuda", place)
    return told


def _not_recorded(facts: tuple[Fact, ...]) -> dict[str, Any]:
    return {fact.name: False for fact in facts if fact.type is FactType.BOOL and not fact.nullable}


def _wrong_amount(case: CatalogueCase, told: Mapping[str, Any], component: ComponentEntry, terms: TermsEntry) -> str:
    expected = None if case.expect_amount in _UNKNOWN else case.expect_amount
    if expected is not None and (isinstance(expected, bool) or not isinstance(expected, int)):
        raise CatalogueRefused(
            file=case.file,
            key=f"[{case.number}].expect_amount",
            value=case.expect_amount,
            expected="rupiah bulat tanpa titik, atau belum diketahui",
        )
    found = amount_of(terms, component, told.get("given") or {}, told.get("members") or [], case.as_of)
    if found == expected:
        return ""
    return f"Contoh “{case.name}”: diharapkan {_rupiah(expected)}, hasilnya {_rupiah(found)}"


def amount_of(
    terms: TermsEntry,
    component: ComponentEntry,
    given: Mapping[str, Any],
    members: list[Mapping[str, Any]],
    as_of: date,
) -> int | float | None:
    """What one recipient gets by delivery in rupiah: the calculation, else the tariff; None when unknown."""
    if not terms.amount:
        return terms.tariff
    value = parse_value(terms.amount, vocabulary_of(component.unit), parameter_types(terms.parameters))
    return value_of(value, facts=given, members=members, parameters=terms.parameters, as_of=as_of)


def _rupiah(amount: int | float | None) -> str:
    return "belum diketahui" if amount is None else f"Rp{amount:,.0f}".replace(",", ".")


def _periods(component: ComponentEntry) -> str:
    return "; ".join(f"{each.valid_from} – {each.valid_to or 'seterusnya'}" for each in component.terms)


def _terms_on(component: ComponentEntry, on: date) -> TermsEntry | None:
    started = [terms for terms in component.terms if terms.valid_from <= on]
    latest = started[-1] if started else None
    return latest if latest and (latest.valid_to is None or on < latest.valid_to) else None
