"""Preparing a delivery cycle from the terms in force."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from rangkul.delivery.models import Cycle
from rangkul.delivery.policies import check_can_run_cycle
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.kernel.period import Period
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.numbering import next_number
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries

UNIT = "DINSOS"


@action("delivery.cycle.create")
def create_cycle(*, component_id: UUID, period: Period, area: AreaCode, by: Actor, at: datetime) -> Cycle:
    """A cycle of a component for a period and an area, with the quantity and tariff of the terms in force.

    Raises `Refused` when the programme is another owner's (R308), when a cycle of that component, area and start exists already, when the period has no end, or when
    no terms are in force on its first day; `Denied` outside area or bidang.
    """
    if period.end is None:
        raise Refused(field="periode", value=period.code, expected="periode dengan akhir", remedy="pilih bulan")
    component = programmes_queries.find_component(component_id)
    if component is None:
        raise Refused(
            field="program", value=component_id, expected="komponen dalam katalog", remedy="pilih dari daftar program"
        )
    if not component.programme.is_own:
        raise Refused(
            field="program",
            value=component.name,
            expected="program milik Dinas Sosial",
            remedy=f"penyalurannya dicatat pemiliknya ({component.programme.owner or 'pihak lain'}), bukan di sini",
        )
    terms = programmes_queries.terms_in_force(component, period.start)
    if terms.quantity is None:
        raise Refused(
            field="program",
            value=component.name,
            expected="ketentuan dengan jumlah per penyaluran",
            remedy="terbitkan ketentuan program lebih dulu",
        )
    cycle = Cycle(
        name=f"{component.name}, {period.label}",
        component=component,
        fiscal_year=period.start.year,
        period_start=period.start,
        period_end=period.end,
        area_code=area,
        item=component.item,
        item_unit=component.item_unit,
        quantity=terms.quantity,
        tariff=terms.tariff,
        created_by=by.user_id,
        created_at=at,
        updated_at=at,
    )
    check_can_run_cycle(by, cycle, "create", division_id=component.programme.division_id)
    if Cycle.objects.filter(component=component, area_code=area, period_start=period.start).exists():
        raise Refused(
            field="periode",
            value=period.label,
            expected="satu siklus untuk setiap periode",
            remedy="buka siklus yang sudah ada pada halaman Penyaluran",
        )
    cycle.number = next_number("penyaluran", office_code=UNIT, on=clock.local_date(at, settings.TIME_ZONE))
    cycle.save()
    record("delivery.cycle.create", by=by, at=at, on=cycle, area=area, data={"name": cycle.name})
    return cycle
