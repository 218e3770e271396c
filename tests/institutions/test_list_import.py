"""The office's own Excel list of institutions: told row by row, approved by another, applied, the same again, undone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rangkul.institutions.models import Institution
from rangkul.kernel import clock
from rangkul.platform.importing.actions import approve_batch, undo_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.desk.stage import make_areas
from tests.exchange.make_files import write_csv
from tests.institutions.stage import a_panti, admit
from tests.people import REGENCY, VILLAGE
from tests.reading_here import read_here
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db
HEADER = ["No", "Nama LKS", "Jenis LKS", "Kecamatan", "Alamat", "Nama Ketua", "No HP", "No Tanda Daftar", "Tanggal Terbit",
          "Masa Berlaku", "Akreditasi", "Tanggal Akreditasi", "Jumlah Anak", "Kapasitas"]  # fmt: skip
GOOD = ["1", "LKSA Contoh Harapan", "Panti Asuhan", "Marioriwawo", "Jl. Contoh 1", "Contoh Ketua", "0812", "1/STP/2024",
        "01-02-2024", "31-01-2027", "B", "2024-05-01", "25", "30"]  # fmt: skip
WRONG: dict[str, tuple[dict[int, str], str]] = {
    "no name": ({1: ""}, "nama_lembaga"),
    "a kind nobody knows": ({2: "KOPERASI"}, "jenis_lembaga"),
    "a kecamatan nobody knows": ({3: "Atlantis"}, "kecamatan"),
    "ended before it began": ({9: "01-01-2020"}, "akhir_tanda_daftar"),
    "an accreditation without its day": ({11: ""}, "mulai_akreditasi"),
    "a day without a number": ({7: ""}, "nomor_tanda_daftar"),
    "words for a number": ({12: "banyak"}, "jumlah_klien"),
}


def row(name: str, number: str) -> list[object]:
    told: list[object] = list(GOOD)
    told[1], told[7] = name, number
    return told


def sent(cast: Any, path: Path) -> ImportBatch:
    batch = upload_file(file_name=path.name, pieces=[path.read_bytes()], area=REGENCY, as_of=date(2026, 9, 20),
                        by=cast.actor("DATA_OFFICER"), at=clock.now())  # fmt: skip
    run_waiting_jobs()
    batch.refresh_from_db()
    return batch


def applied(cast: Any, batch: ImportBatch) -> ImportBatch:
    approve_batch(batch.pk, by=cast.actor("DIVISION_HEAD"), at=clock.now(), has_answered=True)
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.error) == ("APPLIED", "")
    return batch


@pytest.mark.requirement("B09")
def test_a_list_of_institutions(cast: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_here(monkeypatch)
    make_areas()
    there = a_panti("LKSA Sudah Ada", kind="LKSA", area=VILLAGE, beds=0)
    a_panti("Panti Contoh Tua", beds=0, area=VILLAGE)
    bad = []
    for place, (changes, _column) in enumerate(WRONG.values()):
        cells = row(f"LKSA Keliru {place}", f"{place}/X")
        for at, text in changes.items():
            cells[at] = text
        bad.append(cells)
    good = [GOOD, row("LKSA Sudah Ada", "9/STP/2024"), row("LKSA Dua", "2/STP"), row("LKSA DUA", "3/STP"),
            row("Panti Contoh Tua", "4/STP")]  # fmt: skip
    batch = sent(cast, write_csv(tmp_path / "lks.csv", HEADER, iter([*good, *bad])))
    assert (batch.state, batch.error, batch.format_code) == ("READ", "", "institutions.list")
    assert (batch.rows_new, batch.rows_changed, batch.rows_doubtful, batch.rows_refused) == (2, 1, 2, len(WRONG))
    told = {each.number: each.reasons[0] for each in batch.rows.exclude(reasons=[])}
    assert {told[5]["code"], told[6]["code"]} == {"LEMBAGA_GANDA_DALAM_BERKAS", "JENIS_LEMBAGA_BERBEDA"}
    for number, (_changes, column) in enumerate(WRONG.values(), start=7):
        assert (told[number]["column"], bool(told[number]["remedy"])) == (column, True)
    applied(cast, batch)
    made = Institution.objects.get(name="LKSA Contoh Harapan")
    assert (made.kind, made.leader_name, made.client_count, made.registration_number, made.registered_until) == (
        "LKSA", "Contoh Ketua", 25, "1/STP/2024", date(2027, 1, 31),
    )  # fmt: skip
    assert made.accreditations.get().last_day == date(2027, 4, 30)
    assert made.bed_groups.get().beds == 30
    there.refresh_from_db()
    assert (there.address, there.registrations.get().number) == ("Jl. Contoh 1", "9/STP/2024")
    again = sent(cast, write_csv(tmp_path / "lks2.csv", HEADER, iter([*good[:3], ["", *GOOD[1:]]])))
    assert (again.rows_same, again.rows_new, again.rows_changed) == (3, 0, 0)
    admit(Institution.objects.get(name="LKSA Dua"), cast.actor("PROGRAMME_OFFICER"), make_person())
    undo_batch(batch.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == "UNDONE"
    assert batch.outcome["undone"]["kept_count"] == 1
    assert set(Institution.objects.values_list("name", flat=True)) == {"LKSA Sudah Ada", "Panti Contoh Tua", "LKSA Dua"}
    there.refresh_from_db()
    assert (there.address, there.registrations.count(), there.registration_number) == ("", 0, "")
