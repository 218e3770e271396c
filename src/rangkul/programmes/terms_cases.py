"""The readable cases kept with a version of terms: read, checked, run, and taken from the catalogue's folder."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

import yaml
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.programmes.entries import FOLDER, parameter_types, vocabulary_of
from rangkul.programmes.models import Terms
from rangkul.rules.cases import load_cases, run_cases
from rangkul.rules.errors import CaseError

MAX_CASES = 100
_ISO = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)")
EXPECTED = ("terpenuhi", "tidak terpenuhi", "belum diketahui")
_EXPECTED_WORDS = {True: EXPECTED[0], False: EXPECTED[1], None: EXPECTED[2], "belum dapat dinilai": EXPECTED[2]}


def catalogue_cases(code: str) -> list[dict[str, Any]]:
    """The cases that the catalogue's folder holds for a component, ready to be kept with a version; [] without any."""
    found = []
    for path in sorted(FOLDER.glob("*/cases.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            if isinstance(case, dict) and case.get("component") == code:
                kept = {key: value for key, value in case.items() if key != "component"}
                expect = kept.get("expect")
                kept["expect"] = _EXPECTED_WORDS.get(expect, expect)
                found.append(_plain(kept))
    return found


def check_cases(cases: Sequence[Mapping[str, Any]], *, unit: str, parameters: Mapping[str, Any], on: date) -> None:
    """Refuse cases that can't be read: too many, without a name, of facts that the vocabulary has not.

    Raises Refused. Whether they hold is `failing`.
    """
    if len(cases) > MAX_CASES:
        _refuse(_("Contoh kasus"), len(cases), _("paling banyak %(n)s contoh") % {"n": MAX_CASES})
    names = [str(each.get("name", "")) for each in cases]
    if not all(names) or len(set(names)) != len(names):
        _refuse(_("Nama contoh"), "", _("nama yang terisi dan berbeda untuk setiap contoh"))
    if not cases:
        return
    try:
        load_cases(cases_as_yaml(cases), rule="true")
        readable = [{**each, "expect": True, "because": []} for each in cases]
        problems = _run("true", readable, unit, parameters, on)
    except CaseError as error:
        _refuse(_("Contoh kasus"), "", str(error))
    if problems:
        _refuse(_("Contoh kasus"), "", problems[0])


def failing(
    cases: Sequence[Mapping[str, Any]], *, rule_text: str, unit: str, parameters: Mapping[str, Any], on: date
) -> tuple[str, ...]:
    """One text for each case that does not hold under the rule; empty when all hold (or there are none)."""
    if not cases:
        return ()
    try:
        return _run(rule_text, cases, unit, parameters, on)
    except CaseError as error:
        return (str(error),)


def failing_cases(terms: Terms, unit: str) -> tuple[str, ...]:
    """`failing` of a version, each case as of its own day or the first day of the version."""
    return failing(terms.cases, rule_text=terms.rule_text, unit=unit, parameters=terms.parameters, on=terms.valid.lower)


def cases_as_yaml(cases: Sequence[Mapping[str, Any]]) -> str:
    """The cases as the text that the catalogue's `cases.yaml` holds."""
    return yaml.safe_dump([_readable(each) for each in cases], allow_unicode=True, sort_keys=False)


def _run(
    rule_text: str, cases: Sequence[Mapping[str, Any]], unit: str, parameters: Mapping[str, Any], on: date
) -> tuple[str, ...]:
    return run_cases(
        load_cases(cases_as_yaml(cases), rule=rule_text),
        vocabulary_of(unit),
        parameters=parameters,
        parameter_types=parameter_types(parameters),
        as_of=on,
    )


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
    return date.fromisoformat(value) if isinstance(value, str) and _ISO.fullmatch(value) else value


def _plain(value: Any) -> Any:
    """The value as JSON keeps it: days as text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _refuse(what: str, value: object, expected: str) -> NoReturn:
    raise Refused(field=what, value=value, expected=expected, remedy=_("perbaiki contohnya lalu simpan lagi"))
