"""Step 5: somebody without any card comes to the desk, is registered, accompanied, and reads how far it is."""

import re
from pathlib import Path

import pytest

from tests.journeys.district import District
from tests.journeys.stations import follow_ticket, given_the_registry, register_need
from tests.journeys.walk import Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]
NAME = "Contoh Samad"
PHONE = "081200001234"


@pytest.mark.requirement("R401")
@pytest.mark.requirement("R406")
@pytest.mark.requirement("R407")
@pytest.mark.requirement("R408")
@pytest.mark.requirement("R114")
def test_a_man_without_papers_is_accompanied_to_the_civil_registry(
    walk: Walk, district: District, tmp_path: Path
) -> None:
    given_the_registry(district, tmp_path)
    front = walk.sign_in_as("FRONT_OFFICE")
    ticket = register_need(front, "Tidak punya KK dan KTP, ingin berobat.", NAME, PHONE)

    front.follow("Cocokkan dengan registri")
    front.sees_not("Ini orangnya " + NAME)
    front.follow("Daftarkan warga baru")
    front.choose("Tidak punya")
    front.choose("laki-laki")
    front.press("Daftarkan dan cocokkan")
    front.sees("Warga terdaftar", NAME, "belum masuk KK mana pun")

    back = walk.sign_in_as("BACK_OFFICE")
    back.open("web:desk:case-list")
    back.follow(NAME)
    back.press("Mulai menangani")
    back.follow("Rujuk ke lembaga")
    back.select("Dirujuk ke", "Dinas Kependudukan")
    back.fill("Masalah dan alasan merujuk", "Belum mempunyai KK dan NIK; minta diterbitkan.")
    back.fill("Layanan yang diminta", "penerbitan KK")
    back.choose("Petugas mendampingi warga ke sana")
    back.press("Buat surat dan rujuk")
    back.sees("didampingi petugas", "Dinas Kependudukan dan Pencatatan Sipil")
    letter = words_of_pdf(back.fetch(re.compile("Surat pengantar")))
    assert NAME.casefold() in letter.casefold()
    assert "penerbitan KK" in letter

    citizen = walk.citizen(width=360)
    follow_ticket(citizen, ticket, "0812000009999")
    citizen.sees("Tidak ada tiket yang cocok")
    citizen.sees_not("berobat")
    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("Diteruskan ke instansi lain")

    back.follow(re.compile("Catat jawaban"))
    back.choose("Selesai dengan hasil")
    back.fill("Isi jawaban", "KK sudah terbit dan diserahkan kepada warga.")
    back.press("Simpan jawaban")
    back.follow(ticket)
    back.follow("Tutup dengan hasil")
    back.choose("rujukan selesai, hasil tercatat")
    back.fill("Kalimat untuk warga", "KK Anda sudah terbit. Kartu berobat diurus bulan ini.")
    back.press("Tutup kasus")
    back.sees("Ditutup")

    follow_ticket(citizen, ticket, PHONE)
    citizen.sees("KK Anda sudah terbit", "Selesai")
    citizen.sees_not("berobat.", NAME)


@pytest.mark.requirement("R405")
@pytest.mark.requirement("R406")
def test_a_citizen_reports_from_a_telephone_without_scripts(walk: Walk) -> None:
    citizen = walk.citizen(width=360)
    citizen.open("web:home:front")
    assert citizen.cost <= 30_000
    citizen.follow("Sampaikan kebutuhan", within="page")
    citizen.select("Anda tinggal di kecamatan mana?", "Marioriwawo")
    citizen.press("Lanjut")
    citizen.select("Desa atau kelurahan", "Gattareng,")
    citizen.fill("Apa yang Anda butuhkan?", "Ibu saya sudah tua dan tidak ada yang memasak untuknya.")
    citizen.press("Lanjut")
    citizen.fill("Nama Anda", "Contoh Marlina")
    citizen.choose("Keluarga saya")
    citizen.fill("Nama orang yang butuh bantuan", "Contoh Hadrah")
    citizen.fill("Nomor HP", PHONE)
    citizen.press("Periksa jawaban")
    citizen.sees("Contoh Hadrah", PHONE)
    citizen.press("Kirim")
    citizen.sees("Kebutuhan Anda diterima", "Puskesos Gattareng")
    citizen.follow("Ikuti tiket ini")
    citizen.fill("Empat angka terakhir nomor HP", PHONE[-4:])
    citizen.press("Lihat status")
    citizen.sees("Diterima", "Petugas Puskesos akan memeriksa")
    front = walk.sign_in_as("FRONT_OFFICE")
    front.open("web:home:worklist")
    front.sees("Contoh Hadrah")
