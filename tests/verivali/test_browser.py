"""A campaign in a real browser: opened and divided at a desk, visited on a phone, reviewed; every page sound."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from rangkul.verivali.models import Subject
from tests.browser import DESK, PHONE, PageAt, assert_sound, take_picture
from tests.people import Cast
from tests.verivali.stage import WG_FINE, make_areas, with_disability

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHOICES = {"1": "Tidak, tidak ada kesulitan", "3": "Ya, banyak kesulitan"}


@pytest.mark.requirement("R118")
@pytest.mark.requirement("R121")
def test_a_campaign_from_its_opening_to_the_review(live_server: Any, page_at: PageAt, transactional_db: None) -> None:
    make_areas()
    cast = Cast.gather()
    person = with_disability("Siti Contho", rt="002", rw="001")
    cast.user("FACILITATOR")

    def signed_in(role: str, width: int) -> Page:
        client = Client()
        client.force_login(cast.user(role))
        page = page_at(width)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    def look(page: Page, name: str) -> None:
        take_picture(page, f"verivali-{name}")
        assert_sound(page)

    desk = signed_in("DATA_OFFICER", DESK)
    desk.goto(f"{live_server.url}/verivali/")
    look(desk, "empty")
    desk.get_by_role("link", name="Susun kegiatan").click()
    look(desk, "create")
    desk.get_by_label("Nama kegiatan").fill("Validasi difabel 2026")
    desk.get_by_label("Semua penyandang disabilitas").check()
    desk.get_by_label("Wilayah", exact=True).select_option("73.12")
    desk.get_by_label("Kesulitan berfungsi").check()
    desk.get_by_role("button", name="Simpan rancangan").click()
    look(desk, "draft")
    desk.get_by_role("button", name="Buka kegiatan").click()
    desk.get_by_role("button", name="Ya, lanjutkan").click()
    desk.get_by_role("link", name="Bagi tugas").click()
    look(desk, "assign")
    desk.get_by_role("button", name="Bagi merata").click()
    desk.get_by_text("1 sasaran dibagikan kepada 1 petugas.").wait_for()

    phone = signed_in("FACILITATOR", PHONE)
    phone.goto(f"{live_server.url}/verivali/tugas/")
    look(phone, "mine")
    phone.get_by_role("link", name="Siti Contho").click()
    look(phone, "subject")
    phone.get_by_role("button", name="Mulai atau lanjutkan kunjungan").click()
    phone.get_by_role("link", name="Hasil kunjungan").click()
    look(phone, "result")
    today = desk.evaluate("new Date().toLocaleDateString('en-CA').split('-')")
    for part, value in zip(("Tahun", "Bulan", "Hari"), today, strict=True):
        phone.get_by_role("group", name="Tanggal kunjungan").get_by_label(part).fill(value)
    phone.get_by_label("terkonfirmasi", exact=True).check()
    phone.get_by_role("button", name="Simpan").click()
    look(phone, "visit")
    phone.get_by_role("link", name="Karena keadaan kesehatannya").click()
    look(phone, "questions")
    for name, answer in (WG_FINE | {"berjalan": "3"}).items():
        phone.locator(f"input[name={name}][value='{answer}']").check()
    phone.get_by_role("button", name="Simpan").click()
    phone.get_by_role("link", name="Jenis, sebab, dan sejak kapan").click()
    phone.locator("input[name=lainnya][value=TIDAK]").check()
    phone.locator("input[name=jenis][value=FISIK]").check()
    phone.get_by_role("button", name="Simpan").click()
    phone.locator("input[name=sebab][value=LAHIR]").check()
    look(phone, "kinds")
    phone.get_by_role("button", name="Simpan").click()
    phone.get_by_role("link", name="Alat bantu dan pendamping").click()
    phone.locator("input[name=pendamping][value=ANGGOTA_KELUARGA]").check()
    phone.locator("input[name=dilayani][value=TIDAK]").check()
    phone.get_by_role("button", name="Simpan").click()
    phone.get_by_role("link", name="Periksa data registri").click()
    phone.locator("input[name=name_verdict][value='2']").check()
    phone.locator("input[name=name_value]").fill("Siti Contoh")
    look(phone, "pairs")
    phone.get_by_role("button", name="Simpan").click()
    phone.get_by_role("button", name="Kirim untuk diperiksa").click()
    phone.get_by_text("Hasil kunjungan dikirim.").wait_for()

    supervisor = signed_in("SUPERVISOR", DESK)
    supervisor.goto(f"{live_server.url}/verivali/pemeriksaan/")
    supervisor.get_by_role("link", name="Siti Contho").click()
    supervisor.get_by_role("link", name="kunjungan pertama").click()
    supervisor.get_by_role("link", name="Periksa", exact=True).click()
    look(supervisor, "review")
    supervisor.get_by_role("button", name="Setujui hasil").click()
    supervisor.get_by_text("Hasil kunjungan disetujui.").wait_for()
    assert Subject.objects.get().state == "APPROVED"
    person.refresh_from_db()
    assert person.name == "Siti Contoh"
    supervisor.goto(f"{live_server.url}/registri/orang/{person.pk}/")
    supervisor.get_by_text("Divalidasi").wait_for()
    desk.goto(f"{live_server.url}/verivali/")
    desk.get_by_role("link", name="Validasi difabel 2026").click()
    look(desk, "board")
    desk.set_viewport_size({"width": PHONE, "height": 800})
    look(desk, "board-phone")
