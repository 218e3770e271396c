"""Meals of residents, by head and day: the list of that day, signed by the month, one value for list, BAST and figures."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.delivery import actions, queries
from rangkul.delivery.errors import UnableToHandOver
from rangkul.delivery.models import Cycle, Entitlement, MealDay
from rangkul.institutions.models import Residency
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.walls import scoped
from rangkul.programmes.actions.overlap_policy import set_overlap
from rangkul.programmes.models import Component, Decree, Enrolment, Programme, ProposalBatch, ProposalLine, Terms
from rangkul.programmes.queries import Subject, check_overlap
from rangkul.programmes.queries.overlap_report import list_overlaps, overlap_report
from tests.delivery.stage import DeliveryStage
from tests.institutions.stage import Screen, a_panti, user_of
from tests.people import NEIGHBOUR_VILLAGE, REGENCY
from tests.platform.test_documents_layouts import words_of
from tests.registry.factories import make_outside, make_person
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-03-20T09:00:00+08:00")
DAY = date(2026, 3, 20)


def lives_in(panti: Any, name: str, since: date, until: date | None = None) -> Residency:
    return Residency.objects.create(
        institution=panti, person=make_person(name), period=DateRange(since, until), area_code=NEIGHBOUR_VILLAGE,
        institution_area=panti.area_code, name=name, came_by="LANGSUNG", reason_cipher=b"x", recorded_at=AT,
        left_reason="MANDIRI" if until else "",
    )  # fmt: skip


class Kitchen:
    """A panti with two residents, enrolled in meals of March at 30,000 rupiah a head and day."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.panti = cast, a_panti()
        self.one = lives_in(self.panti, "Ambo Satu", date(2026, 3, 1))
        self.two = lives_in(self.panti, "Besse Dua", date(2026, 3, 10), date(2026, 3, 19))
        self.officer, self.head = cast.actor("PROGRAMME_OFFICER"), cast.actor("DIVISION_HEAD")
        self.user, self.own = user_of(cast, self.panti)
        stage = DeliveryStage.build(cast, names=("Andi Satu",)).programme
        component = Component.objects.create(
            programme=stage.component.programme, code="makan-panti", name="Makan penghuni", unit="INSTITUTION",
            aid_form="BARANG", item="makan sehari", item_unit="orang-hari",
        )  # fmt: skip
        terms = Terms.objects.get(pk=stage.terms.pk)
        terms.pk, terms.component, terms.rule_text, terms.required_registry = new_id(), component, "true", ""
        terms.quantity, terms.tariff, terms.ranking = Decimal(1), 30_000, []
        terms._state.adding = True
        terms.save()
        self.line = self._enrolled(component)

    def _enrolled(self, component: Component) -> Entitlement:
        batch = ProposalBatch.objects.order_by("pk").first()
        decree, line = Decree.objects.order_by("pk").first(), ProposalLine.objects.order_by("pk").first()
        assert batch is not None
        assert decree is not None
        assert line is not None
        enrolment = Enrolment.objects.order_by("pk").first()
        assert enrolment is not None
        batch.pk, batch.number, batch.component, batch._state.adding = new_id(), "U-makan", component, True
        batch.save()
        decree.pk, decree.number, decree.component, decree.batch = new_id(), "SK-makan", component, batch
        decree._state.adding = True
        decree.save()
        line.pk, line.batch, line.family_id, line.institution_id = new_id(), batch, None, self.panti.pk
        line.screening, line._state.adding = None, True
        line.save()
        enrolment.pk, enrolment.component, enrolment.decree, enrolment.line = new_id(), component, decree, line
        enrolment.family_id, enrolment.institution_id = None, self.panti.pk
        enrolment.area_code, enrolment.valid_from, enrolment._state.adding = NEIGHBOUR_VILLAGE, date(2026, 3, 1), True
        enrolment.save()
        cycle = Cycle.objects.create(
            number="P-makan", name="Makan penghuni, Maret 2026", component=component, fiscal_year=2026,
            period_start=date(2026, 3, 1), period_end=date(2026, 4, 1), area_code=REGENCY, item="makan sehari",
            item_unit="orang-hari", quantity=Decimal(1), tariff=30_000, created_at=AT, updated_at=AT,
        )  # fmt: skip
        actions.freeze_cycle(cycle_id=cycle.pk, by=self.officer, at=AT)
        actions.approve_cycle(cycle_id=cycle.pk, by=self.head, at=AT)
        actions.open_cycle(cycle_id=cycle.pk, by=self.officer, at=AT)
        return Entitlement.objects.get(cycle=cycle)

    def eat(
        self, on: date = DAY, *, by: Any = None, away: tuple[UUID, ...] = (), why: str = "", **more: Any
    ) -> MealDay:
        told: dict[str, Any] = {"proof": "TANDA_TANGAN", "signed_by": "Contoh Juru Masak", "at": AT} | more
        return actions.record_meal_day(
            entitlement_id=self.line.pk, on=on, absent_ids=away, absent_reason=why, by=by or self.own, **told
        )


