"""Step 6: from the village's proposal to a decree on paper, each step by somebody else."""

import re
from pathlib import Path

import pytest

from tests.journeys.district import District
from tests.journeys.stations import (
    BOTH,
    NAME,
    RICE,
    decide,
    given_she_goes_hungry,
    given_the_registry,
    number_of_decree,
    step,
    submit,
)
from tests.journeys.walk import Walk, words_of_pdf

pytestmark = [pytest.mark.journey, pytest.mark.browser]


@pytest.mark.requirement("R017")
@pytest.mark.requirement("R018")
def test_a_proposal_becomes_a_decree(walk: Walk, district: District, tmp_path: Path) -> None:
    given_the_registry(district, tmp_path)
    given_she_goes_hungry(district)
    operator = walk.sign_in_as("VILLAGE_OPERATOR")
    operator.open("web:programmes:proposal-list")
    operator.follow("Susun usulan")
    operator.select("Program dan bantuan", RICE)
    operator.select("Tahun anggaran", re.compile(r"20\d\d"))
    operator.press("Buat usulan")
    operator.search("Rahmatiah")
    operator.press(re.compile(f"Usulkan .*{NAME}", re.IGNORECASE), refused=True)
    operator.sees("Sudah menerima bantuan lain", "Bantuan Pangan Non Tunai")
    operator.fill("Alasan boleh bersamaan", BOTH)
    operator.press("Usulkan dengan alasan ini")
    operator.follow("Selesai, lihat usulan")
    operator.sees("Isi usulan: 1 KK", NAME)
    submit(walk)
    step(walk, "KECAMATAN_OFFICER", "Teruskan ke Dinas")
    step(walk, "PROGRAMME_OFFICER", "Nyatakan terverifikasi")
    paper = words_of_pdf(decide(walk))
    head = walk.sign_in_as("DIVISION_HEAD")
    number = number_of_decree(head)
    assert number in paper
    assert NAME.casefold() in paper.casefold()
    assert "Dinas Sosial Kabupaten Soppeng".casefold() in paper.casefold()
    operator.open("web:programmes:enrolment-list")
    operator.sees(number, NAME, "1 KK")
