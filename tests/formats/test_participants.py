"""OpenSID's workbook of participants: the programme on one sheet, its people or families on the other."""

from collections.abc import Callable
from itertools import takewhile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rangkul.exchange.opensid.participants import HEADER, programme_named
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.models import OutsideMembership
from tests.exchange.make_files import Member
from tests.formats.conftest import Approve, Upload

pytestmark = pytest.mark.django_db


def workbook(path: Path, people: list[list[Member]], *, target: int, name: str = "BLT Dana Desa") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Program"
    for row in (["ID Program", "7"], ["Nama Program", name], ["Sasaran Program", target], ["Keterangan", "Tahap 1"],
                ["Asal Dana", "Pusat"], ["Rentang Waktu (Awal)", "2026-04-01"], ["Rentang Waktu (Akhir)", "2026-12-31"],
                ["###"], ["Catatan:"]):  # fmt: skip
        sheet.append(row)
    listed = book.create_sheet("Peserta")
    listed.append([*HEADER, "Catatan"])
    for place, family in enumerate(people):
        one = family[0]
        listed.append(
            [
                one.kk if target == 2 else one.nik,
                f"0{place + 1}",
                one.nik,
                one.name,
                "CONTOH",
                one.born.isoformat(),
                "RT 1",
                f"lagi {place}",
            ]
        )
    listed.append(["###"])
    listed.append(["Catatan:"])
    book.save(path)
    return path


def sheets_of(path: Path) -> dict[str, set[tuple[str, ...]]]:
    """Every row of both sheets up to their end, as texts."""
    found = {}
    for sheet in load_workbook(path, read_only=True).worksheets:
        rows = (tuple(str(cell) for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True))
        found[sheet.title] = set(takewhile(lambda row: row[0] != "###", rows))
    return found


@pytest.mark.requirement("R126")
@pytest.mark.parametrize("target", [1, 2])
def test_participants_there_and_back(
    target: int,
    tmp_path: Path,
    people: list[list[Member]],
    upload: Upload,
    approve: Approve,
    export: Callable[..., Path],
) -> None:
    batch: ImportBatch = upload(workbook(tmp_path / "peserta.xlsx", people, target=target))
    assert (batch.format_code, batch.rows_new, batch.rows_total) == ("opensid.participants", 6, 6)
    approve(batch)
    rows = OutsideMembership.objects.filter(source="OPENSID", programme="BLT_DD")
    assert {each.number for each in rows} == {f"0{place + 1}" for place in range(6)}
    assert {str(each.period) for each in rows} == {"[2026-04-01, 2027-01-01)"}
    assert rows.filter(**{"family__isnull" if target == 1 else "person__isnull": True}).count() == 6
    written = export("opensid.participants.blt_dd")
    assert sheets_of(written) == sheets_of(tmp_path / "peserta.xlsx")
    again = upload(written)
    assert (again.format_code, again.rows_same, again.rows_total) == ("opensid.participants", 6, 6)


def test_names_of_programmes_are_told_by_whole_words() -> None:
    assert [programme_named(each) for each in ("PKH 2026", "Program Keluarga Harapan", "Bantuan Sosial Tunai", "kartu kip", "KIPAS")] == [
        "PKH", "PKH", "OTHER", "KIP", "OTHER",
    ]  # fmt: skip