@pytest.fixture
def kitchen(cast: Any) -> Kitchen:
    return remembered("delivery.kitchen", Kitchen, cast)


@pytest.mark.requirement("B09")
def test_meals_are_counted_by_the_residents_of_each_day(kitchen: Kitchen) -> None:
    assert kitchen.line.quantity == 0
    first = kitchen.eat(date(2026, 3, 5))
    both = kitchen.eat(date(2026, 3, 18), away=(kitchen.two.pk,), why="Dirawat di puskesmas")
    after = kitchen.eat(date(2026, 3, 19), by=kitchen.officer)
    assert [(len(each.served_ids), len(each.absent_ids)) for each in (first, both, after)] == [(1, 0), (1, 1), (1, 0)]
    kitchen.eat(date(2026, 3, 12))
    kitchen.line.refresh_from_db()
    assert kitchen.line.quantity == 5
    sheet = queries.meal_sheet(kitchen.own, kitchen.line.pk, on=DAY)
    assert (sheet.portions, sheet.value, len(sheet.missing)) == (5, 150_000, 16)
    Residency.objects.filter(pk=kitchen.two.pk).update(period=DateRange(date(2026, 3, 10), date(2026, 3, 12)))
    moved = [each.on for each in queries.meal_sheet(kitchen.own, kitchen.line.pk, on=DAY).days if each.has_moved]
    assert moved == [date(2026, 3, 18), date(2026, 3, 12)]
    with pytest.raises(UnableToHandOver, match="serah terimanya belum"):
        actions.close_cycle(cycle_id=kitchen.line.cycle_id, by=kitchen.officer, at=AT)
    form = actions.HandoverForm(
        key=new_id(), receiver="PENGURUS", receiver_name="Contoh Ketua", proof="TANDA_TANGAN", handed_on=DAY
    )
    done = actions.record_handover(
        entitlement_id=kitchen.line.pk, form=form, by=kitchen.cast.elsewhere("VILLAGE_OPERATOR"), at=AT
    )
    assert done.quantity == 5
    figures = queries.realisation(kitchen.officer, fiscal_year=2026, component_id=kitchen.line.cycle.component_id)
    assert [(each.quantity, each.value) for each in figures] == [(5, 150_000)]
    with pytest.raises(UnableToHandOver, match="sudah ditandatangani"):
        kitchen.eat(date(2026, 3, 6))


def test_a_day_that_cannot_be_is_refused(kitchen: Kitchen) -> None:
    kitchen.eat()
    with pytest.raises(UnableToHandOver, match="sudah dicatat oleh Petugas Panti untuk 1 orang"):
        kitchen.eat()
    for on in (DAY + timedelta(days=1), date(2026, 2, 28)):
        with pytest.raises(Refused, match="Hari makan"):
            kitchen.eat(on)
    Residency.objects.filter(pk=kitchen.one.pk).update(period=DateRange(date(2026, 3, 10), None))
    with pytest.raises(Refused, match="buku pada hari itu"):
        kitchen.eat(date(2026, 3, 2))
    for away, why in (((kitchen.two.pk,), ""), ((kitchen.one.pk, kitchen.two.pk), "pergi"), ((new_id(),), "pergi")):
        with pytest.raises(Refused):
            kitchen.eat(date(2026, 3, 15), away=away, why=why)
    row = MealDay.objects.get()
    with pytest.raises(Denied):
        actions.void_meal_day(meal_day_id=row.pk, reason="Salah hitung", by=kitchen.own, at=AT)
    actions.void_meal_day(meal_day_id=row.pk, reason="Salah hitung", by=kitchen.officer, at=AT)
    kitchen.line.refresh_from_db()
    assert kitchen.line.quantity == 0
    with pytest.raises(UnableToHandOver, match="belum mencatat satu hari makan"):
        actions.record_handover(
            entitlement_id=kitchen.line.pk,
            form=actions.HandoverForm(
                key=new_id(), receiver="PENGURUS", receiver_name="Ketua", proof="FOTO", handed_on=DAY
            ),
            by=kitchen.cast.elsewhere("VILLAGE_OPERATOR"),
            at=AT,
        )
    kitchen.eat()


