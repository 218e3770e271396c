"""Workbooks with several sheets: those with one header are read together, the others are named, asked about, and brought in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from rangkul.exchange.opensid.columns import NAMES
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.importing import queries
from rangkul.platform.importing.actions import approve_batch, cancel_batch, read_sheet
from rangkul.platform.importing.errors import UnableToApprove
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading import child, sheets
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.importing import files
from tests.people import NEIGHBOUR_VILLAGE, Cast
from tests.web.test_imports_pages import signed_in

NIK = "000001010190{:04d}".format
PIP = ["NISN", "NIK", "Nama Siswa", "Catatan"]


def book(path: Path, **pages: list[list[object]]) -> Path:
    """A workbook of these sheets; a name that ends in "_" is hidden."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in pages.items():
        page = made.create_sheet(name.rstrip("_").replace("_", " "))
        page.sheet_state = "hidden" if name.endswith("_") else "visible"
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def people(*niks: str, turned: bool = False) -> list[list[object]]:
    """A sheet of OpenSID's population with these NIK; `turned` has its columns in the opposite order."""
    rows = [NAMES, *(files.row(nik=nik, nama=f"WARGA {chr(65 + int(nik[-4:]))}") for nik in niks)]
    return [each[::-1] for each in rows] if turned else rows


def dusun(path: Path) -> Path:
    return book(
        path,
        Dusun_A=people(NIK(1), NIK(2)),
        Dusun_B=[["DUSUN B"], [], *people(NIK(3), "0000010101900004", NIK(1), turned=True)],
        Kode_Data=[["kode", "arti"], ["1", "laki-laki"]],
        Rekap=[["Jumlah", 5], ["Laki-laki", 2]],
        Lama_=people(NIK(9)),
        Kosong=[],
        Sheet9=[NAMES],
    )


@pytest.mark.parametrize("stream_above", [0, 1 << 40])
def test_sheets_of_one_header_are_one_table_whose_rows_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream_above: int
) -> None:
    import polars as pl

    monkeypatch.setattr(sheets, "STREAM_ABOVE", stream_above)
    path = dusun(tmp_path / "a.xlsx")
    told = child.read(path, tmp_path / "a.parquet", [FORMATS["opensid.population"].layout])
    table = pl.read_parquet(tmp_path / "a.parquet")
    assert table["row"].to_list() == [2, 3, 10_000_004, 10_000_005, 10_000_006]
    nik = str(NAMES.index("nik"))
    assert table[nik].to_list() == [NIK(1), NIK(2), NIK(3), NIK(4), NIK(1)]
    assert told["sheets"] == ["Dusun A", "Dusun B"]
    assert told["unread"] == [
        {"name": "Rekap", "rows": 2, "has_more": False, "is_hidden": False, "format": ""},
        {"name": "Lama", "rows": 1, "has_more": False, "is_hidden": True, "format": "opensid.population"},
    ]
    only = child.read(path, tmp_path / "b.parquet", [FORMATS["opensid.population"].layout], only="Lama")
    assert (only["sheet"], only["rows"], only["unread"]) == ("Lama", 1, [])


def test_a_sheet_that_cannot_be_read_beside_a_table_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "COUNTED_ROWS", 3)
    path = book(tmp_path / "a.xlsx", Isi=people(NIK(1)), Lebar=[[1] * 401], Panjang=[[n] for n in range(20)])
    told = child.read(path, tmp_path / "a.parquet", [FORMATS["opensid.population"].layout])["unread"]
    assert [(each["name"], each["rows"], each["has_more"]) for each in told] == [  # type: ignore[attr-defined]
        ("Lebar", 0, False),
        ("Panjang", 3, True),
    ]


def test_the_five_sheets_of_regsosek_are_all_named(tmp_path: Path) -> None:
    layouts = [FORMATS[f"regsosek2022k.{sheet}"].layout for sheet in "12345"]
    pages = {}
    for place, layout in enumerate(layouts):
        header = [each.name for each in layout.columns]
        pages[layout.sheets[0]] = [header, *([f"{n}" for _ in header] for n in range(place + 1))]
    path = tmp_path / "a.xlsx"
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in pages.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)
    told = child.read(path, tmp_path / "a.parquet", layouts)
    unread = told["unread"]
    assert isinstance(unread, list)
    named = [(told["format"], told["rows"]), *((each["format"], each["rows"]) for each in unread)]
    assert named == [(layout.code, place + 1) for place, layout in enumerate(layouts)]


