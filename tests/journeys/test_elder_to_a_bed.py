"""A neglected elder is found on the road by the facilitator, referred to a panti, given a bed, and her case closed."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from rangkul.institutions import actions as institutions_actions
from rangkul.institutions.models import Institution, Residency
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from tests.journeys.district import NEXT_DOOR, REGENCY
from tests.journeys.walk import Visitor, Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]
NAME = "Contoh Hadrah"
PANTI = "Panti Sosial Contoh Mappakasunggu"
OFFICE = system_actor(
    "uji", permissions=frozenset({"institutions.directory.change", "institutions.institution.change"})
)


def given_a_panti() -> Institution:
    """A panti next door that takes in the whole regency: two beds for women, accredited until next month."""
    now = clock.now()
    today = clock.local_date(now, "Asia/Makassar")
    panti = institutions_actions.register_institution(
        name=PANTI, kind="PANTI", area=NEXT_DOOR, serves_area=REGENCY, leader_name="Contoh Kepala", by=OFFICE, at=now
    )
    told = {"institution_id": panti.pk, "by": OFFICE, "at": now}
    institutions_actions.set_beds(
        **told, name="Wisma Melati", beds=2, serves="LANSIA", sex="P", since=today - timedelta(days=400)
    )
    institutions_actions.record_accreditation(
        **told, grade="A", body="BALKS", number="", since=today - timedelta(days=700), until=today + timedelta(days=30)
    )
    return panti


def hear_of_her(facilitator: Visitor) -> None:
    """The facilitator writes down whom they met; it came by outreach."""
    facilitator.open("web:desk:case-list")
    facilitator.follow("Catat kebutuhan")
    facilitator.fill("Apa yang dibutuhkan?", "Nenek tinggal sendiri di gubuk tepi sawah, tidak ada yang merawat.")
    facilitator.fill("Nama warga yang butuh bantuan", NAME)
    facilitator.page.locator("#isi [name=channel]").select_option("PENJANGKAUAN")
    facilitator.press("Catat dan beri tiket")
    facilitator.sees("Penjangkauan")


@pytest.mark.requirement("R127")
@pytest.mark.requirement("B09")
def test_a_neglected_elder_gets_a_bed(walk: Walk) -> None:
    panti = given_a_panti()
    facilitator = walk.sign_in_as("FACILITATOR")
    hear_of_her(facilitator)
    facilitator.follow("Cocokkan dengan registri")
    facilitator.follow("Daftarkan warga baru")
    facilitator.choose("Tidak punya")
    facilitator.choose("perempuan")
    facilitator.press("Daftarkan dan cocokkan")
    facilitator.sees("Warga terdaftar", NAME)

    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:case-list")
    back.follow(NAME)
    back.press("Mulai menangani")
    back.follow("Rujuk ke lembaga")
    back.select("Dirujuk ke", "Panti dan LKS")
    back.fill("Masalah dan alasan merujuk", "Lanjut usia terlantar, tidak ada keluarga; mohon diterima di panti.")
    back.press("Buat surat dan rujuk")
    back.follow(re.compile("Catat masuk panti atau LKS"))
    place = back.page.get_by_label("Lembaga dan kamar")
    expect(place).to_contain_text(f"{PANTI}: Wisma Melati, lanjut usia, perempuan, 2 kosong")
    place.select_option(value=place.locator("option", has_text="Wisma Melati").get_attribute("value"))
    back.picture("panti-terima-rujukan")
    back.press("Catat masuk")
    back.sees("Masuk lembaga dicatat", f"Diterima dan tinggal di {PANTI}")
    back.follow("Tutup dengan hasil")
    back.choose("tertangani, bantuan/layanan diterima")
    back.fill("Kalimat untuk warga", "Ibu Hadrah sekarang dirawat di panti.")
    back.press("Tutup kasus")
    back.sees("Ditutup")
    stay = Residency.objects.get()
    assert (stay.institution_id, stay.came_by, stay.name) == (panti.pk, "RUJUKAN", NAME)
    back.open("web:registry:person", stay.person_id)
    back.sees("Tinggal di lembaga", PANTI, f"Mulai tinggal di {PANTI} (rujukan SLRT)")

    officer = walk.sign_in_as("PROGRAMME_OFFICER")
    officer.open("web:institutions:institution-list", query="?kosong=LANSIA&habis=on")
    officer.sees(PANTI, "1 dari 2", "A sampai")
    officer.picture("panti-daftar")
    officer.follow(PANTI)
    officer.sees("1 dari 2 tempat tidur terisi", "1 kosong")
    officer.picture("panti-profil")
    officer.follow(re.compile("^Penghuni$"))
    officer.follow(NAME)
    officer.sees("mohon diterima di panti", "Wisma Melati")
