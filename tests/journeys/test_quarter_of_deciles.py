"""A quarter's deciles and what they touch, from the village's page to the comparison, in a real browser."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from rangkul.kernel import clock
from rangkul.registry import actions
from tests.browser import assert_sound, take_picture
from tests.people import Cast
from tests.registry.factories import make_family, make_outside, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("B04")
def test_a_quarters_deciles_and_what_they_touch(
    live_server: Any, page_at: Callable[..., Page], transactional_db: None
) -> None:
    cast = Cast.gather()
    office = cast.actor("DATA_OFFICER")
    families = [make_family(make_person(name)) for name in ("Ambo Contoh", "Besse Contoh", "Cicci Contoh")]
    make_outside(families[0], "PKH")
    for family, then, now in zip(families, (2, 5, 3), (7, 1, 3), strict=True):
        for decile, on in ((then, date(2026, 4, 1)), (now, date(2026, 7, 1))):
            actions.record_status(
                family_id=family.pk, source="DTSEN", decile=decile, on=on, evidence="uji", by=office, at=clock.now()
            )
    client = Client()
    client.force_login(cast.user("DATA_OFFICER"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    for width in (360, 1280):
        page = page_at(width)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/laporan/desil/")
        assert page.get_by_text("DTSEN 2026-TW2 → 2026-TW3").is_visible()
        take_picture(page, f"deciles-{width}")
        assert_sound(page)
    page.get_by_role("link", name="Desil naik").click()
    page.get_by_role("link", name="Ambo Contoh").click()
    page.get_by_role("link", name="Ajukan perubahan").click()
    take_picture(page, "change-new-1280")
    assert_sound(page)
    page.get_by_role("link", name="pecah KK").click()
    take_picture(page, "change-ask-1280")
    assert_sound(page)
