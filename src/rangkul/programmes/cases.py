"""The readable cases beside each programme (`cases.yaml`): run as tests, edited by people who do not program.

A file is a list of cases, or `as_of`, `component` and `cases`, where the first two hold for every case that does not say
its own. A fact that is not written is what the registry would say of somebody without a row about it: no condition, mark
or membership, and unknown for the rest; of a person, that the family has none. `expect_amount` is in whole rupiah.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from rangkul.kernel.yaml_text import read_yaml
from rangkul.programmes.entries import (
    FOLDER,
    ComponentEntry,
    TermsEntry,
    parameter_types,
    read_programme,
    vocabulary_of,
)
from rangkul.programmes.enums import CountingUnit
from rangkul.programmes.errors import CatalogueRefused
from rangkul.registry.vocabulary import FAMILY
from rangkul.rules.cases import Case, load_cases, run_cases
from rangkul.rules.errors import CaseError, FactValueError
from rangkul.rules.explain import value_of
from rangkul.rules.parse import Rule, parse_value
from rangkul.rules.vocabulary import Fact, FactType, ParameterType

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


def failing_cases(folder: Path = FOLDER) -> list[str]:
    """What went wrong, one text for each case that does not hold, over all programmes of the folder.

    A case names its `component` and `as_of` and is judged by the terms of that day. Raises CatalogueRefused for a file
    that cannot be read.
    """
    return [failure for path in sorted(folder.glob("*/cases.yaml")) for failure in failures_of(path)]


def failures_of(path: Path) -> list[str]:
    """What went wrong in one `cases.yaml`, one text for each case that does not hold. Raises CatalogueRefused."""
    components = {each.code: each for each in read_programme(path.with_name("programme.yaml")).components}
    together: dict[tuple[str, date], list[CatalogueCase]] = defaultdict(list)
    for case in read_cases(path):
        terms = _terms_of(case, components[case.component])
        together[case.component, terms.valid_from].append(case)
    return [
        failure
        for (code, _start), cases in together.items()
        for failure in _run(cases, components[code], _terms_of(cases[0], components[code]))
    ]


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
        data = read_yaml(path.read_text(encoding="utf-8")) or []
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


def _terms_of(case: CatalogueCase, component: ComponentEntry) -> TermsEntry:
    started = [terms for terms in component.terms if terms.valid_from <= case.as_of]
    latest = started[-1] if started else None
    if latest is None or (latest.valid_to is not None and latest.valid_to <= case.as_of):
        raise CatalogueRefused(
            file=case.file,
            key=f"[{case.number}].as_of",
            value=case.as_of,
            expected=f"tanggal dalam masa berlaku ketentuan {component.code}: {_periods(component)}",
        )
    return latest


def _run(cases: list[CatalogueCase], component: ComponentEntry, terms: TermsEntry) -> list[str]:
    """What went wrong in cases that one set of terms judges."""
    file = cases[0].file
    try:
        told = load_cases(yaml.safe_dump([case.told for case in cases], allow_unicode=True), rule=terms.rule.text)
        completed = [_completed(each, component) for each in told]
        failures = run_cases(
            completed,
            vocabulary_of(component.unit),
            parameters=terms.parameters,
            parameter_types=parameter_types(terms.parameters),
            as_of=cases[0].as_of,
        )
        amounts = [_wrong_amount(case, each, component, terms) for case, each in zip(cases, completed, strict=True)]
    except (CaseError, FactValueError) as error:
        raise CatalogueRefused(
            file=file, key=component.code, value=str(error), expected="contoh yang dapat dibaca"
        ) from error
    return [f"{file}: {failure}" for failure in (*failures, *amounts) if failure]


def _completed(case: Case, component: ComponentEntry) -> Case:
    """The case with what the registry says of whom nothing is recorded; what is written stays, `null` too."""
    absent, absent_of_member = not_recorded(component.unit)
    members = [{**absent_of_member, **each} for each in case.members]
    given, members = with_counted({**absent, **case.given}, members, component.unit)
    return replace(case, given=given, members=tuple(members))


def not_recorded(unit: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(facts of the subject, facts of each member) that the registry answers with no when nothing is recorded."""
    vocabulary = vocabulary_of(unit)
    absent = dict(_not_recorded(vocabulary.facts))
    if unit == CountingUnit.PERSON:
        absent |= {f"keluarga.{name}": value for name, value in _ABSENT.items()}
    return absent, dict(_not_recorded(vocabulary.members))


def with_counted(
    given: Mapping[str, Any], members: Sequence[Mapping[str, Any]], unit: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The case with what the registry counts by itself where it is not written: how many members, who is youngest."""
    found, people = dict(given), [dict(each) for each in members]
    if vocabulary_of(unit).members:
        found.setdefault("jumlah_anggota", len(people))
    aged = [each for each in people if isinstance(each.get("umur"), int)]
    for place, each in enumerate(sorted(aged, key=lambda each: int(each["umur"])), 1):
        each.setdefault("urutan_termuda", place)
    return found, people


@cache
def _not_recorded(facts: tuple[Fact, ...]) -> Mapping[str, Any]:
    return {fact.name: False for fact in facts if fact.type is FactType.BOOL and not fact.nullable}


def _wrong_amount(case: CatalogueCase, told: Case, component: ComponentEntry, terms: TermsEntry) -> str:
    if case.expect_amount is ...:
        return ""
    if not is_amount(case.expect_amount):
        raise CatalogueRefused(
            file=case.file,
            key=f"[{case.number}].expect_amount",
            value=case.expect_amount,
            expected="rupiah bulat tanpa titik, atau belum diketahui",
        )
    return wrong_amount(
        told,
        case.expect_amount,
        unit=component.unit,
        amount_text=terms.amount,
        tariff=terms.tariff,
        parameters=terms.parameters,
        as_of=case.as_of,
    )


def is_amount(value: Any) -> bool:
    """Whether a case may expect it: whole rupiah, or that it is not known."""
    return value in _UNKNOWN or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def wrong_amount(
    told: Case,
    expected: Any,
    *,
    unit: str,
    amount_text: str,
    tariff: int | None,
    parameters: Mapping[str, Any],
    as_of: date,
) -> str:
    """What is wrong with the rupiah of a case, "" when they are as expected. Raises RuleError and FactValueError."""
    wanted = None if expected in _UNKNOWN else expected
    found: int | float | None = tariff
    if amount_text.strip():
        value = _value(amount_text, unit, tuple(sorted(parameter_types(parameters).items())))
        found = value_of(value, facts=told.given, members=told.members, parameters=parameters, as_of=as_of)
    if found == wanted:
        return ""
    return f"Contoh “{told.name}”: diharapkan {rupiah_words(wanted)}, hasilnya {rupiah_words(found)}"


@lru_cache(maxsize=128)
def _value(text: str, unit: str, parameters: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_value(text, vocabulary_of(unit), dict(parameters))


def rupiah_words(amount: int | float | None) -> str:
    """Rp750.000, or that it is not known."""
    return "belum diketahui" if amount is None else f"Rp{amount:,.0f}".replace(",", ".")


def _periods(component: ComponentEntry) -> str:
    return "; ".join(f"{each.valid_from} – {each.valid_to or 'seterusnya'}" for each in component.terms)
