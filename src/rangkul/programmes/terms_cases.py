"""The readable cases kept with a version of terms: read, checked, run, and taken from the catalogue's folder."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID

import yaml
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.programmes.cases import (
    is_amount,
    not_recorded,
    read_cases,
    rupiah_words,
    with_counted,
    wrong_amount,
)
from rangkul.programmes.entries import FOLDER, parameter_types, vocabulary_of
from rangkul.programmes.models import Component, Terms
from rangkul.programmes.parts import family_parts, when_rule
from rangkul.registry.snapshot import SubjectFacts
from rangkul.rules.cases import Case, load_cases, run_cases
from rangkul.rules.errors import CaseError, FactValueError, ParameterError, RuleError
from rangkul.rules.parse import Rule, parse_rule, parse_value
from rangkul.rules.vocabulary import ParameterType

MAX_CASES = 100
EXPECT_AMOUNT = "expect_amount"
_ISO = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
EXPECTED = ("terpenuhi", "tidak terpenuhi", "belum diketahui")
_EXPECTED_WORDS = {True: EXPECTED[0], False: EXPECTED[1], None: EXPECTED[2], "belum dapat dinilai": EXPECTED[2]}
_KEPT = ("name", "given", "members", "expect", "as_of", "because")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What cases are judged by: the texts and figures of a version, kept or still being written, on its first day."""

    unit: str
    rule_text: str
    parameters: Mapping[str, Any]
    on: date
    amount_text: str = ""
    tariff: int | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)


def judging(terms: Terms, unit: str) -> Judging:
    """What the cases of a kept version are judged by."""
    return Judging(
        unit=unit,
        rule_text=terms.rule_text,
        parameters=terms.parameters,
        on=terms.valid.lower,
        amount_text=terms.amount_text,
        tariff=terms.tariff,
        parts=terms.parts,
    )


def catalogue_cases(component: Component, source: Terms) -> list[dict[str, Any]]:
    """The cases that the catalogue's folder holds for a component while `source` was in force; [] without any.

    What the folder leaves out as "nothing recorded" is written out for the facts that the version uses: on the page an
    empty box means unknown. Raises CatalogueRefused for a folder that cannot be read.
    """
    path = FOLDER / component.programme.code / "cases.yaml"
    if not path.is_file():
        return []
    own, of_member = facts_used(judging(source, component.unit))
    absent, absent_of_member = not_recorded(component.unit)
    found = []
    for case in read_cases(path):
        if case.component != component.code or case.as_of not in source.valid:
            continue
        kept = {key: case.told[key] for key in _KEPT if case.told.get(key) is not None or key == "expect"}
        kept["expect"] = _EXPECTED_WORDS.get(kept.get("expect"), kept.get("expect"))
        kept["given"] = {name: no for name, no in absent.items() if name in own} | dict(kept.get("given", {}))
        if kept.get("members"):
            missing = {name: no for name, no in absent_of_member.items() if name in of_member}
            kept["members"] = [missing | dict(each) for each in kept["members"]]
        if case.expect_amount is not ...:
            kept[EXPECT_AMOUNT] = case.expect_amount
        found.append(_plain(kept))
    return found


def facts_used(by: Judging) -> tuple[set[str], set[str]]:
    """(facts of the subject, facts of members) that rule, amount and parts speak of; what cannot be read is left out."""
    vocabulary = vocabulary_of(by.unit)
    prefix = f"{vocabulary.member_list.name}." if vocabulary.member_list else "anggota."
    names: set[str] = set()
    for text, read in ((by.rule_text, _parsed), (by.amount_text, _parsed_value)):
        try:
            types = tuple(sorted(parameter_types(by.parameters).items()))
            names |= set(read(text, by.unit, types).facts_used) if text.strip() else set()
        except (RuleError, ValueError):
            continue
    for part in by.parts.get("listed", ()):
        try:
            names |= set(when_rule(part["when"], by.unit, parameter_types(by.parameters)).facts_used)
        except (RuleError, ValueError):
            continue
    of_member = {name.removeprefix(prefix) for name in names if name.startswith(prefix)}
    return {name for name in names if not name.startswith(prefix)}, of_member


def check_cases(cases: Sequence[Mapping[str, Any]], *, unit: str, parameters: Mapping[str, Any], on: date) -> None:
    """Refuse cases that can't be read: too many, without a name, of facts that the vocabulary has not.

    Raises Refused. Whether they hold is `failing`.
    """
    if len(cases) > MAX_CASES:
        _refuse(_("Contoh kasus"), len(cases), _("paling banyak %(n)s contoh") % {"n": MAX_CASES})
    names = [str(each.get("name", "")) for each in cases]
    if not all(names) or len(set(names)) != len(names):
        _refuse(_("Nama contoh"), "", _("nama yang terisi dan berbeda untuk setiap contoh"))
    for each in cases:
        if EXPECT_AMOUNT in each and not is_amount(each[EXPECT_AMOUNT]):
            _refuse(str(each["name"]), each[EXPECT_AMOUNT], _("rupiah bulat, atau “belum diketahui”"))
    if not cases:
        return
    try:
        readable = [{**each, "expect": True, "because": []} for each in cases]
        problems = _run(Judging(unit=unit, rule_text="true", parameters=parameters, on=on), readable)
    except CaseError as error:
        _refuse(_("Contoh kasus"), "", str(error))
    if problems:
        _refuse(_("Contoh kasus"), "", problems[0])


