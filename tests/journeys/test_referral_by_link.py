"""The woman without a family card: from the village desk to an issued KK, the civil registry answering by its link."""

import re

import pytest

from tests.journeys.district import District
from tests.journeys.stations import follow_ticket, register_need
from tests.journeys.walk import Visitor, Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]
NAME = "Contoh Halimah"
PHONE = "081200004321"
CARD = "7312010101260007"
BUDGET = 30_000


@pytest.mark.requirement("R114")
@pytest.mark.requirement("R407")
@pytest.mark.requirement("R408")
def test_a_woman_without_a_card_gets_one(walk: Walk, district: District) -> None:
    front = walk.sign_in_as("FRONT_OFFICE")
    ticket = register_need(front, "Belum punya KK sejak pindah, anak tidak bisa didaftarkan sekolah.", NAME, PHONE)
    front.follow("Cocokkan dengan registri")
    front.follow("Daftarkan warga baru")
    front.choose("Tidak punya")
    front.choose("perempuan")
    front.press("Daftarkan dan cocokkan")

    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:case-list")
    back.follow(NAME)
    back.follow("Rujuk ke lembaga")
    back.search("belum punya kartu kluarga")
    back.follow("Penerbitan Kartu Keluarga")
    back.picture("referral-send")
    back.fill("Masalah dan alasan merujuk", "Pindah dari luar kabupaten tanpa KK; minta diterbitkan.")
    back.press("Buat surat dan rujuk")
    assert "lembar kode" in words_of_pdf(back.fetch(re.compile("Surat pengantar")))
    back.follow("Dinas Kependudukan dan Pencatatan Sipil")
    link = back.page.get_by_label("Salin tautan").input_value()
    code = code_in(back.fetch("Lembar kode jawaban"))
    back.picture("referral")

    agency = agency_opens(walk, link, code)
    agency.choose("Diterima, akan dilayani")
    agency.press("Kirim jawaban")
    agency.sees("Terima kasih", "diterima")
    agency.choose("Selesai dengan hasil")
    agency.fill("Isi jawaban", "KK sudah terbit, diambil warga di loket 2.")
    agency.fill("Nomor KK yang terbit", CARD)
    agency.press("Kirim jawaban")
    agency.sees("Rujukan ini sudah selesai")
    agency.sees_not(ticket)

    back.open("web:home:worklist")
    back.sees("Rujukan kembali ke meja")
    back.follow(re.compile("Dinas Kependudukan"))
    back.sees("KK sudah terbit, diambil warga di loket 2.")
    back.follow("Catat KK di registri")
    back.fill("Nomor KK", CARD)
    back.press("Catat di registri")
    back.sees("lihat keluarganya")
    back.follow("Tutup dengan hasil")
    back.choose("rujukan selesai, hasil tercatat")
    back.fill("Kalimat untuk warga", "KK Anda sudah terbit dan tercatat. Sekolah dapat didaftarkan.")
    back.press("Tutup kasus")

    citizen = walk.citizen(width=360)
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("KK Anda sudah terbit")
    citizen.sees_not(NAME, CARD)


def code_in(slip: bytes) -> str:
    """The answer code on the slip that goes with the letter."""
    found = re.search(r">([0-9A-Z]{3}) ([0-9A-Z]{3})</strong>", slip.decode())
    assert found
    return "".join(found.groups())


def agency_opens(walk: Walk, link: str, code: str) -> Visitor:
    """Somebody of the agency at a telephone without scripts: the link and its code."""
    agency = walk.citizen(width=360)
    agency.open(link.removeprefix(walk.address))
    agency.sees("menunggu jawaban")
    agency.sees_not(NAME, "Halimah", "KK")
    agency.fill("Kode jawaban", code)
    agency.press("Buka rujukan")
    agency.sees("Contoh H.", "minta diterbitkan")
    agency.sees_not("Halimah")
    assert agency.cost <= 3 * BUDGET
    agency.picture("referral-answer-360")
    return agency
