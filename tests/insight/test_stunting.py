"""Stunting as an outcome: the rate then and now by village, aid among the families, small counts, who opens the lists."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.insight.stunting import Report, list_cell, stunting
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.registry.models import AnswerSheet, HealthRecord, Person
from tests.desk.stage import make_areas
from tests.institutions.stage import Screen
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import make_family, make_outside, make_person
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
NOW, THEN = date(2026, 8, 1), date(2025, 8, 1)
BORN = date(2023, 6, 1)


def measured(child: Person, status: str, on: date = date(2026, 6, 1), source: str = "EPPGBM") -> None:
    HealthRecord.objects.create(
        person=child, kind="GIZI_BALITA", status=status, measured_on=on, source=source, recorded_by_name="Impor",
        created_at=clock.now(),
    )  # fmt: skip


class Nursery:
    """VILLAGE: ten measured now, six stunted (one family has PKH and food aid, one a card of the mother); then eight of ten."""

    def __init__(self, cast: Cast) -> None:
        make_areas()
        self.cast = cast
        self.children: list[Person] = []
        for place in range(10):
            mother = make_person(f"Ibu {place}", VILLAGE)
            child = make_person(f"Anak {place}", VILLAGE, birth_date=BORN)
            family = make_family(mother, child)
            self.children.append(child)
            measured(child, "SANGAT_PENDEK" if place == 0 else "PENDEK" if place < 6 else "GIZI_NORMAL")
            measured(child, "PENDEK" if place < 8 else "GIZI_NORMAL", date(2025, 6, 1))
            if place == 0:
                make_outside(family, "PKH")
                make_outside(family, "BPNT")
            if place == 1:
                make_outside(mother, "BPNT")
            if place == 9:
                make_outside(family, "PKH")
        neighbour = make_person("Anak Tetangga", NEIGHBOUR_VILLAGE, birth_date=BORN)
        make_family(make_person("Ibu Tetangga", NEIGHBOUR_VILLAGE), neighbour)
        measured(neighbour, "PENDEK")
        self.edges()

    def edges(self) -> None:
        """Not counted: five years old, measured too long ago, weight only, dead; nor measured at all."""
        old = make_person("Anak Lima Tahun", VILLAGE, birth_date=date(2021, 8, 1))
        measured(old, "PENDEK", date(2026, 5, 1))
        make_person("Anak Tanpa Ukur", VILLAGE, birth_date=BORN)
        stale = make_person("Anak Lama", VILLAGE, birth_date=BORN)
        measured(stale, "PENDEK", date(2025, 8, 1))
        measured(make_person("Anak Kurus", VILLAGE, birth_date=BORN), "GIZI_BURUK")
        measured(make_person("Anak Wafat", VILLAGE, birth_date=BORN, died_on=date(2026, 7, 1)), "PENDEK")


@pytest.fixture
def nursery(cast: Cast) -> Nursery:
    return remembered("insight.nursery", Nursery, cast)


def line(report: Report, code: str) -> Any:
    return next(each for each in report.lines if each.key == code)


@pytest.mark.requirement("R307")
def test_the_rate_then_and_now_with_its_base_and_source(nursery: Nursery) -> None:
    report = stunting(nursery.cast.actor("SLRT_MANAGER"), on=NOW, before=THEN, area=KECAMATAN)
    here, there = line(report, VILLAGE), line(report, NEIGHBOUR_VILLAGE)
    assert (here.now.rate.count, here.now.rate.base, here.now.children) == (6, 10, 13)
    assert (here.then.rate.count, here.then.rate.base) == (9, 11)
    assert here.change == pytest.approx(60 - 9 / 11 * 100)
    assert (there.now.rate.count, there.then.rate.base) == (1, 0)
    assert there.change is None
    assert (report.total.now.rate.count, report.total.now.rate.base) == (7, 11)
    assert {code: figure.count for code, figure in here.now.aid.items()} == {
        "pkh": 1, "sembako": 2, "daerah": 0, "tanpa": 4,
    }  # fmt: skip
    assert here.now.aid["pkh"].base == 6
    assert here.now.newest == date(2026, 6, 1)
    one = stunting(nursery.cast.actor("SLRT_MANAGER"), on=NOW, before=THEN, area=KECAMATAN, source="POSYANDU")
    assert one.total.now.rate.base == 0


def test_the_graver_of_one_day_and_regsosek_as_another_source(nursery: Nursery) -> None:
    manager = nursery.cast.actor("SLRT_MANAGER")
    measured(nursery.children[9], "PENDEK", source="POSYANDU")
    report = stunting(manager, on=NOW, before=THEN, area=VILLAGE)
    assert (line(report, VILLAGE).now.rate.count, line(report, VILLAGE).now.rate.base) == (7, 10)
    for child, answer in zip(nursery.children, ("2", "2", "1", "3", "8"), strict=False):
        AnswerSheet.objects.create(
            person=child, form="REGSOSEK2022K.4", version="2022.K", period=DateRange(date(2026, 1, 1), None),
            answers={"q427": answer}, source="REGSOSEK", created_at=clock.now(),
        )  # fmt: skip
    older, oldest = make_person("Anak 9 lama", VILLAGE), make_person("Anak 9 terlama", VILLAGE)
    for record, into in ((older, nursery.children[9]), (oldest, older)):
        Person.objects.filter(pk=record.pk).update(merged_into=into)
    AnswerSheet.objects.create(
        person=oldest, form="REGSOSEK2022K.4", version="2022.K", period=DateRange(date(2026, 1, 1), None),
        answers={"q427": "2"}, source="REGSOSEK", created_at=clock.now(),
    )  # fmt: skip
    asked = stunting(manager, on=NOW, before=THEN, area=VILLAGE, source="REGSOSEK")
    assert (line(asked, VILLAGE).now.rate.count, line(asked, VILLAGE).now.rate.base) == (
        3,
        6,
    )  # one by two merges in a row


@pytest.mark.requirement("R307")
def test_small_counts_and_lists_are_for_who_sees_health(nursery: Nursery) -> None:
    officer = nursery.cast.actor("KECAMATAN_OFFICER")
    report = stunting(officer, on=NOW, before=THEN)
    assert not report.opens
    here, there = line(report, VILLAGE), line(report, NEIGHBOUR_VILLAGE)
    assert there.now.rate.count is None
    assert here.now.rate.count is None  # four are left, and the sum is known
    assert all(figure.count is None for figure in (here.now.aid["pkh"], there.now.aid["tanpa"]))
    assert there.now.aid["pkh"].base is None
    with pytest.raises(Denied):
        list_cell(officer.for_purpose("ingin tahu"), on=NOW, measure="pendek")
    manager = nursery.cast.actor("SLRT_MANAGER")
    with pytest.raises(Denied):
        list_cell(manager, on=NOW, area=VILLAGE, measure="pendek")
    page = list_cell(manager.for_purpose("penurunan stunting"), on=NOW, area=VILLAGE, measure="sembako")
    assert [each.name for each in page.rows] == ["Anak 0", "Anak 1"]
    assert AccessLog.objects.filter(subject_id=nursery.children[0].pk, purpose="penurunan stunting").count() == 1


def test_the_right_role_in_the_next_village_counts_its_own_only(nursery: Nursery) -> None:
    own = nursery.cast.actor("BACK_OFFICE", NEIGHBOUR_VILLAGE)
    report = stunting(own, on=NOW, before=THEN)
    assert [each.key for each in report.lines] == [NEIGHBOUR_VILLAGE]
    with pytest.raises(Denied):
        stunting(own, on=NOW, before=THEN, area=VILLAGE)
    page = list_cell(own.for_purpose("pendataan"), on=NOW, measure="terukur")
    assert [each.name for each in page.rows] == ["Anak Tetangga"]
    with pytest.raises(Denied):
        list_cell(own.for_purpose("pendataan"), on=NOW, area=VILLAGE, measure="terukur")


def test_a_long_list_has_pages(nursery: Nursery) -> None:
    from rangkul.registry.queries.stunting import Aided, list_heights

    manager = nursery.cast.actor("SLRT_MANAGER").for_purpose("pendataan")
    found, after = [], ""
    for _number in range(4):
        page = list_heights(manager, on=NOW, area="", source="", aided=Aided(), measure="terukur", after=after, limit=3)
        found += [each.name for each in page.rows]
        after = page.after
    assert len(found) == len(set(found)) == 11
    assert after == ""


def test_the_pages_ask_for_a_purpose(nursery: Nursery) -> None:
    screen = Screen(nursery.cast.user("SLRT_MANAGER"))
    days = {"per": NOW.isoformat(), "banding": THEN.isoformat(), "wilayah": KECAMATAN}
    page = screen.get(reverse("web:insight:stunting"), **days).content.decode()
    assert "6 (60%)" in page
    assert "turun" in page
    assert screen.get(reverse("web:insight:stunting"), per="besok", sumber="tidak ada", wilayah="xx").status_code == 200
    url = reverse("web:insight:stunting-list")
    asked = screen.get(url, ukuran="tanpa", **days)
    assert asked.status_code == 303
    purpose = screen.post(asked["Location"], {"usual": "penanganan kasus warga"})
    shown = screen.get(purpose["Location"]).content.decode()
    assert "Anak 3" in shown
    assert "penanganan kasus" in shown
    assert screen.get(url, ukuran="lain").status_code == 404
    export = reverse("web:insight:stunting-export")
    assert export in shown
    taken = screen.get(export, ukuran="tanpa", **days).content.decode("utf-8-sig").splitlines()
    assert taken[0].endswith("Daftar;Satuan;Keadaan per")
    assert [row.split(";")[0] for row in taken[1:]] == [*(f"Anak {number}" for number in (2, 3, 4, 5)), "Anak Tetangga"]
    assert all(row.endswith(f"balita;{NOW.isoformat()}") for row in taken[1:])
    told = Event.objects.get(name="insight.stunting.export")
    assert (told.data["rows"], told.data["is_sensitive"], told.reason) == (5, True, "penanganan kasus warga")
    assert Screen(nursery.cast.user("KECAMATAN_OFFICER")).get(export, ukuran="pendek").status_code == 403
    elsewhere = Screen(nursery.cast.user("BACK_OFFICE", NEIGHBOUR_VILLAGE))
    assert elsewhere.get(export, ukuran="tanpa", **days).status_code == 303, "a purpose first"
    assert Screen(nursery.cast.user("KECAMATAN_OFFICER")).get(url, ukuran="pendek").status_code == 403


def test_a_month_ago_is_a_day_like_another(nursery: Nursery) -> None:
    report = stunting(nursery.cast.actor("SLRT_MANAGER"), on=NOW, before=NOW - timedelta(days=90), area=VILLAGE)
    assert report.total.then is not None
    assert report.total.then.rate.count == 10  # with last year's, and a child who was four then
