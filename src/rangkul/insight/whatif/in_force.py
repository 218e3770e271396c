"""What is in force: the components of the catalogue with their terms and quotas, frozen for the length of a run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from rangkul.insight.whatif.scenario import MOST_COMPONENTS
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes
from rangkul.programmes.policies.catalogue import can_see_recipients
from rangkul.programmes.verdicts import subject_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A component with its terms on a day, and the quota of the actor's area for that year (None: none was set).

    `kind`: "person", "family" or "institution"; `tariff` in whole rupiah per recipient and delivery.
    """

    component_id: UUID
    code: str
    name: str
    programme: str
    division_id: UUID | None
    kind: str
    unit: str = field(compare=False, repr=False)
    is_own: bool
    terms_id: UUID
    version: int
    rule_text: str
    parameters: dict[str, Any]
    required_registry: str
    tariff: int | None
    amount_text: str
    ranking: tuple[tuple[str, str], ...]
    deliveries: int
    quota: int | None
    quota_year: int | None
    budget: int | None
    labels: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def label(self) -> str:
        """Programme and component in one line."""
        return self.name if self.name == self.programme else f"{self.programme}: {self.name}"


@dataclass(frozen=True, slots=True)
class InForceList:
    """Components with terms in force; `hidden` counts sensitive ones that the actor may not see."""

    components: tuple[InForce, ...]
    hidden: int = 0

    def chosen(self, codes: Sequence[str]) -> tuple[InForce, ...]:
        """Those with these codes, or the office's own when none is named; at most MOST_COMPONENTS, in catalogue order."""
        wanted = set(codes)
        found = [each for each in self.components if (each.code in wanted if wanted else each.is_own)]
        return tuple(found[:MOST_COMPONENTS])

    def of(self, code: str) -> InForce | None:
        """The component with this code."""
        return next((each for each in self.components if each.code == code), None)


def list_in_force(actor: Actor, *, on: date) -> InForceList:
    """Every component with a rule in force on the day; sensitive ones only for who may see health. Raises Denied.

    Quotas are those of areas that the actor covers whole: a village's share of a district's quota is nobody's to guess.
    """
    found, hidden = [], 0
    for entry in programmes.list_programmes(actor, on=on):
        for each in entry.components:
            if each.terms is None or not each.terms.rule_text.strip():
                continue
            if not can_see_recipients(actor, each.component):
                hidden += 1
                continue
            found.append(_frozen(actor, entry.programme, each, on))
    return InForceList(tuple(found), hidden)


def token_of(components: Sequence[InForce]) -> str:
    """Differs as soon as anything in force differs: terms, quota, order."""
    return hashlib.sha256(repr(tuple(components)).encode()).hexdigest()[:16]


def _frozen(actor: Actor, programme: Any, each: programmes.CatalogueComponent, on: date) -> InForce:
    terms, component = each.terms, each.component
    assert terms is not None
    quota = each.quota if each.quota and (actor.is_system or actor.covers(each.quota.area_code)) else None
    ranking = terms.ranking.get("order", []) if isinstance(terms.ranking, dict) else terms.ranking
    return InForce(
        component_id=component.pk,
        code=component.code,
        name=component.name,
        programme=programme.name,
        division_id=programme.division_id,
        kind=subject_kind(component),
        unit=str(component.get_unit_display()),
        is_own=programme.is_own,
        terms_id=terms.pk,
        version=terms.version,
        rule_text=terms.rule_text,
        parameters=dict(terms.parameters),
        required_registry=terms.required_registry,
        tariff=terms.tariff,
        amount_text=terms.amount_text.strip(),
        ranking=tuple((str(step["value"]), str(step.get("direction", "naik"))) for step in ranking),
        deliveries=terms.deliveries_per_year,
        quota=quota.amount if quota else None,
        quota_year=quota.fiscal_year if quota else None,
        budget=quota.budget if quota else None,
        labels=dict(terms.labels),
    )