def whom(stay: Residency) -> Subject:
    return Subject(kind="person", id=stay.person_id, name=stay.name, area_code=stay.area_code)


@pytest.mark.requirement("W02")
def test_meals_at_home_and_in_the_institution_meet_in_the_overlap_check(kitchen: Kitchen) -> None:
    inside = kitchen.line.cycle.component
    other = Programme.objects.create(code="bpnt", name="Permakanan di rumah", fund_source="APBN")
    home = Component.objects.create(
        programme=other, code="makan-rumah", name="Makan diantar", unit="PERSON", aid_form="BARANG"
    )
    told: dict[str, Any] = {"level": "PERSON", "rule": "FORBIDDEN", "basis": "Perbup 12/2026", "at": AT}
    set_overlap(
        first=inside.programme_id,
        second=other.pk,
        valid_from=date(2026, 1, 1),
        by=kitchen.cast.actor("OFFICE_HEAD"),
        **told,
    )
    [found] = check_overlap(home, whom(kitchen.one), DAY)
    assert (found.other_component, found.is_forbidden) == ("Makan penghuni", True)
    assert not check_overlap(home, whom(kitchen.two), DAY)  # went home on the 19th
    make_outside(kitchen.one.person, "BPNT")
    reader = kitchen.cast.actor("DATA_OFFICER")
    [pair] = overlap_report(reader, on=DAY)
    assert (pair.homes, pair.first.recipients, pair.second.recipients) == (1, 1, 1), (
        "the report knows the residents too"
    )
    rows, _more = list_overlaps(reader, pair.policy, on=DAY)
    assert [{side.kind for side in each.sides} for each in rows] == [{"meal", "outside"}]
    url = reverse("web:delivery:meal-record", args=[kitchen.line.pk, DAY.isoformat()])
    page = Screen(kitchen.cast.user("PROGRAMME_OFFICER")).get(url).content.decode()
    assert "sudah menerima Permakanan di rumah" in page
    assert "Permakanan di rumah" not in Screen(kitchen.user).get(url).content.decode()


@pytest.mark.requirement("B09")
def test_the_list_of_a_day_is_printed_to_sign(kitchen: Kitchen) -> None:
    url = reverse("web:delivery:meal-print", args=[kitchen.line.pk, "2026-03-18"])
    answer = Screen(kitchen.user).get(url)
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    for each in ("DAFTAR MAKAN PENGHUNI", "Ambo Satu", "Besse Dua", "18 Maret 2026", "Penanggung jawab daftar"):
        assert each in words
    stranger, _other = user_of(kitchen.cast, a_panti("Panti Lain"))
    assert Screen(stranger).get(url).status_code == 403


def test_an_institution_writes_its_own_meals_and_no_others(kitchen: Kitchen) -> None:
    other_user, other = user_of(kitchen.cast, a_panti("Panti Lain"))
    with pytest.raises(Denied):
        kitchen.eat(by=other)
    with pytest.raises(Denied):
        kitchen.eat(by=kitchen.cast.actor("BACK_OFFICE"))
    with scoped(kitchen.own):
        assert Entitlement.objects.filter(pk=kitchen.line.pk).exists()
    with scoped(other):
        assert not Entitlement.objects.filter(pk=kitchen.line.pk).exists()
    url = reverse("web:delivery:meal-record", args=[kitchen.line.pk, "2026-03-18"])
    assert Screen(other_user).get(url).status_code == 403
    screen = Screen(kitchen.user)
    page = screen.get(url).content.decode()
    assert "Ambo Satu" in page
    assert "Besse Dua" in page
    told = {"absent": [str(kitchen.two.pk)], "proof": "FOTO", "signed_by": "Contoh Juru Masak"}
    assert screen.post(url, told).status_code == 422
    assert screen.post(url, told | {"absent_reason": "Dirawat"}).status_code == 303
    assert screen.post(url, told | {"absent_reason": "Dirawat"}).status_code == 422
    sheet = screen.get(reverse("web:delivery:meal-sheet", args=[kitchen.line.pk])).content.decode()
    assert "Dirawat" in sheet
    assert "Makan penghuni, Maret 2026" in screen.get(reverse("web:delivery:meal-list")).content.decode()
    assert MealDay.objects.count() == 1
