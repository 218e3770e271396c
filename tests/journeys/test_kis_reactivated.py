"""The man whose KIS went inactive: desk, papers, assessment, decision, referral to BPJS, reactivated, told, closed."""

import re
from datetime import date

import pytest

from rangkul.kernel import clock
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from tests.journeys.district import HOME, District
from tests.journeys.stations import follow_ticket, register_need
from tests.journeys.walk import Visitor, Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]
ALSO = ()
NAME = "Contoh Samsul"
PHONE = "081200004321"
PAPERS = ("Surat keterangan tidak mampu", "KTP dan Kartu Keluarga", "Surat sakit dari dokter", "Foto diri")


def given_a_man_with_an_ended_card(district: District) -> object:
    """He was in PBI-JK until September; BPJS ended it, and the registry knows."""
    worker = district.actors["BACK_OFFICE"]
    now = clock.now()
    person = registry_actions.register_person(name=NAME, area=HOME, sex="L", by=worker, at=now)
    registry_actions.record_identity(
        kind="JKN", value="0000000004321", person_id=person.pk, on=date(2024, 1, 1), by=worker, at=now
    )
    registry_actions.record_outside_membership(
        programme="PBI_JK", person_id=person.pk, number="0000000004321", on=date(2024, 1, 1), until=date(2026, 9, 1),
        source="BPJS", by=worker, at=now,
    )  # fmt: skip
    return person.pk


def answer(official: Visitor, *states: str) -> None:
    """Go through the requirements in order."""
    for paper, state in zip(PAPERS, states, strict=True):
        official.choose(state, within=paper)


@pytest.mark.requirement("R114")
@pytest.mark.requirement("R410")
def test_his_card_is_reactivated_and_he_is_told(walk: Walk, district: District) -> None:
    person_id = given_a_man_with_an_ended_card(district)
    front = walk.sign_in_as("FRONT_OFFICE")
    ticket = register_need(front, "KIS saya tidak aktif waktu mau berobat di puskesmas.", NAME, PHONE)
    case = front.page.url
    front.follow("Cocokkan dengan registri")
    front.press("Ini orangnya")
    front.follow("Pilih layanan")
    front.select("Layanan", "L06")
    front.press("Pakai layanan ini")
    answer(front, "ada", "ada", "kurang", "ada")
    front.unfold("Surat sakit dari dokter")
    front.fill("Mengapa kurang: Surat sakit", "belum dibawa")
    front.fill("Yang perlu dibawa: Surat sakit", "surat dari puskesmas")
    front.picture("kis-kelengkapan")
    front.press("Simpan, lalu kembalikan ke warga")
    front.press("Kembalikan")
    front.sees("tenggat berhenti", "Yang masih kurang")

    citizen = walk.citizen(width=360)
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("Yang perlu Anda lengkapi", "Surat sakit dari dokter", "surat dari puskesmas")
    citizen.sees_not(NAME, "KIS saya")
    citizen.picture("kis-warga-360")

    front.press("Warga sudah melengkapi")
    front.follow("Kelengkapan")
    answer(front, "ada", "ada", "ada", "ada")
    front.press("Simpan kelengkapan")
    front.sees("4 dari 4 syarat ada", "dalam tenggat")

    back = walk.sign_in_as("BACK_OFFICE")
    back.open(case.removeprefix(back.address))
    back.press("Mulai menangani")
    back.follow("Tulis kajian")
    back.fill("Kebutuhan", "Berobat rutin tiap bulan; iurannya berhenti dibayar pemerintah.")
    back.fill("Keadaan", "Buruh tani, tiga tanggungan, masih terdaftar di DTKS.")
    back.choose("sedang: memburuk bila lama")
    back.choose("rujukan ke lembaga lain")
    back.fill("Rekomendasi petugas", "Rujuk ke BPJS Kesehatan untuk reaktivasi.")
    back.press("Simpan kajian")
    back.press("Ajukan penetapan")
    back.sees("menunggu penetapan")
    back.picture("kis-kasus")

    head = walk.sign_in_as("PUSKESOS_COORDINATOR")
    head.open(case.removeprefix(head.address))
    head.sees("Juga sedang membuka kasus ini", "Aswad Contoh")
    head.follow("Tetapkan")
    head.choose("disetujui")
    head.select("Jalan, bila disetujui", "rujukan")
    head.press("Simpan penetapan")
    head.sees("Mirna Contoh", "disetujui")

    back.open(case.removeprefix(back.address))
    back.follow("Rujuk ke lembaga")
    back.select("Dirujuk ke", "BPJS Kesehatan")
    back.fill("Masalah dan alasan merujuk", "KIS tidak aktif sejak September; masih memenuhi syarat.")
    back.fill("Layanan yang diminta", "reaktivasi PBI-JK")
    back.press("Buat surat dan rujuk")
    assert "reaktivasi PBI-JK" in words_of_pdf(back.fetch(re.compile("Surat pengantar")))
    back.follow(re.compile("Catat jawaban"))
    back.choose("Selesai dengan hasil")
    back.fill("Isi jawaban", "Kepesertaan aktif kembali mulai hari ini.")
    back.press("Simpan jawaban")

    back.open("web:registry:person-record", person_id, "program")
    back.select("Program", "PBI-JK")
    back.fill("Nomor peserta", "0000000004321")
    back.fill_date("Menerima sejak", clock.local_date(clock.now(), "WITA"))
    back.fill("Dasar", "jawaban BPJS Kesehatan atas rujukan")
    back.press("Periksa jawaban")
    back.press("Simpan")
    seen = registry_queries.get_person(district.actors["BACK_OFFICE"], person_id)  # type: ignore[arg-type]
    assert sorted(each.is_in_force for each in seen.outside) == [False, True]

    back.open(case.removeprefix(back.address))
    back.follow("Tutup dengan hasil")
    back.choose("tertangani, bantuan/layanan diterima")
    back.fill("Kalimat untuk warga", "KIS Anda aktif kembali. Bawa KTP saat berobat.")
    back.press("Tutup kasus")
    back.sees("Ditutup", "tertangani")
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("KIS Anda aktif kembali", "Selesai")
