"""Realisation against quota: each component in its own unit, never added across units, only one's own area."""

import pytest
from django.test import Client

from rangkul.delivery import actions
from rangkul.insight import queries
from rangkul.kernel.errors import Denied
from tests.delivery.stage import AT, DAY, DeliveryStage
from tests.people import Cast
from tests.remembered import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> DeliveryStage:
    stage = remembered("delivery", DeliveryStage.build, cast)
    cycle = stage.cycle("OPEN")
    actions.record_handover(entitlement_id=stage.line(cycle, "Andi").pk, form=stage.form(), by=stage.operator, at=AT)
    return stage


@pytest.mark.requirement("R005")
@pytest.mark.requirement("R016")
def test_quota_enrolled_and_served_stand_side_by_side(stage: DeliveryStage) -> None:
    (figure,) = queries.realisation(stage.head, on=DAY)
    assert (figure.quota, figure.enrolled, figure.served, figure.unit) == (100, 4, 1, "KK")
    assert (figure.quantity, figure.item_unit) == (10, "kg")


def test_the_village_sees_its_own_part(stage: DeliveryStage, cast: Cast) -> None:
    (own,) = queries.realisation(stage.operator, on=DAY)
    (neighbour,) = queries.realisation(cast.elsewhere("VILLAGE_OPERATOR"), on=DAY)
    assert (own.enrolled, neighbour.enrolled) == (3, 1)


@pytest.mark.requirement("R010")
def test_units_are_never_added() -> None:
    def figure(unit: str, quota: int) -> queries.ComponentFigure:
        return queries.ComponentFigure(
            component_id=None, code="", programme="", name="", division="", fund_source="", unit=unit, quota=quota,  # type: ignore[arg-type]
            enrolled=1, served=0, handovers=0, quantity=0, item="", item_unit="", value=0, budget=None,  # type: ignore[arg-type]
        )  # fmt: skip

    totals = queries.totals_by_unit(
        [figure("KK", 1462), figure("orang", 10), figure("orang", 80), figure("orang", 41), figure("lembaga", 7)]
    )
    assert [(total.unit, total.quota) for total in totals] == [("KK", 1462), ("orang", 131), ("lembaga", 7)]


def test_by_kecamatan_and_by_village(stage: DeliveryStage) -> None:
    component = stage.programme.component.pk
    assert [(row.code, row.enrolled) for row in queries.by_area(stage.head, component, on=DAY)] == [("73.12.01", 4)]
    villages = queries.by_area(stage.head, component, on=DAY, within="73.12.01")
    assert [(row.code[-4:], row.enrolled, row.served) for row in villages] == [("2001", 3, 1), ("2002", 1, 0)]


def test_a_role_without_figures_is_denied(stage: DeliveryStage, cast: Cast) -> None:
    with pytest.raises(Denied):
        queries.realisation(cast.actor("FRONT_OFFICE"), on=DAY)


@pytest.mark.requirement("R005")
def test_the_page_says_unit_and_day(stage: DeliveryStage, client: Client, cast: Cast) -> None:
    client.force_login(cast.user("DIVISION_HEAD", division="LINJAMSOS"))
    page = client.get("/laporan/").content.decode()
    assert "KK" in page
    assert "Per " in page
    assert client.get("/laporan/unduh/").content.startswith("\ufeffProgram".encode())
    assert client.get("/laporan/rastra/?kecamatan=73.12.01").status_code == 200
