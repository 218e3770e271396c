"""A quarter's deciles and what they touch: the file uploaded, approved, applied, and compared, in a real browser."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from rangkul.kernel import clock
from rangkul.platform.importing.actions import approve_batch, upload_file
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from rangkul.registry.models import Family, WelfareStatus
from tests.browser import assert_sound, take_picture
from tests.exchange.make_files import write_csv
from tests.people import REGENCY, Cast
from tests.registry.factories import a_kk, make_family, make_outside, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Ambo Contoh", "Besse Contoh", "Cicci Contoh")


def quarter(path: Path, period: str, deciles: Sequence[int]) -> Path:
    """A DTSEN file of the three families."""
    header = ["periode", "no_kk", "nik", "nama_kepala_keluarga", "desil_nasional", "peringkat_nasional"]
    rows = ([period, a_kk(place), "", name, decile, ""] for place, (name, decile) in enumerate(zip(NAMES, deciles, strict=True), 1))  # fmt: skip
    return write_csv(path, header, iter(rows))


def applied_before(path: Path, cast: Cast, as_of: date) -> None:
    """An earlier quarter's file, already applied."""
    batch = upload_file(
        file_name=path.name, pieces=[path.read_bytes()], area=str(REGENCY), as_of=as_of,
        by=cast.actor("DATA_OFFICER"), at=clock.now(),
    )  # fmt: skip
    run_waiting_jobs()
    approve_batch(batch.pk, by=cast.actor("DIVISION_HEAD"), at=clock.now(), has_answered=True)
    run_waiting_jobs()


def signed_in(page: Page, cast: Cast, role: str, address: str) -> Page:
    client = Client()
    client.force_login(cast.user(role))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return page


@pytest.mark.requirement("B04")
def test_a_quarters_deciles_and_what_they_touch(
    tmp_path: Path, live_server: Any, page_at: Callable[..., Page], transactional_db: None
) -> None:
    load_reference(within=(REGENCY,))
    cast = Cast.gather()
    families = [make_family(make_person(name), kk=a_kk(place)) for place, name in enumerate(NAMES, 1)]
    make_outside(families[0], "PKH")
    applied_before(quarter(tmp_path / "tw2.csv", "2026-TW2", (2, 5, 3)), cast, date(2026, 6, 20))

    address = live_server.url
    officer = signed_in(page_at(1280), cast, "DATA_OFFICER", address)
    officer.goto(address + reverse("web:imports:upload"))
    path = quarter(tmp_path / "tw3.csv", "2026-TW3", (7, 1, 3))
    officer.get_by_label("Berkas", exact=True).set_input_files(path)
    for label, text in (("Hari", "20"), ("Bulan", "9"), ("Tahun", "2026")):
        officer.get_by_label(label, exact=True).fill(text)
    officer.get_by_label("Wilayah").select_option(str(REGENCY))
    officer.get_by_role("button", name="Unggah dan periksa").click()
    officer.wait_for_url("**/impor/*-*/")
    run_waiting_jobs()
    head = signed_in(page_at(1280), cast, "DIVISION_HEAD", address)
    head.goto(officer.url)
    expect(head.get_by_role("link", name="Lihat apa yang berubah")).not_to_be_visible()
    with head.expect_navigation():
        head.get_by_role("button", name="Setujui dan terapkan").click()
    run_waiting_jobs()
    assert WelfareStatus.objects.filter(source="DTSEN").count() == 6
    assert Family.objects.count() == 3

    officer.goto(officer.url)
    officer.get_by_role("link", name="Lihat apa yang berubah").click()
    expect(officer.get_by_text("DTSEN 2026-TW2 → 2026-TW3")).to_be_visible()
    take_picture(officer, "deciles-1280")
    assert_sound(officer)
    narrow = signed_in(page_at(360), cast, "DATA_OFFICER", address)
    narrow.goto(f"{address}/laporan/desil/")
    take_picture(narrow, "deciles-360")
    assert_sound(narrow)
    officer.get_by_role("link", name="Desil naik").click()
    officer.get_by_role("link", name="Ambo Contoh").click()
    officer.get_by_role("link", name="Ajukan perubahan").click()
    take_picture(officer, "change-new-1280")
    assert_sound(officer)
    officer.get_by_role("link", name="pecah KK").click()
    take_picture(officer, "change-ask-1280")
    assert_sound(officer)
