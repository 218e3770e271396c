"""Which rules are asked over a snapshot folder: those of a catalogue folder, or the published terms of an office."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from rangkul.programmes.entries import FOLDER, SUBJECT_OF_UNIT, ComponentEntry, TermsEntry, read_catalogue
from rangkul.programmes.enums import CountingUnit, TermsState
from rangkul.programmes.models import Terms
from rangkul.programmes.verdicts import rule_of
from rangkul.rules.parse import Rule


@dataclass(frozen=True, slots=True)
class FolderQuestion:
    """A component's rule with what identifies it in the results: code, version and digest of the rule."""

    component: str
    unit: str
    version: int
    rule: Rule
    parameters: dict[str, Any]
    required_registry: str

    @property
    def kind(self) -> str:
        """ "family", "person" or "institution"."""
        return SUBJECT_OF_UNIT[CountingUnit(self.unit)]


def questions_of_catalogue(on: date, folder: Path = FOLDER) -> list[FolderQuestion]:
    """The terms in force on a day by the files; a version is the place in the file, as a first loading counts.

    Raises CatalogueRefused. Needs no database.
    """
    return [
        FolderQuestion(component.code, component.unit, version, terms.rule, terms.parameters, terms.required_registry)
        for entry in read_catalogue(folder)
        for component in entry.components
        for version, terms in _in_force(component, on)
    ]


def _in_force(component: ComponentEntry, on: date) -> Iterator[tuple[int, TermsEntry]]:
    ends = [after.valid_from for _before, after in pairwise(component.terms)]
    for version, (terms, next_start) in enumerate(zip(component.terms, [*ends, None], strict=True), 1):
        end = terms.valid_to or next_start
        if terms.valid_from <= on and (end is None or on < end):
            yield version, terms


def published_questions(on: date) -> list[FolderQuestion]:
    """The published terms in force on a day, from PostgreSQL, in the order of the components' codes."""
    published = Terms.objects.filter(state=TermsState.PUBLISHED, valid__contains=on).select_related("component")
    return [
        FolderQuestion(
            terms.component.code,
            terms.component.unit,
            terms.version,
            rule_of(terms, terms.component.unit),
            terms.parameters,
            terms.required_registry,
        )
        for terms in published.order_by("component__code")
    ]
