"""The component page in a real browser: it fits, is accessible, quiet, and stays at home."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import DESK, PHONE, PageAt, assert_no_sideways_scroll, assert_sound, wire_bytes
from tests.people import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gaya_url(live_server: LiveServer) -> str:
    return live_server.url + reverse("web:gaya")


def visit(page: Page, url: str) -> Page:
    page.goto(url, wait_until="load")
    return page


def test_on_a_phone(page_at: PageAt, gaya_url: str) -> None:
    page = visit(page_at(PHONE), gaya_url + "?tab=tim")
    expect(page).to_have_title("Gaya – Rangkul")
    first_visit_fits_the_budget(page)
    targets_are_big_enough_for_a_thumb(page)
    error_summary_leads_to_the_wrong_box(page)
    nik_is_regrouped_when_the_box_is_left(page)
    language_switch_keeps_the_page(page)
    is_sound_with_everything_open(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_no_sideways_scroll(page)
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_sideways_scroll(page)


def test_on_a_desk(page_at: PageAt, gaya_url: str) -> None:
    page = visit(page_at(DESK), gaya_url)
    keyboard_reaches_the_skip_link_first_and_it_leads_to_the_content(page)
    every_stop_of_the_keyboard_shows_its_focus(page)
    a_form_is_sent_once_and_asks_first(page)
    is_sound_with_everything_open(page)
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator("#rincian dl")).to_be_visible()


def test_without_javascript_and_with_forced_colours(page_at: PageAt, gaya_url: str) -> None:
    page = page_at(PHONE, javascript=False)
    page.emulate_media(forced_colors="active")
    visit(page, gaya_url)
    width = page.locator(".button").first.evaluate("(at) => parseFloat(getComputedStyle(at).borderTopWidth)")
    assert width >= 2
    page.get_by_text("Mengapa kami menanyakan ini?").click()
    expect(page.get_by_text("Supaya bantuan sampai")).to_be_visible()


def is_sound_with_everything_open(page: Page) -> None:
    closed = page.locator("main details:not([open]) > summary")
    assert closed.count() > 2
    while closed.count():
        closed.first.click()
    expect(page.get_by_role("columnheader", name="Kecamatan")).to_be_visible()
    assert_sound(page)


def first_visit_fits_the_budget(page: Page) -> None:
    spent = wire_bytes(page)
    assert 10_000 < spent <= 60_000, spent


def keyboard_reaches_the_skip_link_first_and_it_leads_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Langsung ke isi")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Warna dan lambang")


def every_stop_of_the_keyboard_shows_its_focus(page: Page) -> None:
    seen = 0
    for _step in range(60):
        page.keyboard.press("Tab")
        outlined = page.evaluate(
            """() => { for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
                 const style = getComputedStyle(at);
                 if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3) return true; }
               return false; }"""
        )
        assert outlined, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        seen += 1
    assert seen == 60


def error_summary_leads_to_the_wrong_box(page: Page) -> None:
    page.get_by_role("link", name="Tanggal lahir: Bulan harus").click()
    expect(page.locator(":focus")).to_have_attribute("name", "born_on_bulan")
    expect(page.locator(":focus")).to_have_attribute("aria-invalid", "true")


def targets_are_big_enough_for_a_thumb(page: Page) -> None:
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, select, input:not([type=checkbox]):not([type=radio])')]
            .filter((at) => at.offsetParent && at.getBoundingClientRect().height < 44 && at.type !== 'hidden')
            .map((at) => at.outerHTML.slice(0, 120))"""
    )
    assert small == []


def language_switch_keeps_the_page(page: Page) -> None:
    for button, language in (("English", "en"), ("Bahasa Indonesia", "id")):
        page.get_by_role("button", name=button).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.url.endswith("/gaya/?tab=tim")


def a_form_is_sent_once_and_asks_first(page: Page) -> None:
    page.evaluate(
        """() => { window.sent = 0;
             document.addEventListener('submit', (event) => {
               if (!event.target.matches('form[data-guard]')) return;
               if (!event.defaultPrevented) window.sent++;
               event.preventDefault(); }); }"""
    )
    button = page.locator("form[data-guard] button")
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Batal").click()
    assert page.evaluate("window.sent") == 0
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Ya, lanjutkan").click()
    expect(button).to_have_text("Mengirim…")
    page.evaluate("document.querySelector('form[data-guard]').requestSubmit()")
    page.evaluate("document.querySelector('form[data-guard]').requestSubmit()")
    assert page.evaluate("window.sent") == 1


def nik_is_regrouped_when_the_box_is_left(page: Page) -> None:
    box = page.locator("#contoh_nik")
    box.fill("0012.0141-01900001")
    box.blur()
    expect(box).to_have_value("0012 0141 0190 0001")


def test_the_frame_of_somebody_signed_in(page_at: PageAt, gaya_url: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("BACK_OFFICE"))
    page = page_at(PHONE)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": gaya_url}])
    visit(page, gaya_url)
    menu = page.locator("details.menu")
    expect(menu).to_contain_text("Back office Puskesos")
    menu.locator("summary").click()
    assert_sound(page)
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    expect(menu.locator("summary")).to_be_focused()
