"""The way of a double in a real browser: looked at side by side, merged from the keyboard, taken back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from rangkul.kernel import clock
from rangkul.registry.models import DuplicatePair, Person
from tests.browser import assert_sound, take_picture
from tests.people import VILLAGE, Cast
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_outside, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(live_server: Any, page_at: Callable[..., Page], transactional_db: None) -> Callable[..., Page]:
    client = Client()
    client.force_login(Cast.gather().user("BACK_OFFICE"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_at(path: str, width: int = 1280) -> Page:
        page = page_at(width)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return open_at


@pytest.mark.requirement("W06")
def test_a_double_is_decided_merged_and_taken_back(open_page: Callable[..., Page]) -> None:
    known = make_person("Besse Contoh", nik=a_nik(1), birth_date=date(1984, 3, 7), mother_name="Becce Tang")
    make_family(known, kk=a_kk(1))
    again = make_person("Bessek Contoh", birth_date=date(1984, 7, 3), mother_name="Becce Tang")
    make_identity(again, "KKS", "6013010000001")
    make_outside(known, "PKH", "P-123")
    left, right = sorted((known, again), key=lambda each: each.pk)
    pair = DuplicatePair.objects.create(
        left=left, right=right, area_code=VILLAGE, weight=12.5, found_at=clock.now(),
        reasons=["name:alike", "born:swapped", "home:mother and village", "nik:else"],
    )  # fmt: skip
    page = open_page("/registri/data-ganda/", 360)
    assert_sound(page)
    take_picture(page, "data-ganda-360")
    page = open_page("/registri/data-ganda/")
    page.get_by_role("link", name="Mulai memeriksa").click()
    assert_sound(page)
    take_picture(page, "pasangan")
    page.set_viewport_size({"width": 360, "height": 800})
    assert_sound(page)
    take_picture(page, "pasangan-360")
    page.keyboard.press("1" if left == known else "2")
    page.keyboard.press("a")
    page.keyboard.type("KTP-el dan KK dilihat di loket")
    page.get_by_role("button", name="Orang yang sama").click()
    expect(page.get_by_text("Kedua data sudah menjadi satu orang")).to_be_visible()
    assert Person.objects.get(pk=again.pk).merged_into_id == known.pk
    page.get_by_role("link", name="Batalkan penggabungan 1").click()
    page.get_by_label("Alasan").fill("Ternyata kakak dan adik")
    page.get_by_role("button", name="Periksa jawaban").click()
    page.get_by_role("button", name="Batalkan penggabungan").click()
    expect(page.get_by_text("Penggabungan dibatalkan.")).to_be_visible()
    assert Person.objects.get(pk=again.pk).merged_into_id is None
    pair.refresh_from_db()
    assert pair.state == "OPEN"
