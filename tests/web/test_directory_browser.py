"""The directory of services and the lists of referrals in a real browser: accessible, quiet, at 360 and 1280 px."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.institutions.actions import load_directory
from rangkul.institutions.models import Service
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from tests.browser import DESK, PHONE, PageAt, assert_sound, take_picture
from tests.desk.stage import a_referral, make_areas
from tests.people import REGENCY, Cast

pytestmark = pytest.mark.django_db(transaction=True)


def session_of(cast: Cast, role: str) -> str:
    client = Client()
    client.force_login(cast.user(role))
    return client.cookies["sessionid"].value


def test_pages_are_sound(transactional_db: None, live_server: Any, page_at: PageAt) -> None:
    make_areas()
    cast = Cast.gather()
    load_directory(area=REGENCY, by=system_actor("uji"), at=clock.now())
    referral = a_referral(cast)
    service = Service.objects.filter(code="LANSIA").get()
    keeper, desk = (session_of(cast, role) for role in ("PROGRAMME_OFFICER", "BACK_OFFICE"))
    pages = {
        "directory-services": (keeper, f"{reverse('web:institutions:service-list')}?q=lansia+telantar"),
        "directory-service": (keeper, reverse("web:institutions:service", args=[service.pk])),
        "directory-change": (keeper, reverse("web:institutions:service-change", args=[service.pk])),
        "referral-list": (desk, f"{reverse('web:desk:referral-list')}?tab=open"),
        "referral-answer": (desk, reverse("web:desk:referral-answer", args=[referral.pk])),
    }
    for width in (PHONE, DESK):
        page = page_at(width)
        for name, (session, url) in pages.items():
            page.context.clear_cookies()
            page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            page.goto(live_server.url + url)
            assert page.url.endswith(url), page.url
            take_picture(page, f"{name}-{width}")
            assert_sound(page)
