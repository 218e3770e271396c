"""Step 1: the areas of Indonesia are there, under every spelling of their names."""

import pytest

from tests.journeys.walk import Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R413")
def test_an_area_is_found_under_its_other_name_and_by_either_code_also_on_a_phone(walk: Walk) -> None:
    officer = walk.sign_in_as("DATA_OFFICER", width=360)
    officer.open("web:reference:search", query="?q=Batu+Keramat")
    officer.sees("Desa Batu Kramat", "juga ditulis “Batu Keramat”", "18.06.19.2001", "Kabupaten Tanggamus")
    officer.follow("Desa Batu Kramat")
    officer.sees_row("Kode Kemendagri", "18.06.19.2001")
    officer.follow("Kabupaten Tanggamus", within="page")
    officer.sees_row("Kode Kemendagri", "18.06")
    officer.sees_row("Kode BPS", "1802")
    officer.sees("Kecamatan Kota Agung Timur")
    officer.open("web:reference:search")
    officer.search("1802")
    officer.sees("Kabupaten Tanggamus")
    officer.search("73.12.01.2003")
    officer.sees("Desa Gattareng", "Kecamatan Marioriwawo")
    officer.search("tidak-ada-nama-begini")
    officer.sees("Tidak ada wilayah yang cocok")
