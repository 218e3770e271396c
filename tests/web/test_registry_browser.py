"""The registry in a real browser: accessible, quiet, fitting a phone, and usable from the keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from rangkul.web.shared import panels
from tests.browser import assert_sound, take_picture
from tests.people import Cast
from tests.registry.factories import (
    a_kk,
    a_nik,
    make_condition,
    make_family,
    make_identity,
    make_outside,
    make_person,
    make_status,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff_page(live_server: Any, page_at: Callable[..., Page], transactional_db: None) -> Callable[..., Page]:
    cast = Cast.gather()

    def open_page(path: str, width: int = 1280, *, role: str = "DATA_OFFICER", **options: Any) -> Page:
        client = Client()
        client.force_login(cast.user(role))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = page_at(width, **options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_sound(staff_page: Callable[..., Page], width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_PANELS", {})  # rooms above look after their own panels
    head = make_person("Besse Contoh", nik=a_nik(1), nik_status="ADA_PADAN", address="Jl. Contoh 1", rt="001", rw="002")
    child = make_person("Baso Contoh", sex="L")
    family = make_family(head, child, kk=a_kk(1), livelihood="PERTANIAN")
    make_identity(head, "ID_DTKS", "731201200100000042")
    make_outside(family, "PKH", "P-123")
    make_status(family, 2, source="DTSEN")
    make_condition(child, "BUTUH_ALAT_BANTU", device="kursi roda")
    paths = {
        "search": "/registri/?q=conto",
        "search-empty": "/registri/?q=zzzqqq",
        "person": f"/registri/orang/{head.pk}/",
        "person-register": "/registri/orang/baru/",
        "person-correct": f"/registri/orang/{head.pk}/perbaiki/",
        "person-timeline": f"/registri/orang/{head.pk}/riwayat/",
        "family": f"/registri/keluarga/{family.pk}/",
    }
    wide = ("search", "person", "family")  # the others are one column at any width
    for name, path in paths.items() if width == 360 else [(name, paths[name]) for name in wide]:
        page = staff_page(path, width)
        take_picture(page, f"registry-{name}-{width}")
        assert_sound(page)


def test_the_slash_key_goes_to_the_search_box(staff_page: Callable[..., Page]) -> None:
    page = staff_page("/registri/")
    page.keyboard.press("/")
    page.keyboard.type("besse")
    assert page.locator("input[type=search]").input_value() == "besse"


def test_registering_works_without_javascript(staff_page: Callable[..., Page]) -> None:
    make_person("Siti Aminah")
    page = staff_page("/registri/?q=aminnah+tenri", role="FRONT_OFFICE", javascript=False)
    page.get_by_role("link", name="Daftarkan warga baru").first.click()
    page.get_by_label("Nama lengkap").fill("Siti Aminah")
    page.get_by_label("Tidak punya").check()
    page.get_by_label("Desa/kelurahan").select_option(index=0)
    page.get_by_role("button", name="Periksa jawaban").click()
    expect(page.get_by_text("Mungkin Siti Aminah sudah terdaftar")).to_be_visible()
    page.get_by_role("button", name="Bukan mereka, lanjutkan mendaftar").click()
    page.get_by_role("button", name="Daftarkan").click()
    expect(page.get_by_text("Siti Aminah sudah terdaftar.")).to_be_visible()
    expect(page.get_by_text("identitas sementara").first).to_be_visible()
