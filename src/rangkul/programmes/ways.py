"""Which way a family goes by what it is: the very poor receive aid, the near-poor join a business group (R310).

The rule is declared and dated in `catalogue/jalur.yaml`. It advises: what a programme asks of its recipients stands in
the programme's own terms, and only those refuse.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.yaml_text import read_yaml
from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.entries.kinds import FOLDER
from rangkul.programmes.enums import CountingUnit, WelfareClass
from rangkul.programmes.fact_origins import tell_origins
from rangkul.registry.snapshot import SubjectFacts
from rangkul.rules.explain import explain, sentence
from rangkul.rules.parse import Rule, parse_rule

FILE = FOLDER / "jalur.yaml"
_UNVERIFIED = "perlu diverifikasi"
_WAYS: dict[str, str | Promise] = {
    WelfareClass.VERY_POOR: _("bantuan sosial"),
    WelfareClass.NEAR_POOR: _("KUBE dan usaha produktif"),
    WelfareClass.ABOVE: _("tidak diarahkan ke bantuan"),
    WelfareClass.UNKNOWN: _("cari dulu desil keluarga"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRule:
    """The rule of a time: from `valid_from` until `valid_to` (exclusive), what is very poor and what near-poor."""

    valid_from: date
    valid_to: date | None
    very_poor: Rule
    near_poor: Rule
    parameters: dict[str, Any]
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWay:
    """What a family is on a day, by which rule, told in sentences; `way` is where that leads."""

    welfare: WelfareClass
    way: str | Promise
    sentences: tuple[str, ...]
    legal_basis: str
    valid_from: date
    business: frozenset[str]

    @property
    def is_unverified(self) -> bool:
        """Whether the rule's limits were not found in a source."""
        return _UNVERIFIED in self.legal_basis

    @property
    def leads_to_business(self) -> bool:
        """Whether the way is the business group."""
        return self.welfare == WelfareClass.NEAR_POOR

    def is_off(self, programme: str) -> bool:
        """Whether a programme lies beside the family's way; nothing does while the way is not known."""
        if self.welfare not in (WelfareClass.VERY_POOR, WelfareClass.NEAR_POOR):
            return False
        return (programme in self.business) != self.leads_to_business


@cache
def read_ways() -> tuple[frozenset[str], tuple[WayRule, ...]]:
    """Programmes of the business way, and the rules by time. Raises RuleError for a rule that can't be used."""
    told = read_yaml(FILE.read_text(encoding="utf-8"))
    words = vocabulary_of(CountingUnit.FAMILY)
    rules = []
    for each in told["rules"]:
        types = parameter_types(each["parameters"])
        rules.append(
            WayRule(
                valid_from=each["valid_from"],
                valid_to=each.get("valid_to"),
                very_poor=parse_rule(each["very_poor"], words, types),
                near_poor=parse_rule(each["near_poor"], words, types),
                parameters=each["parameters"],
                legal_basis=each["legal_basis"],
            )
        )
    return frozenset(told["business"]), tuple(rules)


def way_of(family: SubjectFacts, as_of: date) -> FamilyWay | None:
    """The way of a family by the rule in force on a day; None when there is no rule for that day."""
    business, rules = read_ways()
    rule = next((r for r in rules if r.valid_from <= as_of and (r.valid_to is None or as_of < r.valid_to)), None)
    if rule is None:
        return None
    answers = {}
    for welfare, asked in ((WelfareClass.VERY_POOR, rule.very_poor), (WelfareClass.NEAR_POOR, rule.near_poor)):
        told = explain(asked, facts=family.facts, members=family.members, parameters=rule.parameters, as_of=as_of)
        answers[welfare] = tell_origins(told, asked.vocabulary, family)
    is_unknown = any(answer.result is None for answer in answers.values())
    neither = WelfareClass.UNKNOWN if is_unknown else WelfareClass.ABOVE
    welfare = next((each for each, answer in answers.items() if answer.result), neither)
    shown = answers.get(welfare) or answers[WelfareClass.NEAR_POOR]
    return FamilyWay(
        welfare=welfare,
        way=_WAYS[welfare],
        sentences=tuple(sentence(clause, reveal_sensitive=False) for clause in shown.clauses),
        legal_basis=rule.legal_basis,
        valid_from=rule.valid_from,
        business=business,
    )
