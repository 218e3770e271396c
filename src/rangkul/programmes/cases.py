"""The readable cases beside each programme (`cases.yaml`): run as tests, edited by people who do not program."""

from collections import defaultdict
from collections.abc import Sequence
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
from rangkul.rules.cases import load_cases, run_cases
from rangkul.rules.errors import CaseError


def failing_cases(folder: Path = FOLDER) -> list[str]:
    """What went wrong, one text for each case that does not hold, over all programmes of the folder.

    A case names its `component` and `as_of` and is judged by the terms of that day. Raises CatalogueRefused for a file
    that cannot be read.
    """
    return [failure for path in sorted(folder.glob("*/cases.yaml")) for failure in _failures_of(path)]


def _failures_of(path: Path) -> list[str]:
    name = f"{path.parent.name}/{path.name}"
    components = {each.code: each for each in read_programme(path.with_name("programme.yaml")).components}
    grouped: dict[tuple[str, date], list[dict[str, Any]]] = defaultdict(list)
    for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or [], 1):
        given = dict(case)
        code, as_of = given.pop("component", None), given.get("as_of")
        if code not in components or not isinstance(as_of, date):
            raise CatalogueRefused(
                file=name,
                key=f"[{number}].component, as_of",
                value=f"{code}, {as_of}",
                expected=f"salah satu dari {', '.join(components)} dan sebuah tanggal",
            )
        grouped[code, as_of].append(given)
    return [
        f"{name}: {failure}"
        for (code, as_of), cases in grouped.items()
        for failure in _run(name, components[code], as_of, cases)
    ]


def _run(name: str, component: ComponentEntry, as_of: date, cases: list[dict[str, Any]]) -> Sequence[str]:
    terms = _terms_on(component, as_of)
    if terms is None:
        raise CatalogueRefused(file=name, key="as_of", value=as_of, expected="tanggal dalam masa berlaku ketentuan")
    try:
        return run_cases(
            load_cases(yaml.safe_dump(cases, allow_unicode=True), rule=terms.rule.text),
            vocabulary_of(component.unit),
            parameters=terms.parameters,
            parameter_types=parameter_types(terms.parameters),
            as_of=as_of,
        )
    except CaseError as error:
        raise CatalogueRefused(
            file=name, key=component.code, value=str(error), expected="contoh yang dapat dibaca"
        ) from error


def _terms_on(component: ComponentEntry, on: date) -> TermsEntry | None:
    started = [terms for terms in component.terms if terms.valid_from <= on]
    latest = started[-1] if started else None
    return latest if latest and (latest.valid_to is None or on < latest.valid_to) else None
