"""Clothing for seven LKSA: proposed, decided, handed over and put into a BAST as institutions, by the people who do it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from rangkul.delivery import actions as delivery
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.kernel.period import Period
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import actions, queries
from rangkul.programmes.errors import AlreadyServed, OverrideNeeded
from rangkul.programmes.models import Component, Decree, Enrolment, ProposalBatch, ProposalLine, Quota
from rangkul.reference.loading import load_reference
from tests.people import REGENCY, VILLAGE, Cast
from tests.registry.factories import make_family, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R009")]

Institution = apps.get_model("institutions", "Institution")
START = datetime.fromisoformat("2022-06-02T09:00:00+08:00")
HANDED_ON = date(2022, 6, 20)
YEAR = 2022


@dataclass
class Way:
    """Soppeng's own component "Sandang anak melalui LKSA" and the officials of Rehsos."""

    cast: Cast
    component: Component
    clock: datetime = field(default=START)

    def tick(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def actor(self, role: str, division: str | None = None) -> Actor:
        return self.cast.actor(role, division=division)

    def house(self, number: int, **changes: Any) -> Any:
        said = {
            "name": f"LKSA Contoh {number}",
            "kind": "LKSA",
            "area_code": VILLAGE,
            "registration_number": f"CONTOH/{number}",
            "client_count": 12,
        }
        return Institution.objects.create(created_at=START, **{**said, **changes})

    def draft(self) -> ProposalBatch:
        return actions.create_batch(
            component_id=self.component.pk,
            fiscal_year=YEAR,
            area=VILLAGE,
            by=self.actor("VILLAGE_OPERATOR"),
            at=self.tick(),
            musyawarah_on=date(2022, 5, 20),
            musyawarah_place="Balai desa",
            musyawarah_attendance=30,
        )

    def add(self, batch: ProposalBatch, subject: Any, *, kind: str = "institution", reason: str = "") -> ProposalLine:
        return actions.add_line(
            batch_id=batch.pk,
            kind=kind,
            subject_id=subject.pk,
            by=self.actor("VILLAGE_OPERATOR"),
            at=self.tick(),
            override_reason=reason,
        )

    def decide(self, batch: ProposalBatch) -> Decree:
        actions.submit_batch(batch_id=batch.pk, by=self.actor("VILLAGE_OPERATOR"), at=self.tick())
        actions.check_batch(batch_id=batch.pk, by=self.actor("KECAMATAN_OFFICER"), at=self.tick())
        actions.verify_batch(batch_id=batch.pk, by=self.actor("PROGRAMME_OFFICER", "REHSOS"), at=self.tick())
        actions.decide_batch(batch_id=batch.pk, by=self.actor("DIVISION_HEAD", "REHSOS"), at=self.tick())
        return Decree.objects.get(batch=batch)

    def enrol(self, count: int) -> list[Any]:
        houses, batch = [self.house(number) for number in range(1, count + 1)], self.draft()
        for house in houses:
            self.add(batch, house)
        self.decide(batch)
        return houses

    def open_cycle(self) -> Any:
        officer = self.actor("PROGRAMME_OFFICER", "REHSOS")
        cycle = delivery.create_cycle(
            component_id=self.component.pk, period=Period.parse("2022-06"), area=REGENCY, by=officer, at=self.tick()
        )
        delivery.freeze_cycle(cycle_id=cycle.pk, by=officer, at=self.tick())
        delivery.approve_cycle(cycle_id=cycle.pk, by=self.actor("DIVISION_HEAD", "REHSOS"), at=self.tick())
        return delivery.open_cycle(cycle_id=cycle.pk, by=officer, at=self.tick())


@pytest.fixture
def way(cast: Cast, catalogue: object) -> Way:
    load_reference(within=(REGENCY,))
    return Way(cast, Component.objects.select_related("programme").get(code="sandang-lksa"))


def lines_of(cycle: Any) -> list[Any]:
    return list(apps.get_model("delivery", "Entitlement").objects.filter(cycle=cycle).order_by("recipient_name"))


def test_seven_institutions_are_proposed_decided_served_and_put_into_a_bast(way: Way) -> None:
    houses = way.enrol(7)
    assert set(Enrolment.objects.values_list("institution_id", flat=True)) == {house.pk for house in houses}
    assert not Enrolment.objects.exclude(person=None, family=None).exists()
    assert [(each.unit, each.count) for each in queries.counts_by_unit(way.actor("AUDITOR"))] == [("INSTITUTION", 7)]
    cycle = way.open_cycle()
    lines, operator = lines_of(cycle), way.actor("VILLAGE_OPERATOR")
    assert [line.recipient_name for line in lines] == [house.name for house in houses]
    for line in lines:
        form = delivery.HandoverForm(
            key=new_id(),
            receiver="SENDIRI",
            receiver_name="Pengurus Contoh",
            proof="TANDA_TANGAN",
            handed_on=HANDED_ON,
        )
        delivery.record_handover(
            entitlement_id=line.pk, form=form, by=operator, at=datetime.fromisoformat("2022-06-20T12:00:00+08:00")
        )
    bast = delivery.issue_bast(
        cycle_id=cycle.pk,
        area=VILLAGE,
        first_name="Kepala Desa Contoh",
        first_position="Kepala Desa",
        by=operator,
        at=datetime.fromisoformat("2022-06-20T13:00:00+08:00"),
    )
    assert (bast.served, bast.quantity) == (7, Decimal(7))
    assert bast.document_id


def test_the_eighth_waits_because_the_quota_is_seven(way: Way) -> None:
    way.enrol(8)
    assert Enrolment.objects.count() == Quota.objects.get(component=way.component).used == 7
    assert ProposalLine.objects.get(state="WAITING").institution.name == "LKSA Contoh 8"


@pytest.mark.parametrize(
    "changes", [{"kind": "LKS"}, {"registration_number": ""}, {"registered_until": date(2022, 1, 1)}]
)
def test_another_kind_or_no_registration_needs_a_reason(way: Way, changes: dict[str, Any]) -> None:
    house, batch = way.house(1, **changes), way.draft()
    with pytest.raises(OverrideNeeded):
        way.add(batch, house)
    assert way.add(batch, house, reason="Tanda daftar sedang diperpanjang").institution_id == house.pk


def test_neither_a_family_nor_a_house_of_elsewhere_goes_into_the_list(way: Way) -> None:
    batch = way.draft()
    with pytest.raises(Refused):
        way.add(batch, make_family(make_person("Siti Contoh", VILLAGE)), kind="family")
    with pytest.raises(Refused):
        way.add(batch, way.house(1, area_code="73.12.01.2002"))
    assert not ProposalLine.objects.exists()


def test_who_is_served_is_not_proposed_again(way: Way) -> None:
    [house] = way.enrol(1)
    with pytest.raises(AlreadyServed):
        way.add(way.draft(), house)


class Browser:
    """A signed-in browser; after each request the test's own database role is back."""

    def __init__(self, way: Way, role: str, division: str | None = None) -> None:
        self.client = Client()
        self.client.force_login(way.cast.user(role, division=division))

    def __call__(self, page: str, /, *args: Any, query: str = "", **data: Any) -> Any:
        url = reverse(f"web:{page}", args=args) + query
        response = self.client.post(url, data) if data else self.client.get(url)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response


def words(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_the_village_finds_and_proposes_an_institution_in_the_pages(way: Way) -> None:
    house, batch, operator = way.house(1), way.draft(), Browser(way, "VILLAGE_OPERATOR")
    found = words(operator("programmes:proposal-add-line", batch.pk, q="lksa"))
    assert house.name in found
    assert "Lembaga Kesejahteraan Sosial Anak" in found
    added = operator("programmes:proposal-add-line", batch.pk, kind="institution", subject=str(house.pk))
    assert added.status_code in {302, 303}
    shown = words(operator("programmes:proposal", batch.pk))
    assert house.name in shown
    assert "7 lembaga" in shown


def test_the_table_in_the_village_hands_over_and_issues_the_bast_in_the_pages(way: Way) -> None:
    [house] = way.enrol(1)
    listed = words(Browser(way, "PROGRAMME_OFFICER", "REHSOS")("programmes:enrolment-list"))
    assert house.name in listed
    assert "1 lembaga" in listed
    cycle, table = way.open_cycle(), Browser(way, "VILLAGE_OPERATOR")
    assert house.name in words(table("delivery:recipient-list", cycle.pk, query=f"?desa={VILLAGE}"))
    [line] = lines_of(cycle)
    day = {"handed_on_hari": "20", "handed_on_bulan": "6", "handed_on_tahun": "2022"}
    done = table(
        "delivery:handover-record",
        line.pk,
        key=str(new_id()),
        receiver="SENDIRI",
        receiver_name="Pengurus Contoh",
        proof="TANDA_TANGAN",
        **day,
    )
    assert done.status_code in {302, 303}, words(done)
    issued = table(
        "delivery:bast-issue", cycle.pk, query=f"?desa={VILLAGE}", name="Kepala Desa Contoh", position="Kepala Desa"
    )
    assert issued.status_code in {302, 303}, words(issued)
    bast = apps.get_model("delivery", "Bast").objects.get()
    assert (bast.served, bast.quantity) == (1, Decimal(1))
    assert issued["Location"] == reverse("web:platform:document", args=[bast.document_id])
