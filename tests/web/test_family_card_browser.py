"""The family card in a real browser: fits a phone and a desk, is accessible, and prints on one A4."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.registry import actions
from rangkul.registry.models import OutsideMembership
from tests.browser import assert_sound, take_picture
from tests.people import Cast
from tests.registry.factories import a_kk, a_nik, make_condition, make_family, make_identity, make_person, make_status
from tests.web.test_vulnerable_pages import PNG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_family(cast: Cast) -> Any:
    """Five people, four programmes of others with a gap and double aid, six deciles, a photo, a point, a mark."""
    head = make_person("Andi Contoh", nik=a_nik(1), nik_status="ADA_PADAN", sex="L", address="Jl. Contoh 1")
    others = [
        make_person(f"{name} Contoh", nik=a_nik(10 + n)) for n, name in enumerate(("Besse", "Baso", "Tenri", "Ambo"))
    ]
    family = make_family(head, *others, kk=a_kk(1), livelihood="PERTANIAN", rt="001", rw="002")
    periods = [
        (family, "PKH", 2021, 2023), (family, "PKH", 2024, None), (others[0], "PKH", 2025, None),
        (family, "BPNT", 2022, None), (head, "PBI_JK", 2020, None), (others[1], "KIP", 2023, 2025),
    ]  # fmt: skip
    for subject, programme, start, end in periods:
        OutsideMembership.objects.create(
            **{"family" if subject is family else "person": subject}, programme=programme, number=f"N-{start}",
            period=DateRange(date(start, 1, 1), date(end, 1, 1) if end else None), source="DTSEN", created_at=clock.now(),
        )  # fmt: skip
    for year, decile in enumerate((2, 2, 3, 1, 4, 2)):
        make_status(family, decile, since=date(2021 + year, 1, 1), source="DTSEN" if year > 3 else "DTKS")
    make_identity(head, "ID_DTKS", "731201200100000042")
    make_condition(others[3], "DISABILITAS", disability_type="FISIK")
    officer = cast.actor("BACK_OFFICE")
    at = clock.now()
    actions.record_point(family_id=family.pk, latitude=-4.350121, longitude=119.886512, by=officer, at=at, accuracy_m=8)
    actions.add_photo(family_id=family.pk, content=PNG, name="rumah.png", view="DEPAN", by=officer, at=at)
    actions.mark_group(type_code="FM", family_id=family.pk, evidence="musyawarah desa", by=officer, at=at)
    actions.record_disability(
        person_id=others[3].pk, types=["FISIK", "SENSORIK"], cause="STROKE", has_asked_devices=True, communication="LISAN",
        answers={"seeing": 2, "hearing": 1, "walking": 4, "remembering": 1, "selfcare": 3, "communicating": 1},
        devices=[actions.Device("KURSI_RODA", "DIBUTUHKAN", "dewasa")], by=officer, at=at,
    )  # fmt: skip
    return family, others[3]


@pytest.mark.requirement("W02")
def test_the_card_at_both_widths_and_on_paper(
    live_server: Any, page_at: Callable[..., Page], transactional_db: None
) -> None:
    cast = Cast.gather()
    family, disabled = a_family(cast)
    client = Client()
    client.force_login(cast.user("BACK_OFFICE"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    card = f"{live_server.url}/registri/keluarga/{family.pk}/"
    for width in (360, 1280):
        page = page_at(width)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page.goto(card)
        take_picture(page, f"family-card-{width}")
        assert_sound(page)
        expect(page.get_by_text("Ada 2 masa bantuan ganda")).to_be_visible()
        page.goto(f"{live_server.url}/registri/orang/{disabled.pk}/disabilitas/")
        if width == 360:
            page.get_by_label("Penanganan kasus warga").check()
            page.get_by_role("button", name="Lanjutkan").click()
        take_picture(page, f"disability-{width}")
        assert_sound(page)
        for name, path in (("disability-board", "difabel/"), ("group-board", "kelompok/")):
            page.goto(f"{live_server.url}/registri/{path}")
            take_picture(page, f"{name}-{width}")
            assert_sound(page)
    page.goto(f"{live_server.url}/registri/orang/{disabled.pk}/disabilitas/catat/")
    take_picture(page, "disability-record-1280")
    assert_sound(page)
    page.goto(f"{card}?cetak")
    take_picture(page, "family-paper")
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
