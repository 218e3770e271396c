"""Setting how many of a component's unit may be enrolled in a year and an area."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.errors import NoSuchComponent
from rangkul.programmes.models import Quota
from rangkul.programmes.policies.catalogue import CHANGE, check_can_change
from rangkul.programmes.queries.catalogue import find_component


@action("programmes.quota.set")
def set_quota(
    *, component_id: UUID, fiscal_year: int, area: str, amount: int, by: Actor, at: datetime, budget: int | None = None
) -> Quota:
    """Set the quota (in the component's unit) and budget (whole rupiah) of a year and area.

    Raises Denied, NoSuchComponent, and Refused when the amount is negative or below what is already used.
    """
    check_can_change(by)
    place = AreaCode.parse(area)
    if not (by.is_system or by.covers(place)):
        raise Denied(permission=CHANGE, message="Wilayah ini di luar wilayah tugas Anda.")
    component = find_component(component_id)
    if component is None:
        raise NoSuchComponent(component_id)
    quota = (
        Quota.objects.select_for_update().filter(component=component, fiscal_year=fiscal_year, area_code=place).first()
    )
    used = quota.used if quota else 0
    before = quota.amount if quota else None
    if amount < used or amount < 0:
        raise Refused(
            field="Kuota",
            value=amount,
            expected=f"bilangan bulat paling sedikit {used}, yaitu yang sudah terpakai",
            remedy="isi kuota yang tidak kurang dari penetapan yang sudah ada",
        )
    if quota is None:
        quota = Quota(component=component, fiscal_year=fiscal_year, area_code=place)
    quota.amount, quota.budget = amount, budget
    quota.save()
    record(
        "programmes.quota.set",
        by=by,
        at=at,
        on=quota,
        area=place,
        data={"component": component.code, "fiscal_year": fiscal_year, "before": before, "after": amount},
    )
    return quota
