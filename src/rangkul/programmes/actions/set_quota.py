"""How many of a component's unit may be enrolled in a year and an area: set for one area, or shared out over villages."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.programmes.actions.batch_desk import lock_component
from rangkul.programmes.actions.waiting_list import prepare_next
from rangkul.programmes.enums import EnrolmentState
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.models import Component, Enrolment, Quota
from rangkul.programmes.policies.catalogue import CHANGE, check_can_change
from rangkul.programmes.policies.terms import check_can_set_quota
from rangkul.programmes.queries.catalogue import find_component
from rangkul.reference import queries as reference_queries


@action("programmes.quota.set")
def set_quota(
    *, component_id: UUID, fiscal_year: int, area: str, amount: int, by: Actor, at: datetime, budget: int | None = None
) -> Quota:
    """Set the quota (in the component's unit) and budget (whole rupiah, None for no limit) of a year and area.

    Waits for a decision that is being made and is then seen by the next one: a decision goes by the quota that stands
    when it takes its seats, a screening run by none. A quota that comes after enrolments counts them. Whoever waits is
    prepared for the seats that a larger quota opens. Raises Denied, NoSuchComponent, and Refused when amount or budget
    is negative or below what is already used.
    """
    check_can_change(by)
    component = _locked(component_id, area, by)
    quota = _write(component, fiscal_year, area, amount, budget, by=by, at=at)
    prepare_next(
        component_id=component.pk, fiscal_year=fiscal_year, area=area, cause="kuota atau pagu ditambah", by=by, at=at
    )
    return quota


@action("programmes.quota.distribute")
def distribute_quota(
    *, component_id: UUID, fiscal_year: int, area: str, amounts: Mapping[str, int], by: Actor, at: datetime
) -> list[Quota]:
    """Share the quota of `area` out over its villages, all at once: {village code: amount}; budgets stay as they are.

    The amounts must add up to the area's quota exactly. Raises Denied, NoSuchComponent, and Refused when there is no
    quota to share out, when the sum differs, for a place that is no village of the area, or below what a village uses.
    """
    check_can_change(by)
    component = _locked(component_id, area, by)
    whole = Quota.objects.select_for_update().filter(component=component, fiscal_year=fiscal_year, area_code=area)
    found = whole.first()
    if found is None:
        raise Refused(
            field="Kuota",
            value="",
            expected=f"kuota {reference_queries.area_label(area)} tahun {fiscal_year} sudah ditetapkan",
            remedy="tetapkan kuotanya dulu, lalu bagi ke desa",
        )
    total = sum(amounts.values())
    if total != found.amount:
        raise Refused(
            field="Jumlah kuota desa",
            value=total,
            expected=f"{found.amount}, sama dengan kuota {reference_queries.area_label(area)}",
            remedy=f"{'kurangi' if total > found.amount else 'tambah'} {abs(total - found.amount)}",
        )
    whole_area = AreaCode.parse(area)
    for code in amounts:
        if AreaCode.parse(code).level != AreaLevel.VILLAGE or not whole_area.contains(AreaCode.parse(code)):
            raise Refused(
                field="Desa",
                value=code,
                expected=f"desa atau kelurahan di {reference_queries.area_label(area)}",
                remedy="muat ulang halaman",
            )
    budgets = dict(
        Quota.objects.filter(component=component, fiscal_year=fiscal_year, area_code__in=list(amounts)).values_list(
            "area_code", "budget"
        )
    )
    made = [
        _write(component, fiscal_year, code, amount, budgets.get(code), by=by, at=at)
        for code, amount in sorted(amounts.items())
    ]
    record(
        "programmes.quota.distribute",
        by=by,
        at=at,
        on=found,
        area=area,
        data={"component": component.code, "fiscal_year": fiscal_year, "villages": len(made), "total": total},
    )
    prepare_next(
        component_id=component.pk, fiscal_year=fiscal_year, area=area, cause="kuota dibagi ke desa", by=by, at=at
    )
    return made


def _locked(component_id: UUID, area: str, by: Actor) -> Component:
    """The component, locked before its quotas as a decision does, so that neither waits for the other in a ring."""
    place = AreaCode.parse(area)
    if not (by.is_system or by.covers(place)):
        raise Denied(permission=CHANGE, message="Wilayah ini di luar wilayah tugas Anda.")
    if find_component(component_id) is None:
        raise NoSuchComponent(component_id)
    component = lock_component(component_id)
    check_can_set_quota(by, component)
    return component


def _write(
    component: Component, fiscal_year: int, area: str, amount: int, budget: int | None, *, by: Actor, at: datetime
) -> Quota:
    place = AreaCode.parse(area)
    quota = (
        Quota.objects.select_for_update().filter(component=component, fiscal_year=fiscal_year, area_code=place).first()
    )
    before = (quota.amount, quota.budget) if quota else (None, None)
    if quota is None:
        quota = Quota(component=component, fiscal_year=fiscal_year, area_code=place)
        _count(quota)
    where = reference_queries.area_label(area)
    if amount < quota.used or amount < 0:
        raise Refused(
            field=f"Kuota {where}",
            value=amount,
            expected=f"bilangan bulat paling sedikit {quota.used}, yaitu yang sudah terpakai",
            remedy="isi kuota yang tidak kurang dari penetapan yang sudah ada",
        )
    if budget is not None and (budget < quota.committed or budget < 0):
        raise Refused(
            field=f"Pagu {where}",
            value=budget,
            expected=f"paling sedikit {quota.committed} rupiah, yaitu yang sudah terikat",
            remedy="isi pagu yang tidak kurang dari penetapan yang sudah ada, atau kosongkan",
        )
    quota.amount, quota.budget = amount, budget
    quota.save()
    record(
        "programmes.quota.set",
        by=by,
        at=at,
        on=quota,
        area=place,
        data={
            "component": component.code,
            "fiscal_year": fiscal_year,
            "before": before[0],
            "after": amount,
            "budget_before": before[1],
            "budget": budget,
        },
    )
    return quota


def _count(quota: Quota) -> None:
    """A quota that comes after enrolments of its year counts those of its area."""
    served = Enrolment.objects.filter(
        inside_area(quota.area_code),
        component=quota.component,
        fiscal_year=quota.fiscal_year,
        state=EnrolmentState.ACTIVE,
    )
    quota.used = served.count()
    quota.committed = served.aggregate(total=Sum("reserved"))["total"] or 0
