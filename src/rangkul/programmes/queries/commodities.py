"""Reading what may be bought with food aid: every commodity with the rule in force and what other sources say."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rangkul.kernel.errors import Missing
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import FoodGroup
from rangkul.programmes.models import Commodity, CommodityRule
from rangkul.programmes.policies import commodities as policies


@dataclass(frozen=True, slots=True)
class CommodityView:
    """A commodity on a day: the rule in force (None: nothing is said), and every other rule, drafts first."""

    commodity: Commodity
    in_force: CommodityRule | None
    others: tuple[CommodityRule, ...]

    @property
    def disagrees(self) -> bool:
        """Whether a source that is not in force says otherwise."""
        said = self.in_force.status if self.in_force else ""
        return any(each.state == "DRAFT" and each.status != said for each in self.others)


def list_commodities(actor: Actor, *, on: date) -> list[CommodityView]:
    """Every commodity by food group and name. Two queries. Raises Denied for who does not read the catalogue."""
    policies.check_can_view(actor)
    rules: dict[UUID, list[CommodityRule]] = {}
    for rule in CommodityRule.objects.exclude(state="WITHDRAWN").order_by("state", "-valid", "id"):
        rules.setdefault(rule.commodity_id, []).append(rule)
    order = {code: place for place, code in enumerate(FoodGroup.values)}
    found = []
    for commodity in sorted(Commodity.objects.all(), key=lambda each: (order[each.group], each.name)):
        mine = rules.get(commodity.pk, [])
        now = next((each for each in mine if each.state == "IN_FORCE" and on in each.valid), None)
        found.append(CommodityView(commodity, now, tuple(each for each in mine if each is not now)))
    return found


def get_commodity_rule(actor: Actor, rule_id: UUID) -> CommodityRule:
    """One rule with its commodity. Raises Denied, Missing."""
    policies.check_can_view(actor)
    rule = CommodityRule.objects.select_related("commodity").filter(pk=rule_id).first()
    if rule is None:
        raise Missing(f"commodity rule {rule_id}")
    return rule


def commodity_rules_on(day: date) -> dict[UUID, CommodityRule]:
    """{commodity id: the rule in force on the day}; a commodity without one is left out. Names nobody: no actor is asked."""
    found = CommodityRule.objects.filter(state="IN_FORCE", valid__contains=day).select_related("commodity")
    return {each.commodity_id: each for each in found}


def commodities_by_id() -> dict[UUID, Commodity]:
    """Every commodity, by food group and name. Names nobody: no actor is asked."""
    order = {code: place for place, code in enumerate(FoodGroup.values)}
    found = sorted(Commodity.objects.all(), key=lambda each: (order[each.group], each.name))
    return {each.pk: each for each in found}
