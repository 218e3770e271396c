"""Step 3: a village's workbook goes in through four eyes, everybody in it is found, and the whole batch comes out again."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.journeys.stations import DTKS_ID, KK, NAME, NIK, dtks_file, upload, village_workbook, when_the_worker_has_run
from tests.journeys.walk import Visitor, Walk

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def approve(walk: Walk, file_name: str) -> Visitor:
    """The head of division finds the file on the worklist, approves it, and sees it applied."""
    head = walk.sign_in_as("DIVISION_HEAD")
    head.open("web:home:worklist")
    head.follow(file_name)
    head.press("Setujui dan terapkan")
    return head


@pytest.mark.requirement("W01")
def test_from_upload_to_the_registry_and_back_out(walk: Walk, tmp_path: Path) -> None:
    officer = walk.sign_in_as("DATA_OFFICER")
    book = village_workbook(tmp_path)
    upload(officer, book, area="Desa Gattareng,")
    officer.sees("Orang baru", "Baris yang perlu diperbaiki", "ditolak", "Menunggu orang lain")
    refused = load_workbook(io.BytesIO(officer.fetch("Unduh semua baris bermasalah")))
    assert "SALAH NIK" in {cell.value for line in refused.worksheets[0].iter_rows() for cell in line}
    approve(walk, book.name)
    when_the_worker_has_run(officer, book.name)
    officer.sees("Diterapkan")

    dtks = dtks_file(tmp_path)
    upload(officer, dtks, area="Kabupaten Soppeng")
    approve(walk, dtks.name)
    when_the_worker_has_run(officer, dtks.name)
    officer.sees("Diterapkan")

    for question in (NIK, KK, DTKS_ID, "Conto Rohmatia"):
        officer.open("web:registry:search")
        officer.search(question)
        officer.sees(NAME)
        assert NIK not in officer.page.url
    officer.sees_not(NIK)

    for name in (dtks.name, book.name):
        officer.open("web:imports:batch-list")
        officer.follow(name)
        officer.unfold("Batalkan impor ini seluruhnya")
        officer.fill("Alasan", "berkas desa yang salah")
        officer.press("Batalkan impor")
        when_the_worker_has_run(officer, name)
        officer.sees("berkas desa yang salah")
    officer.open("web:registry:search", query="?q=Rahmatia")
    officer.sees("Tidak ada warga yang cocok")


def test_a_sample_of_opensid_itself_is_read(walk: Walk, tmp_path: Path) -> None:
    sample = Path("/work/shared/data/samples/opensid/FormatImporExcel.xlsx")
    if not sample.exists():
        pytest.skip("the sample of OpenSID is not part of this repository")
    officer = walk.sign_in_as("DATA_OFFICER")
    upload(officer, sample, area="Desa Gattareng,")
    officer.sees("OpenSID", "Baris dalam berkas")
