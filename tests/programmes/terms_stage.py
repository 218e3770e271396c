"""The stage of the terms tests: Soppeng's catalogue and the officials who write, review and publish."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions
from rangkul.programmes.models import Component, Terms
from rangkul.programmes.terms_writing import TermsWriting, writing_of
from tests.people import Cast

AT = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
FIRST = date(2026, 12, 1)
CASES = [
    {"name": "Rawan pangan di desil 2", "given": {"rawan_pangan": True, "desil": 2}, "expect": "terpenuhi"},
    {"name": "Desil 9", "given": {"rawan_pangan": True, "desil": 9}, "expect": "tidak terpenuhi"},
]


class TermsStage:
    """Rastra of LINJAMSOS: its head writes, its second head or the head of office looks at it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.rastra = Component.objects.select_related("programme").get(code="rastra")
        self.head: Actor = cast.actor("DIVISION_HEAD", division="LINJAMSOS")
        self.officer: Actor = cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS")
        self.chief: Actor = cast.actor("OFFICE_HEAD")

    @property
    def in_force(self) -> Terms:
        """The version of the catalogue."""
        return Terms.objects.get(component=self.rastra, version=1)

    def draft(self, **changes: Any) -> Terms:
        """A draft that could be handed in: decile 3 instead of 4, from December on, its cases in order."""
        made = actions.draft_terms(component_id=self.rastra.pk, by=self.head, at=AT)
        made = actions.set_cases(terms_id=made.pk, cases=CASES, by=self.head, at=AT)
        return self.change(made, **changes)

    def change(self, terms: Terms, **changes: Any) -> Terms:
        """Write on a draft as its head."""
        usual = {
            "parameters": {"desil_tertinggi": 3},
            "change_note": "batas desil diturunkan",
            "legal_basis": "Perbup 1/2026",
            "valid_from": FIRST,
        }
        writing: TermsWriting = replace(writing_of(terms), **(usual | changes))
        return actions.change_terms(terms_id=terms.pk, writing=writing, by=self.head, at=AT)

    def reviewed(self, **changes: Any) -> Terms:
        """A version that only needs to be published."""
        terms = self.draft(**changes)
        actions.submit_terms(terms_id=terms.pk, by=self.head, at=AT)
        return actions.review_terms(terms_id=terms.pk, by=self.chief, at=AT)

    def published(self, confirmation: str = "", **changes: Any) -> Terms:
        """A version in force from its first day on."""
        terms = self.reviewed(**changes)
        return actions.publish_terms(terms_id=terms.pk, confirmation=confirmation, by=self.chief, at=AT)
