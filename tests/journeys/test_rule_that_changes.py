"""A threshold changes: reach and cost are seen, a second person publishes, the family hears the new answer, the old one stays."""

import re

import pytest
from playwright.sync_api import expect

from rangkul.insight.everybody.actions import take_snapshot
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.registry.models import Family
from tests.journeys.district import HOME
from tests.journeys.stations import RICE
from tests.journeys.walk import Visitor, Walk
from tests.programmes.factories import a_family, a_person, has_condition, has_decile, has_dtks_id
from tests.programmes.proposal_stage import today

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def given_families() -> Family:
    """Three food-insecure families of deciles 2, 3 and 4, and a snapshot of them; the last one is told about."""
    for decile in (2, 3, 4):
        family = a_family(HOME, head_name=f"CONTOH DESIL {decile}")
        has_dtks_id(a_person(HOME, family, name=f"CONTOH DESIL {decile}"))
        has_condition(family, "RAWAN_PANGAN")
        has_decile(family, decile)
    take_snapshot(as_of=today(), by=system_actor("uji"), at=clock.now())
    return family


@pytest.mark.requirement("B05")
@pytest.mark.requirement("R309")
def test_a_threshold_changes_and_everybody_can_read_why(walk: Walk) -> None:
    family = given_families()
    officer = walk.sign_in_as("PROGRAMME_OFFICER")
    officer.open("web:programmes:screening-family", family.pk)
    officer.press(re.compile(f"Simpan penilaian ini {RICE}"))
    officer.sees("Memenuhi syarat", "desil tertinggi 4")
    old_answer = officer.page.url.removeprefix(officer.address)

    head = walk.sign_in_as("DIVISION_HEAD")
    head.open("web:programmes:terms-history", "rastra")
    head.press("Susun versi baru")
    head.page.locator("[name=param-value-0]").fill("3")
    head.fill("Nilai tiap penyaluran (rupiah)", "100.000")
    head.fill("Dasar hukum", "Peraturan Bupati contoh 1/2026")
    head.fill("Apa yang berubah, dan mengapa", "Batas desil diturunkan")
    head.fill_date("Mulai berlaku", today())
    expect(head.page.locator("#hasil")).to_contain_text(re.compile(r"Memenuhi syarat\s*2 KK\s*\(-1"))
    expect(head.page.locator("#hasil")).to_contain_text("Rp200.000 tiap penyaluran")
    head.picture("aturan-ubah")
    head.press("Simpan rancangan")
    head.sees("3 atau kurang", "Tepat di batas desil")
    head.follow(re.compile("Contoh kasus"))
    head.page.locator("[name=expect-1]").select_option("tidak terpenuhi")
    head.press("Simpan contoh")
    head.open("web:programmes:terms-history", "rastra")
    head.follow(re.compile("Buka rancangan versi 2"))
    take_step(head, "Ajukan")
    head.sees("Rancangan diajukan")

    chief = walk.sign_in_as("OFFICE_HEAD")
    chief.open("web:programmes:terms-list")
    chief.follow(re.compile(RICE))
    take_step(chief, "Nyatakan")
    take_step(chief, "Terbitkan")
    chief.sees("Ketentuan diterbitkan")

    officer.open("web:programmes:screening-why", "rastra", "keluarga", family.pk)
    officer.sees("Tidak memenuhi", "desil tertinggi 3", "Ketentuan versi 2", "Peraturan Bupati contoh 1/2026", "DTSEN")
    officer.picture("aturan-mengapa")
    officer.open(old_answer)
    officer.sees("desil tertinggi 4", "tetap menurut versi 1")
    officer.sees_not("desil tertinggi 3")
    officer.follow("Lihat jawaban menurut ketentuan sekarang")
    officer.sees("Tidak memenuhi")


def take_step(official: Visitor, label: str) -> None:
    """From the page of a version through the page that asks."""
    official.follow(re.compile(label))
    official.press(re.compile(label))
