"""Pages of institutions, their requests, meals, applications and agreements in a real browser: phone and desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from rangkul.accounts.models import User
from rangkul.delivery.models import Cycle, Entitlement
from rangkul.institutions import actions
from rangkul.institutions.models import BedRequest
from rangkul.kernel import clock
from tests.browser import PageAt, assert_sound, take_picture
from tests.delivery.test_meals import Kitchen
from tests.desk.stage import make_areas
from tests.institutions.stage import TODAY, days_ago
from tests.people import REGENCY, VILLAGE, Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def given(kitchen: Kitchen) -> list[tuple[User, str, str]]:
    """A house that eats this month, asks for somebody and has been asked; applications and agreements; (who, name, path)."""
    make_areas()
    office, now = kitchen.officer, clock.now()
    month = TODAY.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    Cycle.objects.update(period_start=month, period_end=following)
    kitchen.eat(TODAY, at=now)
    actions.offer_bed(
        institution_id=kitchen.panti.pk, name="Hadrah Contoh", sex="P", birth_date=days_ago(29_000), origin="Pasar Takalala",
        reason="Ditemukan di pasar, tidak ada keluarga yang dikenal.", by=kitchen.own, at=now,
    )  # fmt: skip
    actions.record_accreditation(
        institution_id=kitchen.panti.pk, grade="A", body="BALKS", number="", since=days_ago(700),
        until=TODAY + timedelta(days=30), by=office, at=now,
    )  # fmt: skip
    made = [
        actions.apply_for_registration(
            name=f"LKS Contoh Cahaya Harapan {number}", kind="LKS_DISABILITAS", area=VILLAGE, leader_name="Contoh Ketua",
            phone="0812", address="Jalan Contoh Panjang Sekali Nomor 17, Kelurahan Contoh", papers=["AKTA", "AD_ART"],
            on=days_ago(40 * number), by=office, at=now,
        )
        for number in (1, 2)
    ]  # fmt: skip
    partner = actions.record_partnership(
        number="119/MoU/DINSOS/2026", subject="Pendampingan keluarga penyandang disabilitas dan pelatihan kerja",
        scope="Pendataan, rujukan, alat bantu dan pelatihan di delapan kecamatan.", party="Yayasan Contoh Peduli Difabel",
        party_kind="LSM", party_signer="Contoh Ketua", contact="0812", agency_id=None, area=REGENCY, since=days_ago(300),
        until=TODAY + timedelta(days=60), by=office, at=now,
    )  # fmt: skip
    official, own, line = (
        kitchen.cast.user("PROGRAMME_OFFICER"),
        kitchen.user,
        Entitlement.objects.get(institution=kitchen.panti),
    )
    return [
        (own, "lembaga-kerja", reverse("web:home:worklist")),
        (own, "lembaga-permintaan", reverse("web:institutions:request-list")),
        (own, "lembaga-minta", reverse("web:institutions:request-offer")),
        (own, "lembaga-makan", reverse("web:delivery:meal-sheet", args=[line.pk])),
        (own, "lembaga-makan-catat", reverse("web:delivery:meal-record", args=[line.pk, days_ago(0 if TODAY.day == 1 else 1).isoformat()])),
        (official, "lembaga-permintaan-satu", reverse("web:institutions:request", args=[BedRequest.objects.get().pk])),
        (official, "lembaga-pendaftaran", reverse("web:institutions:application-list")),
        (official, "lembaga-pendaftaran-satu", reverse("web:institutions:application", args=[made[0].pk])),
        (official, "lembaga-kerja-sama", reverse("web:institutions:partnership-list")),
        (official, "lembaga-kerja-sama-satu", reverse("web:institutions:partnership", args=[partner.pk])),
    ]  # fmt: skip


def test_pages_of_institutions_are_sound(live_server: Any, page_at: PageAt, transactional_db: None) -> None:
    shown = given(Kitchen(Cast.gather()))
    for width in (360, 1280):
        pages = {}
        for who, name, path in shown:
            if who.pk not in pages:
                pages[who.pk] = page_at(width)
                client = Client()
                client.force_login(who)
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
                pages[who.pk].context.add_cookies([cookie])
            page = pages[who.pk]
            page.goto(f"{live_server.url}{path}")
            take_picture(page, f"{name}-{width}")
            assert_sound(page)
