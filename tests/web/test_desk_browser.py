"""The desk's and the citizen's pages in a real browser: accessible, quiet, light, at 360 and 1280 px, in two languages."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from rangkul.desk import actions
from rangkul.desk.models import QueueDisplay, QueueTicket
from rangkul.institutions.actions import load_directory
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes.actions import load_catalogue
from tests.browser import DESK, PHONE, PageAt, assert_sound, log_of, take_picture, wire_bytes
from tests.desk.stage import STORY, a_case, a_referral, make_areas
from tests.people import KECAMATAN, REGENCY, VILLAGE, Cast

pytestmark = pytest.mark.django_db(transaction=True)

BUDGET = 30 * 1024


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    make_areas()
    cast = Cast.gather()
    load_catalogue(by=system_actor("uji"), at=clock.now())
    load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    return cast


def test_public_pages_are_sound_and_light(cast: Cast, live_server: Any, page_at: PageAt) -> None:
    """All of them on a phone; on a desk, in English, one of each layout."""
    report = reverse("web:desk:report-need")
    pages = {
        "front": reverse("web:home:front"),
        "services": reverse("web:desk:services"),
        "service": reverse("web:desk:service", args=["l06"]),
        "programmes": reverse("web:desk:programmes"),
        "kecamatan": report,
        "report": f"{report}?kecamatan={KECAMATAN}",
        "follow": reverse("web:desk:follow"),
    }
    for width, locale, names in ((PHONE, "id-ID", tuple(pages)), (DESK, "en-GB", ("front", "service", "report"))):
        for name in names:
            page = page_at(width, locale=locale)
            page.goto(live_server.url + pages[name])
            assert_sound(page)
            assert wire_bytes(page) <= BUDGET, name
            assert page.locator("script").count() == 0, name
            take_picture(page, f"public-{name}-{width}-{locale[:2]}")


@pytest.mark.requirement("R406")
def test_a_citizen_without_javascript_gets_a_ticket_and_follows_it(
    cast: Cast, live_server: Any, page_at: PageAt
) -> None:
    page = page_at(PHONE, javascript=False)
    page.goto(live_server.url + reverse("web:home:front"))
    page.get_by_role("link", name="Sampaikan kebutuhan").first.click()
    page.get_by_label("Anda tinggal di kecamatan mana?").select_option(KECAMATAN)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Desa atau kelurahan").select_option(VILLAGE)
    page.get_by_label("Apa yang Anda butuhkan?").fill(STORY)
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Nama Anda").fill("Siti Contoh")
    page.get_by_label("Nomor HP").fill("0812 3456 7890")
    page.get_by_role("button", name="Periksa jawaban").click()
    take_picture(page, "report-check-360")
    page.get_by_role("button", name="Kirim").click()
    ticket = page.locator(".ticket").inner_text()
    take_picture(page, "report-done-360")
    page.get_by_role("link", name="Ikuti tiket ini").click()
    assert page.get_by_label("Nomor tiket").input_value() == ticket
    page.get_by_label("Empat angka terakhir nomor HP").fill("7890")
    page.get_by_role("button", name="Lihat status").click()
    expect(page.get_by_text("Data diperiksa")).to_be_visible()
    take_picture(page, "followed-360")
    assert not log_of(page).complaints


WIDE = ("case-list", "case-register", "case", "queue", "queue-screen")
"""Pages that lie otherwise on a wide screen; the others are one column there as well."""


def test_staff_pages_are_sound(cast: Cast, live_server: Any, page_at: PageAt, client: Any) -> None:
    case = a_referral(cast).case
    fresh = a_case(cast.actor("BACK_OFFICE"), is_urgent=True)
    twin = actions.match_case(
        case_id=a_case(cast.actor("BACK_OFFICE")).pk, person_id=case.person_id, by=cast.actor("BACK_OFFICE"),
        at=clock.now(),
    )  # fmt: skip
    number = _queue(cast)
    client.force_login(cast.user("BACK_OFFICE"))
    pages = {
        "worklist": reverse("web:home:worklist"),
        "case-list": f"{reverse('web:desk:case-list')}?tab=team",
        "case-register": reverse("web:desk:case-register"),
        "case": reverse("web:desk:case", args=[case.pk]),
        "case-fresh": reverse("web:desk:case", args=[fresh.pk]),
        "case-match": reverse("web:desk:case-match", args=[fresh.pk]),
        "case-conflicts": f"{reverse('web:desk:case-list')}?tab=conflicts",
        "case-conflict": reverse("web:desk:case-conflict", args=[twin.pk]),
        "case-classify": reverse("web:desk:case-classify", args=[fresh.pk]),
        "queue": reverse("web:desk:queue"),
        "queue-number": reverse("web:desk:queue-number", args=[number.pk]),
        "queue-screen": reverse("web:desk:queue-screen", args=[QueueDisplay.objects.get().address]),
        "referral-send": reverse("web:desk:referral-send", args=[case.pk]),
        "case-close": reverse("web:desk:case-close", args=[case.pk]),
        "directory": reverse("web:institutions:directory"),
    }
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    for width, names in ((PHONE, tuple(pages)), (DESK, WIDE)):
        page = page_at(width)
        page.context.add_cookies([cookie])
        for name in names:
            page.goto(live_server.url + pages[name])
            take_picture(page, f"staff-{name}-{width}")
            assert_sound(page)
        _interrupt(page, live_server, width)


def _queue(cast: Cast) -> QueueTicket:
    """Five numbers at the counter, one of them called, and a screen in the waiting room."""
    officer, now = cast.actor("BACK_OFFICE"), clock.now()
    for priority in ("BIASA", "LANSIA", "DARURAT", "BIASA", "HAMIL"):
        last = actions.take_number(
            post_id=cast.post.pk, form_key=new_id(), priority=priority, by=officer, at=now
        )  # fmt: skip
    actions.call_next(post_id=cast.post.pk, counter="Loket 1", by=officer, at=now)
    actions.open_display(post_id=cast.post.pk, by=officer, at=now)
    return last


def _interrupt(page: Any, live_server: Any, width: int) -> None:
    """By keyboard only: the story, the name, Enter; the card of who looks alike; there the next key is a choice."""
    page.goto(live_server.url + reverse("web:desk:case-register"))
    page.keyboard.type("Beras habis, anak demam.")
    page.keyboard.press("Tab")  # whether it is about an official
    page.keyboard.press("Tab")
    page.keyboard.type("Siti Contoh")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Mungkin Siti Contoh sudah terdaftar").wait_for()
    take_picture(page, f"staff-case-candidates-{width}")
    assert_sound(page)
    page.goto(f"{live_server.url}{reverse('web:desk:case-list')}?tab=team")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('th') === document.querySelector('.case-list th[scope=row]')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cari-tiket"
    page.keyboard.type("?")
    assert page.locator("#cari-tiket").input_value() == "?", "a key that is typed is no shortcut"