def failing(cases: Sequence[Mapping[str, Any]], by: Judging) -> tuple[str, ...]:
    """One text for each case that does not hold, in its answer or in its rupiah; empty when all hold or there are none."""
    if not cases:
        return ()
    try:
        return (*_run(by, cases), *_wrong_amounts(by, cases))
    except CaseError as error:
        return (str(error),)


def failing_cases(terms: Terms, unit: str) -> tuple[str, ...]:
    """`failing` of a version, each case as of its own day or the first day of the version."""
    return failing(terms.cases, judging(terms, unit))


def parts_apart(cases: Sequence[Mapping[str, Any]], by: Judging) -> tuple[str, ...]:
    """One text for each case where the parts of its members do not add up to its amount: a mistake in one of the two.

    Empty without parts or amount, and for cases in which either is unknown.
    """
    if not cases or not by.parts or not by.amount_text.strip():
        return ()
    try:
        read = _read(by, cases)
    except CaseError:
        return ()
    told = []
    for case, _kept in read:
        try:
            family = SubjectFacts(dict(case.given), tuple(_numbered(case.members)))
            on = case.as_of or by.on
            parts = family_parts(Terms(parts=by.parts, parameters=by.parameters), by.unit, family, on, sees_health=True)
            if parts is None or parts.total is None or not _amount_differs(by, case, parts.total):
                continue
        except (RuleError, FactValueError, ParameterError, ValueError):
            continue  # told where rule, amount and cases are checked
        told.append(
            _("Contoh “%(name)s”: komponen anggotanya berjumlah %(sum)s, perhitungan nilainya lain.")
            % {"name": case.name, "sum": rupiah_words(parts.total)}
        )
    return tuple(told)


def cases_as_yaml(cases: Sequence[Mapping[str, Any]]) -> str:
    """The cases as the text that the catalogue's `cases.yaml` holds."""
    return yaml.safe_dump([_readable(each) for each in cases], allow_unicode=True, sort_keys=False)


def without_amounts(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The cases with their answers only: while the amount cannot be read, and for the floor of the rules."""
    return [{key: value for key, value in each.items() if key != EXPECT_AMOUNT} for each in cases]


def _read(by: Judging, cases: Sequence[Mapping[str, Any]]) -> list[tuple[Case, Mapping[str, Any]]]:
    """Each case as the rules read it, with what the registry counts by itself, beside what is kept."""
    found = []
    written = json.dumps(without_amounts(cases), default=str)
    for told, kept in zip(_loaded(written), cases, strict=True):
        given, members = with_counted(told.given, told.members, by.unit)
        found.append((replace(told, rule=by.rule_text or "true", given=given, members=tuple(members)), kept))
    return found


@lru_cache(maxsize=256)
def _loaded(written: str) -> tuple[Case, ...]:
    """The cases of a JSON text; they stay the same while somebody types the rule."""
    return load_cases(cases_as_yaml(json.loads(written)), rule="true")


@lru_cache(maxsize=64)
def _parsed(text: str, unit: str, types: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_rule(text, vocabulary_of(unit), dict(types))


@lru_cache(maxsize=64)
def _parsed_value(text: str, unit: str, types: tuple[tuple[str, ParameterType], ...]) -> Rule:
    return parse_value(text, vocabulary_of(unit), dict(types))


def _run(by: Judging, cases: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return run_cases(
        [case for case, _kept in _read(by, cases)],
        vocabulary_of(by.unit),
        parameters=by.parameters,
        parameter_types=parameter_types(by.parameters),
        as_of=by.on,
        parse=lambda text, _vocabulary, types: _parsed(text, by.unit, tuple(sorted(types.items()))),
    )


def _wrong_amounts(by: Judging, cases: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Of cases that name their rupiah, those that get other rupiah."""
    if not any(EXPECT_AMOUNT in each for each in cases):
        return
    for case, kept in _read(by, cases):
        if EXPECT_AMOUNT not in kept:
            continue
        try:
            wrong = _wrong(by, case, kept[EXPECT_AMOUNT])
        except (RuleError, FactValueError, ParameterError, ValueError) as error:
            wrong = f"Contoh “{case.name}”: {error}"
        if wrong:
            yield wrong


def _amount_differs(by: Judging, case: Case, total: int) -> bool:
    """Whether the amount is known and another than `total`."""
    return bool(_wrong(by, case, total)) and bool(_wrong(by, case, None))


def _wrong(by: Judging, case: Case, expected: Any) -> str:
    return wrong_amount(
        case,
        expected,
        unit=by.unit,
        amount_text=by.amount_text,
        tariff=by.tariff,
        parameters=by.parameters,
        as_of=case.as_of or by.on,
    )


def _numbered(members: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, each in enumerate(members, 1):
        yield {**each, "_id": UUID(int=place)}


def _readable(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case with its days as dates: JSON keeps them as text."""
    found = dict(case)
    if "as_of" in found:
        found["as_of"] = _as_date(found["as_of"])
    if isinstance(found.get("given"), dict):
        found["given"] = {name: _as_date(value) for name, value in found["given"].items()}
    if isinstance(found.get("members"), list):
        found["members"] = [
            {name: _as_date(value) for name, value in each.items()} if isinstance(each, dict) else each
            for each in found["members"]
        ]
    return found


def _as_date(value: Any) -> Any:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:  # 30 February
        return value


def _plain(value: Any) -> Any:
    """The value as JSON keeps it: days as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _refuse(what: str, value: object, expected: str) -> NoReturn:
    raise Refused(field=what, value=value, expected=expected, remedy=_("perbaiki contohnya lalu simpan lagi"))