@pytest.mark.django_db
@pytest.mark.requirement("W01")
def test_a_bad_row_of_the_second_sheet_is_named_mended_and_fed_again(
    tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    path = book(tmp_path / "a.xlsx", Dusun_A=people(NIK(1), NIK(2)), Dusun_B=people(NIK(3), NIK(2), turned=True))
    pages = load_workbook(path)
    pages["Dusun B"].cell(2, len(NAMES) - NAMES.index("nik")).value = "salah"
    pages.save(path)
    batch = upload(path)
    officer = cast.actor("DATA_OFFICER")
    assert (batch.rows_total, batch.rows_new, batch.rows_refused, batch.rows_doubtful) == (4, 1, 1, 2)
    rows = list(queries.list_problems(officer, batch.pk))
    assert [queries.row_told(batch, row.number) for row in rows] == ["Dusun A!3", "Dusun B!2", "Dusun B!3"]
    assert rows[0].reasons[0]["shown"] == "baris Dusun A!3 dan Dusun B!3"
    problem_workbook(batch, rows).save(tmp_path / "b.xlsx")
    mended = load_workbook(tmp_path / "b.xlsx")
    sheet = mended.worksheets[0]
    width = len(NAMES) + 3
    assert [sheet.cell(row, width).value for row in (2, 3, 4)] == ["Dusun A!3", "Dusun B!2", "Dusun B!3"]
    place = NAMES.index("nik") + 1
    sheet.cell(3, place).value, sheet.cell(4, place).value = NIK(3), NIK(4)
    mended.save(tmp_path / "b.xlsx")
    child_batch = upload(tmp_path / "b.xlsx")
    assert (child_batch.parent, child_batch.rows_new, child_batch.rows_same) == (batch, 3, 0)
    assert not queries.list_problems(officer, batch.pk).exists()


@pytest.fixture
def mixed(tmp_path: Path, upload: Callable[..., ImportBatch]) -> ImportBatch:
    siswa = [PIP, ["0012345678", NIK(1), "WARGA B", "baik"], ["0012345679", NIK(7), "SIAPA", ""]]
    return upload(book(tmp_path / "a.xlsx", Penduduk=people(NIK(1)), Siswa=siswa, Rekap=[["Jumlah", "1"]]))


@pytest.mark.django_db
def test_an_unread_sheet_is_asked_about_and_brought_in(mixed: ImportBatch, cast: Cast) -> None:
    officer, head, at = cast.actor("DATA_OFFICER"), cast.actor("DIVISION_HEAD"), clock.now()
    assert (mixed.rows_total, mixed.question) == (1, "")
    with pytest.raises(UnableToApprove, match="lembar"), transaction.atomic():
        approve_batch(mixed.pk, by=head, at=at)
    with pytest.raises(ImportBatch.DoesNotExist):
        read_sheet(batch_id=mixed.pk, sheet="Siswa", by=cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE), at=at)
    with pytest.raises(Denied):
        read_sheet(batch_id=mixed.pk, sheet="Siswa", by=head, at=at)
    with pytest.raises(Refused, match="belum dibaca"):
        read_sheet(batch_id=mixed.pk, sheet="Penduduk", by=officer, at=at)
    pupils = read_sheet(batch_id=mixed.pk, sheet="Siswa", by=officer, at=at)
    with pytest.raises(Refused, match="belum menjadi impor"), transaction.atomic():
        read_sheet(batch_id=mixed.pk, sheet="Siswa", by=officer, at=at)
    approve_batch(mixed.pk, by=head, at=at, leaves_sheets=True)
    assert Event.objects.get(name="registry.import.approve").data["sheets_left"] == ["Rekap"]
    run_waiting_jobs()
    mixed.refresh_from_db()
    assert (mixed.state, mixed.answer) == ("APPLIED", "lembar lain tidak perlu dibaca")

    pupils.refresh_from_db()
    assert (pupils.format_code, pupils.sheet, pupils.rows_total) == ("pip.recipients", "Siswa", 2)
    assert pupils.layout["unread_columns"] == ["Catatan"]
    assert pupils.uploaded_by == mixed.uploaded_by
    with pytest.raises(Denied):
        approve_batch(pupils.pk, by=officer, at=at, has_answered=True)


@pytest.mark.django_db
def test_the_page_names_the_sheets_and_a_dropped_one_is_asked_about_again(mixed: ImportBatch, cast: Cast) -> None:
    officer, head = signed_in(cast, "DATA_OFFICER"), signed_in(cast, "DIVISION_HEAD")
    page = reverse("web:imports:batch", args=[mixed.pk])
    ImportBatch.objects.filter(pk=mixed.pk).update(notes={"NIK_TANGGAL_LAHIR_BEDA": 1_200, "SUDAH_DITERIMA": 3})
    asked = head.get(page).content.decode()
    assert "Lembar Siswa (2 baris), Rekap (1 baris) tidak dibaca" in asked
    assert "tanggal lahir pada NIK berbeda dengan kolom tanggal lahir: 1.200 baris" in asked
    assert "SUDAH_DITERIMA" not in asked
    assert "Baca sebagai impor tersendiri" not in asked  # who approves does not upload
    assert "Baca sebagai impor tersendiri" in officer.get(page).content.decode()
    answer = officer.post(reverse("web:imports:read-sheet", args=[mixed.pk]), {"lembar": "Rekap"})
    child_batch = ImportBatch.objects.exclude(pk=mixed.pk).get()
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        reverse("web:imports:batch", args=[child_batch.pk]),
    )
    run_waiting_jobs()
    child_batch.refresh_from_db()
    assert child_batch.state in ("MAPPING", "FAILED")
    assert "Lembar Siswa (2 baris) tidak dibaca" in head.get(page).content.decode()
    answer = officer.post(reverse("web:imports:read-sheet", args=[mixed.pk]), {"lembar": "tidak ada"})
    assert (answer.status_code, ImportBatch.objects.count()) == (303, 2)
    cancel_batch(child_batch.pk, reason="tidak perlu", by=cast.actor("DATA_OFFICER"), at=clock.now())
    assert "Rekap (1 baris) tidak dibaca" in head.get(page).content.decode()
    head.post(reverse("web:imports:approve", args=[mixed.pk]), {})
    mixed.refresh_from_db()
    assert mixed.state == "READ"
    head.post(reverse("web:imports:approve", args=[mixed.pk]), {"leaves_sheets": "1"})
    mixed.refresh_from_db()
    assert mixed.state == "APPROVED"
