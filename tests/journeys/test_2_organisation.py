"""Step 2: the office with its divisions, head and signatory, and a Puskesos with its six people."""

import pytest

from tests.journeys.walk import Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R002")
@pytest.mark.requirement("R110")
def test_the_office_and_a_post_with_six_people(walk: Walk) -> None:
    head = walk.sign_in_as("OFFICE_HEAD")
    head.follow("Organisasi", within="page")
    head.sees("Dinas Sosial Kabupaten Soppeng", "Bidang Rehabilitasi Sosial", "Bidang Perlindungan dan Jaminan Sosial")
    head.sees_row("Kepala Dinas Sosial", "penanda tangan")
    head.sees("6 / 6")
    head.follow("Puskesos Gattareng")
    for person in ("Yuni", "Mirna", "Nurul", "Aswad", "Salma", "Fadhil"):
        head.sees(f"{person} Contoh")
    head.sees_not("Masih kurang")
    head.open("web:organisation:office")
    head.follow("Cari wilayah dan kodenya")
    head.sees("Sulawesi Selatan")
