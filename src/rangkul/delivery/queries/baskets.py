"""What food aid was spent on: the share that follows the rule and the share that feeds, by e-warong and by village."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, F, Q, Sum, Value

from rangkul.delivery.enums import LineVerdict
from rangkul.delivery.models import Ewarong, PurchaseLine
from rangkul.delivery.policies import purchases_visible_to
from rangkul.delivery.queries.ewarong import inside
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import FoodGroup
from rangkul.reference import queries as reference_queries

NOURISHING = (FoodGroup.ANIMAL_PROTEIN, FoodGroup.PLANT_PROTEIN, FoodGroup.VITAMINS)
"""Groups that a child grows on: eggs, milk, meat, beans, vegetables (domain E)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What was bought in one place: rupiah by food group, and rupiah of what is against the rule."""

    key: str
    label: str
    families: int
    purchases: int
    total: int
    forbidden: int
    groups: dict[str, int]

    @property
    def kept_share(self) -> float | None:
        """Percent of the rupiah that follows the rule; None when nothing was bought."""
        return (self.total - self.forbidden) / self.total * 100 if self.total else None

    @property
    def nourishing_share(self) -> float | None:
        """Percent of the rupiah spent on protein, vegetables and fruit; None when nothing was bought."""
        return sum(self.groups.get(each, 0) for each in NOURISHING) / self.total * 100 if self.total else None


def baskets(
    actor: Actor, *, since: date, until: date, by: str, area: str = "", ewarong_id: UUID | None = None
) -> list[Basket]:
    """Baskets of standing purchases from `since` to `until` (both counted) by "ewarong", "area" (village) or "" (one line).

    Inside the actor's areas; three queries. Rupiah without cents.
    """
    bought = inside(purchases_visible_to(actor), area)
    bought = bought.filter(voided_at__isnull=True, bought_on__gte=since, bought_on__lte=until)
    if ewarong_id is not None:
        bought = bought.filter(ewarong_id=ewarong_id)
    lines = PurchaseLine.objects.filter(purchase__in=bought)
    column = {"ewarong": "purchase__ewarong_id", "area": "purchase__area_code"}.get(by)
    keyed = lines.annotate(key=F(column) if column else Value("", output_field=CharField()))
    groups: dict[str, dict[str, int]] = {}
    for key, group, amount in keyed.values_list("key", "group").annotate(amount_of=Sum("amount")):
        groups.setdefault(str(key), {})[group] = amount
    totals = keyed.values("key").annotate(
        families=Count("purchase__family", distinct=True),
        purchases=Count("purchase", distinct=True),
        total=Sum("amount"),
        forbidden=Sum("amount", filter=Q(verdict=LineVerdict.FORBIDDEN), default=0),
    )
    rows = {str(row["key"]): row for row in totals}
    names = _names(rows, by)
    found = [
        Basket(
            key=key,
            label=names.get(key, key),
            families=row["families"],
            purchases=row["purchases"],
            total=row["total"],
            forbidden=row["forbidden"],
            groups=groups.get(key, {}),
        )
        for key, row in rows.items()
        if row["purchases"]
    ]
    return sorted(found, key=lambda each: each.label)


def _names(keys: Iterable[str], by: str) -> dict[str, str]:
    wanted = list(keys)
    if by == "ewarong":
        return {str(key): name for key, name in Ewarong.objects.filter(pk__in=wanted).values_list("pk", "name")}
    return reference_queries.labels_of(set(wanted)) if by == "area" and wanted else {}
