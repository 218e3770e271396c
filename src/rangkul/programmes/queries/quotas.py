"""Quotas of a component and year: what an area has, and how it would be shared out over villages by who is eligible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum

from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area, inside_areas
from rangkul.programmes.enums import Verdict
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.models import Component, Quota, ScreeningRun, ScreeningTally
from rangkul.programmes.policies import catalogue as policies
from rangkul.programmes.queries.screenings import latest_runs
from rangkul.reference import queries as reference_queries


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageShare:
    """One village: how many are eligible, the share that follows, and what is set and used now."""

    area_code: str
    label: str
    eligible: int
    share: int
    amount: int | None
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaSheet:
    """The quota of an area and its villages; `run` is the screening whose eligible are counted, None without one."""

    component: Component
    fiscal_year: int
    area_code: str
    area_label: str
    quota: Quota | None
    run: ScreeningRun | None
    as_of: date | None
    villages: tuple[VillageShare, ...]

    @property
    def eligible(self) -> int:
        return sum(each.eligible for each in self.villages)

    @property
    def shared(self) -> int:
        """What the villages' quotas add up to now."""
        return sum(each.amount or 0 for each in self.villages)


def share_out(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`amount` seats over places by weight, with the largest remainder: the whole parts first, then one each by remainder.

    Equal remainders go to the smaller code first. The shares add up to `amount`, unless no place has any weight.
    """
    total = sum(weights.values())
    if total <= 0:
        return dict.fromkeys(weights, 0)
    exact = {code: Fraction(amount * weight, total) for code, weight in weights.items()}
    shares = {code: int(each) for code, each in exact.items()}
    left = amount - sum(shares.values())
    by_remainder = sorted(exact, key=lambda code: (shares[code] - exact[code], code))
    for code in by_remainder[:left]:
        shares[code] += 1
    return shares


def quota_sheet(actor: Actor, component_id: UUID, *, fiscal_year: int, area: str) -> QuotaSheet:
    """The sheet of one area; the eligible are those of the latest screening of everybody, "memenuhi syarat" only.

    A village never gets a share below what it uses already; what that costs is taken from the others by the same rule.
    Raises Denied, NoSuchComponent.
    """
    policies.check_can_view(actor)
    component = policies.visible_to(actor).select_related("programme").filter(pk=component_id).first()
    if component is None:
        raise NoSuchComponent(component_id)
    run = latest_runs(actor).get(component.pk)
    eligible: dict[str, int] = {}
    if run is not None:
        tallies = ScreeningTally.objects.filter(
            inside_areas(actor), inside_area(area), run=run, verdict=Verdict.MET
        ).order_by()
        eligible = dict(tallies.values_list("area_code").annotate(total=Sum("amount")))
    quotas = {
        each.area_code: each
        for each in Quota.objects.filter(inside_area(area), component=component, fiscal_year=fiscal_year)
    }
    villages = [each for each in reference_queries.list_villages(area) if actor.is_system or actor.covers(each.code)]
    whole = quotas.get(area)
    used = {str(each.code): quotas[each.code].used if each.code in quotas else 0 for each in villages}
    shares = _with_floor(
        whole.amount if whole else 0, {str(each.code): eligible.get(each.code, 0) for each in villages}, used
    )
    labels = reference_queries.labels_of({str(each.code) for each in villages})
    return QuotaSheet(
        component=component,
        fiscal_year=fiscal_year,
        area_code=area,
        area_label=reference_queries.area_label(area),
        quota=whole,
        run=run,
        as_of=run.as_of if run else None,
        villages=tuple(
            VillageShare(
                area_code=str(each.code),
                label=labels[str(each.code)],
                eligible=eligible.get(each.code, 0),
                share=shares[each.code],
                amount=quotas[each.code].amount if each.code in quotas else None,
                used=used[each.code],
            )
            for each in villages
        ),
    )


def _with_floor(amount: int, weights: Mapping[str, int], floor: Mapping[str, int]) -> dict[str, int]:
    """`share_out` in which no place falls below its floor; places that would are fixed there and the rest shared again."""
    fixed: dict[str, int] = {}
    while True:
        open_places = {code: weight for code, weight in weights.items() if code not in fixed}
        shares = share_out(max(0, amount - sum(fixed.values())), open_places)
        short = {code: floor[code] for code in open_places if shares[code] < floor[code]}
        if not short:
            return shares | fixed
        fixed |= short
