"""One citizen through the whole house: Ibu Contoh Rahmatia and her children are hungry, until somebody listens.

With RANGKUL_PICTURES every station is also a picture of docs/walk.md.
"""

import re
from pathlib import Path

import pytest

from tests.journeys import stations
from tests.journeys.district import REGENCY, District
from tests.journeys.stations import NAME, NIK, RICE, follow_ticket, register_need
from tests.journeys.walk import Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]
PHONE = "081200005678"
STORY = "Suami saya sudah meninggal. Sudah dua minggu anak-anak hanya makan sekali sehari."
HER = re.compile(NAME, re.IGNORECASE)


@pytest.mark.requirement("R401")
@pytest.mark.requirement("R409")
@pytest.mark.requirement("R410")
@pytest.mark.requirement("R017")
@pytest.mark.requirement("R018")
def test_a_hungry_family_is_heard_and_served(walk: Walk, district: District, tmp_path: Path) -> None:
    given_the_village_is_known(walk, district, tmp_path)
    stations.given_she_goes_hungry(district)
    ticket = when_she_tells_the_desk(walk)
    then_she_is_found_and_told_why_she_is_entitled(walk)
    when_the_village_proposes_and_the_office_decides(walk, ticket)
    when_she_is_served(walk)
    then_it_is_proven(walk, ticket)


def given_the_village_is_known(walk: Walk, district: District, folder: Path) -> None:
    """Steps 1 to 3: the place, the people who work there, and the registry from two files."""
    officer = walk.sign_in_as("DATA_OFFICER")
    officer.open("web:reference:search")
    officer.search("Batu Keramat")
    officer.sees("Desa Batu Kramat")
    officer.picture("01-wilayah")
    head = walk.sign_in_as("OFFICE_HEAD")
    head.open("web:organisation:office")
    head.follow("Puskesos Gattareng")
    head.picture("02-puskesos")
    file = stations.village_workbook(folder)
    stations.upload(officer, file, area="Desa Gattareng,")
    officer.picture("03-impor")
    chief = walk.sign_in_as("DIVISION_HEAD")
    chief.follow(file.name)
    chief.press("Setujui dan terapkan")
    stations.when_the_worker_has_run(officer, file.name)
    officer.sees("Diterapkan")
    stations.given_a_file(district, stations.dtks_file(folder), REGENCY)  # in the same way, which step 3 walks
    chief.open("web:programmes:catalogue")
    chief.sees("Rastra")
    chief.picture("04-katalog")


def when_she_tells_the_desk(walk: Walk) -> str:
    """Step 5: heard before anything else is asked. Returns the ticket."""
    citizen = walk.citizen(width=360)
    citizen.open("web:home:front")
    assert citizen.cost <= 30_000
    citizen.picture("00-depan-360")
    return register_need(walk.sign_in_as("FRONT_OFFICE"), STORY, NAME, PHONE)


def then_she_is_found_and_told_why_she_is_entitled(walk: Walk) -> None:
    """Search first, then at once what the family may claim, with reasons."""
    front = walk.sign_in_as("FRONT_OFFICE")
    front.follow("Cocokkan dengan registri")
    front.search("Conto Rohmatia")
    front.sees(NAME)
    front.picture("05-cocokkan")
    front.press(re.compile(f"Ini orangnya .*{NAME}", re.IGNORECASE))
    front.sees("sudah dicocokkan", RICE)
    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:case-list", query="?tab=team")
    back.follow(HER)
    back.press("Mulai menangani")
    back.sees("Yang menjadi hak keluarga ini", RICE)
    back.page.locator("#isi summary", has_text=RICE).first.click()
    back.picture("06-hak", highest=2_000)  # down to what she is entitled to
    assert NIK not in back.page.content()


def when_the_village_proposes_and_the_office_decides(walk: Walk, ticket: str) -> None:
    """Step 6: from the case into the village's proposal, up the ladder, and a decree on paper."""
    back = walk.sign_in_as("BACK_OFFICE")
    back.press(re.compile(f"Usulkan {RICE}"), refused=True)
    back.sees("Sudah menerima bantuan lain", "Bantuan Pangan Non Tunai")
    back.fill("Alasan boleh bersamaan", stations.BOTH)
    back.press("Usulkan dengan alasan ini")
    back.sees("Masuk ke daftar usulan desa")
    stations.submit(walk)
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    operator.sees(NAME)
    operator.picture("07-usulan")
    stations.step(walk, "KECAMATAN_OFFICER", "Teruskan ke Dinas")
    stations.step(walk, "PROGRAMME_OFFICER", "Nyatakan terverifikasi")
    paper = words_of_pdf(stations.decide(walk))
    head = walk.sign_in_as("DIVISION_HEAD")
    assert stations.number_of_decree(head) in paper
    assert NAME.casefold() in paper.casefold()
    head.picture("08-sk")
    citizen = walk.citizen(width=360)
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("Diusulkan")
    assert citizen.cost <= 30_000


def when_she_is_served(walk: Walk) -> None:
    """Step 7: the frozen list, the rice, the record of delivery."""
    stations.open_cycle(walk)
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    stations.open_recipients(operator)
    operator.picture("09-daftar-beku")
    stations.hand_over(operator)
    assert NAME.casefold() in words_of_pdf(stations.issue_bast(operator)).casefold()
    head = walk.sign_in_as("DIVISION_HEAD")
    head.open("web:insight:realisation")
    head.sees(RICE, "terlayani 1")
    head.picture("10-capaian")


def then_it_is_proven(walk: Walk, ticket: str) -> None:
    """Step 8: her case is closed, her family's page tells all of it, and her own telephone says so."""
    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:case-list", query="?tab=all")
    back.follow(HER)
    back.follow("Tutup dengan hasil")
    back.choose("tertangani, bantuan/layanan diterima")
    back.fill("Kalimat untuk warga", "Beras 10 kg sudah Ibu terima. Bantuan berlanjut tiap bulan.")
    back.press("Tutup kasus")
    back.follow("lihat keluarganya")
    back.sees(RICE, "PBI-JK", "Contoh Fadli", "Riwayat")
    back.picture("11-keluarga")
    citizen = walk.citizen(width=360)
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("Beras 10 kg sudah Ibu terima")
    citizen.picture("12-tiket-360")
    official = walk.sign_in_as("FRONT_OFFICE")
    official.open("web:home:worklist")
    official.picture("13-daftar-kerja")
    walk.sign_out("FRONT_OFFICE")
