"""A dirty file in the browser: sent in pieces, mended in the workbook, fed again, approved by another, undone."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from rangkul.platform.importing.models import ImportBatch, UploadSession
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from rangkul.reference.queries import list_villages
from rangkul.registry.models import Person
from tests.browser import PHONE, PageAt, assert_sound, take_picture
from tests.importing import files
from tests.importing.test_mapping import person, table
from tests.people import KECAMATAN, REGENCY, Cast

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(page: Page, cast: Cast, role: str, address: str) -> Page:
    """A page whose visitor is the official of this role."""
    client = Client()
    client.force_login(cast.user(role))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return page


def upload(page: Page, path: Path, village: str) -> None:
    page.get_by_label("Berkas", exact=True).set_input_files(path)
    for label, text in (("Hari", "1"), ("Bulan", "7"), ("Tahun", "2022")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Wilayah").select_option(village)
    page.get_by_label("Setiap baris adalah satu").select_option("PERSON")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.wait_for_url("**/impor/*-*/")


@pytest.mark.requirement("W01")
def test_errors_mended_fed_again_approved_and_undone(
    tmp_path: Path, cast: Cast, live_server: Any, page_at: PageAt
) -> None:
    load_reference(within=(REGENCY,))
    village = str(list_villages(KECAMATAN)[0].code)
    address = live_server.url
    officer = signed_in(page_at(), cast, "DATA_OFFICER", address)
    officer.goto(address + reverse("web:imports:upload"))
    assert_sound(officer)
    take_picture(officer, "imports-upload")
    rows = [files.row(nik="0000010101900001"), files.row(nik="12345", nama="SITTI CONTOH")]
    upload(officer, files.workbook(tmp_path / "penduduk.xlsx", *rows), village)
    assert not UploadSession.objects.exists()
    expect(officer.locator("progress")).to_be_visible()
    run_waiting_jobs()
    officer.get_by_role("heading", name="Baris yang perlu diperbaiki").wait_for()
    assert_sound(officer)

    with officer.expect_download() as coming:
        officer.get_by_role("link", name="Unduh semua baris bermasalah").click()
    coming.value.save_as(tmp_path / "perbaikan.xlsx")
    book = load_workbook(tmp_path / "perbaikan.xlsx")
    sheet = book.worksheets[0]
    place = next(cell.column for cell in sheet[1] if cell.value == "nik")
    assert sheet.cell(2, place).value == "12345"
    sheet.cell(2, place).value = "0000010101900002"
    book.save(tmp_path / "perbaikan.xlsx")
    parent = officer.url
    officer.get_by_role("link", name="Unggah lembar perbaikan").click()
    officer.get_by_label("Berkas", exact=True).set_input_files(tmp_path / "perbaikan.xlsx")
    officer.get_by_role("button", name="Unggah dan periksa").click()
    officer.wait_for_url("**/impor/*-*/")
    run_waiting_jobs()
    officer.get_by_role("link", name="penduduk.xlsx").wait_for()
    child = officer.url
    officer.wait_for_load_state("networkidle")  # the page that showed progress loads itself anew when it is done
    officer.goto(parent)
    officer.get_by_text("1 baris sudah diperbaiki.").wait_for()

    head = signed_in(page_at(), cast, "DIVISION_HEAD", address)
    for batch in (parent, child):
        head.goto(batch)
        head.get_by_role("link", name="Lihat semua perbedaan").click()
        assert_sound(head)
        head.get_by_role("cell", name="didaftarkan").wait_for()
        head.goto(batch)
        with head.expect_navigation():
            head.get_by_role("button", name="Setujui dan terapkan").click()
        run_waiting_jobs()
    assert set(Person.objects.values_list("name", flat=True)) == {"BASO CONTOH", "SITTI CONTOH"}

    officer.goto(child)
    officer.get_by_text("Batalkan impor ini seluruhnya").click()
    officer.get_by_label("Alasan").fill("salah orang")
    with officer.expect_navigation():
        officer.get_by_role("button", name="Batalkan impor", exact=True).click()
    run_waiting_jobs()
    officer.get_by_text("salah orang").first.wait_for()
    assert Person.objects.get().name == "BASO CONTOH"

    phone = signed_in(page_at(PHONE), cast, "DATA_OFFICER", address)
    phone.goto(address + reverse("web:imports:upload"))
    upload(phone, table(tmp_path / "kks.xlsx", person(11, "ANI CONTOH"), person(12, "UDIN CONTOH", "LK")), village)
    run_waiting_jobs()
    phone.get_by_role("link", name="Padankan kolom").click()
    assert_sound(phone)
    take_picture(phone, "imports-columns-360")
    phone.get_by_role("button", name="Simpan dan baca berkas").click()
    phone.wait_for_url("**/impor/*-*/")
    run_waiting_jobs()
    phone.get_by_role("link", name="Padankan isi kolom").click()
    assert_sound(phone)
    phone.get_by_label("Jenis kelamin: “PR”").fill("P")
    phone.get_by_label("Jenis kelamin: “LK”").fill("L")
    phone.get_by_role("button", name="Simpan dan baca ulang").click()
    phone.wait_for_url("**/impor/*-*/")
    run_waiting_jobs()
    phone.get_by_role("heading", name="Contoh orang baru").wait_for()
    assert_sound(phone)
    take_picture(phone, "imports-batch-360")
    assert ImportBatch.objects.latest("uploaded_at").rows_new == 2
