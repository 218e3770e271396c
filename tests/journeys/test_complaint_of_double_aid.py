"""A complaint of double aid: from a citizen's telephone to the answer, the review by somebody else, and the survey."""

import re

import pytest

from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.registry import actions as registry_actions
from tests.browser import PHONE as NARROW
from tests.journeys.district import HOME, KECAMATAN, District
from tests.journeys.walk import Visitor, Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]
ALSO = ()
PHONE = "081200004321"
WHO = "Contoh Halimah"
STORY = "Keluarga itu menerima Sembako dua kali: lewat suami dan lewat istri, sejak tiga bulan."


def follow_ticket(citizen: Visitor, ticket: str) -> None:
    citizen.open("web:desk:follow")
    citizen.fill("Nomor tiket", ticket)
    citizen.fill("Empat angka terakhir", PHONE[-4:])
    citizen.press("Lihat status")


@pytest.mark.requirement("R405")
def test_a_complaint_of_double_aid_from_the_telephone_to_answer_and_survey(walk: Walk, district: District) -> None:
    registry_actions.register_person(
        name=WHO, area=AreaCode.parse(HOME), sex="P", reason="pendataan",
        by=district.actors["BACK_OFFICE"], at=clock.now(),
    )  # fmt: skip

    citizen = walk.citizen(width=NARROW)
    citizen.open("web:desk:complaint-report", query=f"?kecamatan={KECAMATAN}")
    citizen.choose("Bantuan, kartu, atau data saya atau orang lain")
    citizen.press("Lanjut")
    citizen.picture("citizen-complaint-category")
    citizen.choose("Bantuan ganda")
    citizen.press("Lanjut")
    citizen.select("Desa atau kelurahan", "Gattareng,")
    citizen.fill("Bantuan atau program apa?", "Sembako")
    citizen.fill("Ceritakan", STORY)
    citizen.press("Lanjut")
    citizen.fill("Siapa yang dimaksud?", f"{WHO}, Dusun II")
    citizen.press("Lanjut")
    citizen.fill("Nama Anda", "Contoh Marlina")
    citizen.fill("Nomor HP", PHONE)
    citizen.press("Periksa jawaban")
    citizen.sees(STORY, WHO, PHONE)
    citizen.press("Kirim")
    citizen.sees("Pengaduan Anda diterima", "paling lambat")
    ticket = citizen.text_of(".ticket")
    assert citizen.page.locator("script").count() == 0

    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:complaint-list")
    back.picture("complaint-register")
    back.follow(re.compile("Bantuan ganda"))
    back.press("Mulai memeriksa")
    back.sees(STORY, "Contoh Marlina")
    back.follow("Cari di registri")
    back.search(WHO)
    back.press(re.compile("Ini orangnya"))
    back.sees("Warga yang dimaksud tercatat", "Di registri")
    back.picture("complaint")
    back.follow("Jawab")
    back.choose("terbukti, sudah ditindaklanjuti")
    back.fill("Jawaban untuk warga", "Kami sudah datang memeriksa. Kepesertaan atas nama istri diusulkan berhenti.")
    back.press("Simpan jawaban")
    back.sees("Jawaban tersimpan")

    follow_ticket(citizen, ticket)
    citizen.sees("Kepesertaan atas nama istri", "Bantuan ganda")
    citizen.picture("citizen-answer")
    citizen.follow("Tanggapi jawaban ini")
    citizen.press("Jawabannya cukup")
    citizen.sees("Pengaduan Anda selesai", "Bagaimana pelayanan kami?")
    citizen.picture("citizen-survey")
    for place in range(9):
        citizen.page.locator("#isi fieldset").nth(place).get_by_role("radio").nth(0).check()
    citizen.fill("Saran untuk kami", "Cepat dan jelas.")
    citizen.press("Kirim jawaban")
    citizen.sees("Terima kasih")
    follow_ticket(citizen, ticket)
    citizen.sees("terbukti, sudah ditindaklanjuti")
    citizen.sees_not("Isi survei kepuasan")

    head = walk.sign_in_as("OFFICE_HEAD")
    head.open("web:desk:complaint-figures")
    head.sees("Bantuan ganda", "100%")
