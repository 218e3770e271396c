"""Step 4: the three programmes of Soppeng as dated entries, one family judged with reasons, and the whole district."""

import re
from pathlib import Path

import pytest

from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.journeys.district import District
from tests.journeys.stations import NAME, RICE, given_she_goes_hungry, given_the_registry
from tests.journeys.walk import Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R001")
@pytest.mark.requirement("R003")
@pytest.mark.requirement("R004")
@pytest.mark.requirement("R006")
@pytest.mark.requirement("R011")
@pytest.mark.requirement("R013")
@pytest.mark.requirement("R014")
@pytest.mark.requirement("R016")
@pytest.mark.requirement("R018")
def test_what_each_programme_is_and_why_a_family_is_entitled(walk: Walk, district: District, tmp_path: Path) -> None:
    given_the_registry(district, tmp_path)
    given_she_goes_hungry(district)
    officer = walk.sign_in_as("PROGRAMME_OFFICER")
    officer.follow("Program", within="page")
    officer.sees("Rastra", "Usaha Ekonomi Produktif", "Alat bantu", "Permakanan lanjut usia", "Sandang anak", "PKH")
    officer.follow(re.compile("Rastra"))
    officer.sees_row("Bidang", "Bidang Perlindungan dan Jaminan Sosial")
    officer.sees_row("Kuota", re.compile(r"0 / 1\.462 KK"))
    officer.sees_row("Sumber dana", "APBD")
    officer.sees("ID DTKS berlaku saat diusulkan dan saat diserahkan", "rawan pangan", "Aturan sebagai teks (CEL)")
    officer.open("web:registry:search", query="?q=Rahmatia")
    officer.follow(re.compile(NAME, re.IGNORECASE), within="tbody td")
    officer.sees("PBI-JK")
    officer.follow("Lihat alasan lengkap")
    officer.sees("Mengapa memenuhi syarat, mengapa tidak", RICE, "memenuhi syarat", "ID DTKS berlaku")
    officer.press(re.compile(f"Simpan penilaian ini {RICE}"))
    officer.open("web:programmes:run-list")
    officer.select("Wilayah", "Soppeng")
    officer.press("Mulai penilaian")
    run_waiting_jobs()
    officer.open("web:programmes:run-list")
    officer.follow(RICE)
    officer.sees("Belum terdaftar sebagai penerima", NAME, "berlaku")
