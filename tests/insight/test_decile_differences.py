"""Two quarters of DTSEN against each other: what it touches, by village, for recipients, as a file (B04)."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from psycopg.types.range import DateRange

from rangkul.insight import decile_differences as differences
from rangkul.registry.models import Family, WelfareStatus
from rangkul.registry.queries import Comparison
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, make_family, make_outside, make_person
from tests.web.test_registry_pages import Browser, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B04"), pytest.mark.requirement("W04")]

OLD, NEW, END = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
TODAY = date(2026, 8, 1)
BOTH = Comparison("DTSEN", OLD, NEW)


def ranked(name: str, was: int | None, now: int | None, area: str = VILLAGE, serial: int = 0) -> Family:
    """A family with its decile of two quarters; 0 is listed without a decile, None not listed."""
    head = make_person(name, area)
    family = make_family(head, kk=a_kk(serial) if serial else None)
    for value, start, until in ((was, OLD, NEW), (now, NEW, END)):
        if value is not None:
            WelfareStatus.objects.create(
                family=family,
                source="DTSEN",
                decile=value or None,
                period=DateRange(start, until),
                created_at=head.created_at,
            )
    return family


@pytest.fixture
def district() -> dict[str, Family]:
    return {
        "up": ranked("Ambo Naik", 2, 6, serial=1),
        "down": ranked("Besse Turun", 5, 1),
        "new": ranked("Cicci Baru", None, 3),
        "gone": ranked("=Daeng Hilang", 2, None),
        "same": ranked("Ecce Tetap", 4, 4),
        "unranked": ranked("Fatma Kosong", 3, 0),
        "next": ranked("Gani Tetangga", 1, 9, NEIGHBOUR_VILLAGE),
    }


def test_families_by_village_and_what_happened(cast: Any, district: Any) -> None:
    found = differences.compare_periods(cast.actor("KECAMATAN_OFFICER"), BOTH, on=TODAY)
    by_village = {each.area_code: each.counts for each in found.villages}
    one_each = dict.fromkeys(["NAIK", "TURUN", "BARU", "HILANG", "TETAP", "TANPA_DESIL"], 1)
    assert by_village == {VILLAGE: one_each, NEIGHBOUR_VILLAGE: {"NAIK": 1}}
    assert found.totals["NAIK"] == 2
    other_way = differences.compare_periods(cast.actor("KECAMATAN_OFFICER"), Comparison("DTSEN", NEW, OLD), on=TODAY)
    assert (other_way.totals["TURUN"], other_way.totals["BARU"]) == (2, 1)


def test_only_ones_own_village(cast: Any, district: Any) -> None:
    found = differences.compare_periods(cast.actor("VILLAGE_OPERATOR"), BOTH, on=TODAY)
    assert [each.area_code for each in found.villages] == [VILLAGE]
    page = differences.list_changed(cast.elsewhere("VILLAGE_OPERATOR"), BOTH, kinds=["NAIK"], on=TODAY)
    assert [row.head_name for row in page.rows] == ["Gani Tetangga"]
    assert differences.compare_periods(cast.actor("ADMINISTRATOR"), BOTH, on=TODAY).villages == []


def test_recipients_of_others_are_touched_once_a_family(cast: Any, district: Any) -> None:
    make_outside(district["up"], "PKH")
    make_outside(district["up"].memberships.get().person, "PKH")
    make_outside(district["same"], "BPNT")
    found = differences.compare_periods(cast.actor("DATA_OFFICER"), BOTH, on=TODAY)
    assert [(each.is_own, each.counts) for each in found.touched] == [(False, {"NAIK": 1})]


def test_pages_by_id_and_queries_that_do_not_grow(cast: Any, district: Any) -> None:
    actor = cast.actor("DATA_OFFICER")
    kinds = ["NAIK", "TURUN", "BARU", "HILANG", "TANPA_DESIL"]
    first = differences.list_changed(actor, BOTH, kinds=kinds, on=TODAY, limit=4)
    rest = differences.list_changed(actor, BOTH, kinds=kinds, on=TODAY, after=first.after, limit=4)
    assert (len(first.rows), len(rest.rows), rest.after) == (4, 2, None)
    with CaptureQueriesContext(
        connection,
    ) as few:
        differences.compare_periods(actor, BOTH, on=TODAY)
    for number in range(6):
        ranked(f"Tambahan {number}", 1, 2)
    with CaptureQueriesContext(connection) as many:
        differences.compare_periods(actor, BOTH, on=TODAY)
    assert len(many) == len(few) <= 8


def test_a_person_listed_counts_for_the_family_of_that_day(cast: Any) -> None:
    head = make_person("Hasna Contoh")
    family = make_family(head)
    for decile, start, until in ((3, OLD, NEW), (4, NEW, END)):
        WelfareStatus.objects.create(
            person=head, source="DTKS", decile=decile, period=DateRange(start, until), created_at=head.created_at
        )
    page = differences.list_changed(cast.actor("DATA_OFFICER"), Comparison("DTKS", OLD, NEW), kinds=["NAIK"], on=TODAY)
    assert [(row.id, row.was, row.now) for row in page.rows] == [(family.pk, 3, 4)]


def test_the_page_and_its_files(cast: Any, district: Any) -> None:
    make_outside(district["gone"], "PKH")
    browser = Browser(cast, "KECAMATAN_OFFICER")
    url = reverse("web:insight:deciles")
    shown = text_of(browser.get(url))
    assert "DTSEN 2026-TW2 → 2026-TW3" in shown
    assert "PKH" in shown
    assert "Ecce Tetap" not in shown
    only = text_of(browser.get(url, jenis="HILANG", desa=VILLAGE))
    assert "Daeng Hilang" in only
    assert "Ambo Naik" not in only
    export = reverse("web:insight:deciles-export")
    csv_text = browser.get(export, jenis="HILANG").content.decode("utf-8-sig")
    assert "'=Daeng Hilang" in csv_text
    assert str(a_kk(1)) not in browser.get(export).content.decode()
    book = load_workbook(io.BytesIO(browser.get(export, bentuk="xlsx").content))
    assert book.active is not None
    assert book.active.max_row == 7
    strange = browser.get(url, lama="2026-04-31", baru="x", sumber="'; --", setelah="x", jenis="X")
    assert strange.status_code == 200
    assert Browser(cast, "ADMINISTRATOR").get(url).status_code == 403


def test_one_period_is_nothing_to_compare(cast: Any) -> None:
    assert "Belum ada dua periode" in text_of(Browser(cast, "DATA_OFFICER").get(reverse("web:insight:deciles")))
