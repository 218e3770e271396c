"""Readable cases of a rule: what is given, who the members are, what is expected; run as tests, edited by anybody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from rangkul.rules.errors import CaseError, FactValueError, ParameterError, RuleError, suggest
from rangkul.rules.explain import Explanation, explain, sentence
from rangkul.rules.parse import Rule, parse_rule
from rangkul.rules.vocabulary import ParameterType, Vocabulary
from rangkul.rules.wording import RESULT_WORDS

_KEYS = ("name", "rule", "given", "members", "parameters", "as_of", "expect", "because")
_EXPECTED: dict[object, bool | None] = {
    True: True,
    False: False,
    None: None,
    "terpenuhi": True,
    "tidak terpenuhi": False,
    "belum diketahui": None,
    "belum dapat dinilai": None,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One readable case; `because` lists sentences that the explanation must contain."""

    name: str
    rule: str
    expect: bool | None
    given: Mapping[str, object] = field(default_factory=dict)
    members: tuple[Mapping[str, object], ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    as_of: date | None = None
    because: tuple[str, ...] = ()


def load_cases(text: str, *, rule: str = "") -> tuple[Case, ...]:
    """The cases of a YAML text: a list of cases, or `{rule, parameters, as_of, cases}` with what they share.

    `rule` is used where neither the file nor the case has one. Raises CaseError with the number of the faulty case.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CaseError(f"Berkas contoh tidak dapat dibaca: {error}") from None
    shared: dict[str, Any] = {"rule": rule}
    if isinstance(data, dict):
        listed = data.get("cases")
        shared |= {key: data[key] for key in ("rule", "parameters", "as_of") if key in data}
        _refuse_unknown("berkas", data, ("rule", "parameters", "as_of", "cases"))
    else:
        listed = data
    if not isinstance(listed, list) or not listed:
        raise CaseError("Berkas contoh harus berisi daftar `cases` dengan paling sedikit satu contoh")
    return tuple(_case(number, item, shared) for number, item in enumerate(listed, 1))


def run_cases(
    cases: Sequence[Case],
    vocabulary: Vocabulary,
    *,
    parameters: Mapping[str, object],
    parameter_types: Mapping[str, ParameterType],
    as_of: date,
    parse: Callable[[str, Vocabulary, Mapping[str, ParameterType]], Rule] = parse_rule,
) -> tuple[str, ...]:
    """What went wrong, one text per failed case, empty when all cases hold. A case's own parameters and date win.

    `parse` may remember what it read before, for a page that asks again at every letter.
    """
    failures = []
    parsed: dict[str, Rule] = {}
    for case in cases:
        try:
            if case.rule not in parsed:
                parsed[case.rule] = parse(case.rule, vocabulary, parameter_types)
            told = explain(
                parsed[case.rule],
                facts=_known(case.given, (*vocabulary.names, *(fact.column for fact in vocabulary.facts))),
                members=[
                    _known(member, ("_label", *(fact.name for fact in vocabulary.members))) for member in case.members
                ],
                parameters={**parameters, **case.parameters},
                as_of=case.as_of or as_of,
            )
        except (RuleError, FactValueError, ParameterError, CaseError) as error:
            failures.append(f"Contoh “{case.name}”: {error}")
            continue
        failures += _compare(case, told)
    return tuple(failures)


def _compare(case: Case, told: Explanation) -> list[str]:
    reasons = [sentence(clause) for clause in told.clauses]
    listed = "".join(f"\n  - {reason}" for reason in reasons)
    if told.result is not case.expect:
        return [
            (
                f"Contoh “{case.name}”: diharapkan {RESULT_WORDS[case.expect]}, "
                f"hasilnya {RESULT_WORDS[told.result]}, karena:{listed}"
            )
        ]
    missing = [wanted for wanted in case.because if not any(wanted in reason for reason in reasons)]
    return [f"Contoh “{case.name}”: alasan “{wanted}” tidak ada di antara:{listed}" for wanted in missing]


def _case(number: int, item: object, shared: Mapping[str, Any]) -> Case:
    if not isinstance(item, dict):
        raise CaseError(f"Contoh ke-{number} harus berupa `given`, `members` dan `expect`")
    where = f"contoh ke-{number}"
    _refuse_unknown(where, item, _KEYS)
    merged = {**shared, **item}
    if "expect" not in item:
        raise CaseError(f"{where}: `expect` belum ditulis (true, false atau belum diketahui)")
    expect = item["expect"]
    if not isinstance(expect, bool | str | None) or expect not in _EXPECTED:
        raise CaseError(f"{where}: `expect` harus true, false atau belum diketahui; ditemukan {expect!r}")
    if not merged["rule"]:
        raise CaseError(f"{where}: `rule` belum ditulis")
    as_of = merged.get("as_of")
    if as_of is not None and not isinstance(as_of, date):
        raise CaseError(f"{where}: `as_of` harus tanggal, misalnya 2026-11-22; ditemukan {as_of!r}")
    return Case(
        name=str(item.get("name", where)),
        rule=str(merged["rule"]),
        expect=_EXPECTED[expect],
        given=_mapping(where, "given", item.get("given")),
        members=tuple(_mapping(where, "members", member) for member in _list(where, "members", item.get("members"))),
        parameters={
            **_mapping("berkas", "parameters", shared.get("parameters")),
            **_mapping(where, "parameters", item.get("parameters")),
        },
        as_of=as_of,
        because=tuple(map(str, _list(where, "because", item.get("because")))),
    )


def _mapping(where: str, name: str, value: object) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CaseError(f"{where}: `{name}` harus berupa pasangan nama dan nilai; ditemukan {value!r}")
    return {str(key): item for key, item in value.items()}


def _list(where: str, name: str, value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise CaseError(f"{where}: `{name}` harus berupa daftar; ditemukan {value!r}")
    return value


def _refuse_unknown(where: str, data: Mapping[object, object], known: Sequence[str]) -> None:
    for key in data:
        if key not in known:
            raise CaseError(f"{where}: `{key}` tidak dikenal.{suggest(str(key), known)}")


def _known(given: Mapping[str, object], names: Sequence[str]) -> Mapping[str, object]:
    """The given facts; a misspelt name would otherwise count as unknown without a word."""
    for name in given:
        if name not in names:
            raise CaseError(f"fakta `{name}` tidak dikenal.{suggest(name, names)}")
    return given
