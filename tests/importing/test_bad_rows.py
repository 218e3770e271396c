"""Rows with one wrong cell: told by row, column, reason and remedy; mended in the workbook and fed again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection
from openpyxl import load_workbook

from rangkul.exchange.opensid.columns import NAMES
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.models import Event
from rangkul.platform.importing import problems, queries, questions
from rangkul.platform.importing.actions import approve_batch
from rangkul.platform.importing.errors import SameFileTwice, UnableToApprove
from rangkul.platform.importing.models import ImportBatch, ImportBefore, ImportRow
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.policy.walls import scoped
from rangkul.registry.models import Person
from tests.importing import files
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db

WRONG: dict[str, tuple[dict[str, object], str, str]] = {
    "letters in the NIK": ({"nik": "00000101O1900001"}, "nik", "16 angka"),
    "NIK that Excel rounded": ({"nik": "5.20114E+15"}, "nik", "dibulatkan"),
    "NIK as a rounded number": ({"nik": 5203033112800470}, "nik", "dibulatkan"),
    "NIK too short": ({"nik": "12345"}, "nik", "16 angka"),
    "born tomorrow": ({"tanggallahir": "2030-01-01"}, "tanggallahir", "tidak sesudah"),
    "born on a day that is not": ({"tanggallahir": "1900-01-00"}, "tanggallahir", "kalender"),
    "31 February": ({"tanggallahir": "31/02/1990"}, "tanggallahir", "kalender"),
    "a year of two digits": ({"tanggallahir": "01/02/85"}, "tanggallahir", "tahun empat angka"),
    "the sum below the table": (
        dict.fromkeys(NAMES, "") | {"dusun": "Jumlah", "rw": "1.234.567"},
        "dusun",
        "bukan baris jumlah",
    ),
    "somebody of that name": ({"nama": "TOTAL", "sex": "X"}, "sex", "laki-laki"),
    "no name": ({"nama": "  "}, "nama", "nama"),
    "no family card": ({"no_kk": ""}, "no_kk", "KK"),
    "unknown relation": ({"kk_level": "99"}, "kk_level", "kode 1"),
    "unknown sex": ({"sex": "X"}, "sex", "laki-laki"),
    "lost": ({"status_dasar": "4"}, "status_dasar", "hidup"),
    "invalid in OpenSID": ({"status_dasar": "9"}, "status_dasar", "sah"),
}


def test_each_wrong_cell_is_told_and_nothing_else_is_lost(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    rows = [files.row(**changes) for changes, _, _ in WRONG.values()]
    batch = upload(files.workbook(tmp_path / "a.xlsx", files.row(), *rows))
    assert (batch.state, batch.error) == ("READ", "")
    found = {row.number: row for row in batch.rows.exclude(verdict="NEW")}
    for number, (name, (_, column, expected)) in enumerate(WRONG.items(), start=3):
        reasons = found[number].reasons
        assert [reason["column"] for reason in reasons] == [column], name
        assert expected in reasons[0]["expected"], name
        assert reasons[0]["remedy"], name
    assert batch.rows_new == 1
    assert batch.rows_refused + batch.rows_doubtful == len(WRONG)
    assert all("0000010101900001" not in str(row.reasons) for row in found.values())


def test_kinds_of_writing_that_are_right(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> None:
    writings: list[dict[str, object]] = [
        {"nik": "'0000010101900011", "tanggallahir": "01-01-1990"},
        {"nik": "0000.0101.0190.0012", "tanggallahir": "01/01/1990"},
        {"nik": "0000 0101 0190 0013", "tanggallahir": "1 Januari 1990"},
        {"nik": "", "tanggallahir": 32874, "nama": "TANPA NIK"},
        {"nik": "0000010101900014", "sex": "Laki-laki", "kk_level": "KEPALA KELUARGA"},
        {"nik": "0000010101900015", "nama": "NUL\u200b DI  TENGAH"},
    ]
    batch = approve(upload(files.workbook(tmp_path / "a.xlsx", *[files.row(**each) for each in writings])))
    assert (batch.rows_new, batch.state) == (len(writings), "APPLIED")
    assert {str(each) for each in Person.objects.values_list("birth_date", flat=True)} == {"1990-01-01"}
    assert Person.objects.get(nik_index=None).nik_status == "TIDAK_PUNYA"
    assert Person.objects.filter(name="NUL DI TENGAH").exists()


def test_the_same_nik_twice_in_one_file_is_never_merged(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    batch = upload(files.workbook(tmp_path / "a.xlsx", files.row(), files.row(nama="ORANG LAIN")))
    assert (batch.rows_new, batch.rows_doubtful) == (0, 2)
    assert {row.reasons[0]["code"] for row in batch.rows.all()} == {"NIK_GANDA_DALAM_BERKAS"}


CONTRADICTIONS: dict[str, tuple[dict[str, object], dict[str, object], list[str]]] = {
    "two birth dates": (
        {"nik": "", "tanggallahir": "1990-01-01"},
        {"nik": "", "tanggallahir": "1991-02-02"},
        ["BARIS_BERTENTANGAN", "BARIS_BERTENTANGAN"],
    ),
    "once with and once without a NIK": ({}, {"nik": ""}, ["NEW", "ORANG_GANDA_DALAM_BERKAS"]),
    "one NIK, two names": (
        {},
        {"nama": "SITTI HALIMAH"},
        ["NIK_GANDA_DALAM_BERKAS", "NIK_GANDA_DALAM_BERKAS"],
    ),
}


def test_rows_that_contradict_each_other_are_told(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    rows = []
    for place, (first, second, _expected) in enumerate(CONTRADICTIONS.values()):
        own = {"nama": f"BASO {'ABC'[place]}", "no_kk": f"{place + 1:016d}", "nik": f"000001010190000{place + 1}"}
        rows += [files.row(**(own | first)), files.row(**(own | second))]
    told = list(upload(files.workbook(tmp_path / "a.xlsx", *rows)).rows.order_by("number"))
    for place, (name, (_first, _second, expected)) in enumerate(CONTRADICTIONS.items()):
        pair = told[place * 2 : place * 2 + 2]
        assert [row.reasons[0]["code"] if row.reasons else row.verdict for row in pair] == expected, name
        doubtful = [row for row in pair if row.reasons]
        assert {row.reasons[0]["shown"] for row in doubtful} == {f"baris {place * 2 + 2} dan {place * 2 + 3}"}
        assert all(row.reasons[0]["remedy"] for row in doubtful)


def test_namesakes_with_a_nik_each_are_two_persons(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    other = files.row(nik="0000010202910002", tanggallahir="1991-02-02", kk_level="4")
    assert upload(files.workbook(tmp_path / "a.xlsx", files.row(), other)).rows_new == 2


def test_a_nik_under_another_name_is_doubtful(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> None:
    approve(upload(files.workbook(tmp_path / "a.xlsx", files.row())))
    other = files.row(nama="SITTI HALIMAH", tanggallahir="1960-05-05")
    batch = upload(files.workbook(tmp_path / "b.xlsx", other))
    assert batch.rows.get().reasons[0]["code"] == "NIK_DIPAKAI_NAMA_LAIN"
    assert Person.objects.get().name == "BASO CONTOH"


def test_the_same_file_twice_names_the_first(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    path = files.workbook(tmp_path / "a.xlsx", files.row())
    first = upload(path)
    with pytest.raises(SameFileTwice) as refused:
        upload(path, name="lain.xlsx")
    assert refused.value.first_id == first.pk
    assert first.file_name in refused.value.message


def test_mended_in_the_workbook_and_fed_again(tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast) -> None:
    batch = upload(files.text_file(tmp_path / "a.csv", files.row(nik="salah", nama="=1+1")))
    rows = queries.list_problems(cast.actor("DATA_OFFICER"), batch.pk)
    problem_workbook(batch, rows).save(tmp_path / "perbaikan.xlsx")
    book = load_workbook(tmp_path / "perbaikan.xlsx")
    sheet = book.worksheets[0]
    place = batch.layout["places"]["nik"] + 1
    cell = sheet.cell(2, place)
    assert cell.value == "salah"
    assert cell.fill.fgColor.rgb == "00FFE08A"
    assert sheet.cell(2, batch.layout["places"]["nama"] + 1).value == "'=1+1"
    assert all(each.data_type != "f" for line in sheet.iter_rows() for each in line)
    cell.value = "0000010101900009"
    book.save(tmp_path / "mended.xlsx")
    again = upload(tmp_path / "mended.xlsx")
    assert (again.format_code, again.rows_new, again.rows_refused) == ("opensid.population", 1, 0)


@pytest.mark.requirement("R122")
def test_a_list_of_heads_raises_the_question(tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast) -> None:
    rows = [
        files.row(nama=f"KEPALA {chr(65 + number // 26)}{chr(65 + number % 26)}", no_kk=f"{number + 1:016d}",
                  nik=f"0000010101{number:02d}0001")
        for number in range(60)
    ]  # fmt: skip
    batch = upload(files.text_file(tmp_path / "a.csv", *rows))
    assert "kepala keluarga" in batch.question
    with pytest.raises(UnableToApprove):
        approve_batch(batch.pk, by=cast.actor("DIVISION_HEAD"), at=clock.now())
    approve_batch(
        batch.pk, answer="PERSON", note="hanya kepala keluarga", by=cast.actor("DIVISION_HEAD"), at=clock.now()
    )
    batch.refresh_from_db()
    assert batch.answer == "setiap baris satu orang: hanya kepala keluarga"
    told = Event.objects.get(name="registry.import.approve", object_id=batch.pk).data
    assert (told["answer"], "kepala keluarga" in told["question"]) == (batch.answer, True)


@pytest.mark.requirement("R122")
def test_families_that_are_persons_raise_the_question(
    tmp_path: Path, upload: Callable[..., ImportBatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tanggamus' 311,662 "families" in a district of some 0.6 million, five thousandfold smaller."""
    letters = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(60)]
    rows = [
        files.row(
            nama=f"WARGA {letters[number]}",
            no_kk=f"{number // 3 + 1:016d}",
            nik=f"0000010101{number % 90:02d}{number // 90 + 1:04d}",
        )
        for number in range(60)
    ]
    path = files.text_file(tmp_path / "a.csv", *rows)
    assert upload(path).question == ""
    ImportBatch.objects.all().delete()
    assert "60 baris hanya memuat 20 nomor KK" in upload(path, unit="FAMILY").question
    ImportBatch.objects.all().delete()
    monkeypatch.setattr(questions, "POPULATIONS", [lambda area: 115])
    assert "115 orang di registri" in upload(path, unit="FAMILY").question


@pytest.mark.parametrize("area", [KECAMATAN, "99"])
def test_a_file_without_village_names_needs_one(tmp_path: Path, upload: Callable[..., ImportBatch], area: str) -> None:
    path = files.workbook(tmp_path / "a.xlsx", files.row())
    if area == "99":
        with pytest.raises(Denied):
            upload(path, area=area)
        return
    batch = upload(path, area=area)
    assert batch.state == "FAILED"
    assert "desa" in batch.error


def test_imports_of_other_areas_are_hidden_by_the_pages_and_by_the_database(
    tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    upload(files.text_file(tmp_path / "a.csv", files.row(), files.row(nik="salah")))
    stranger = cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE)
    assert not queries.list_batches(stranger).exists()
    assert not queries.list_batches(cast.actor("FRONT_OFFICE")).exists()
    assert queries.list_batches(cast.actor("DIVISION_HEAD")).count() == 1
    seen = []
    for actor in (cast.actor("DATA_OFFICER"), stranger):
        with scoped(actor):
            seen.append((ImportBatch.objects.count(), ImportRow.objects.count()))
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert seen == [(1, 2), (0, 0)]


def test_before_images_are_closed_to_the_web(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), scoped(cast.actor("DATA_OFFICER")):
        ImportBefore.objects.count()


def test_a_separator_inside_a_cell_moves_nothing_unseen(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    """The comma in an address that nobody quoted: RT and RW would be read from the address, and two cells be lost."""
    names = ["nama", "no_kk", "nik", "sex", "tanggallahir", "kk_level", "alamat", "rt", "rw"]
    right = [
        *("BASO CONTOH", files.GOOD["no_kk"], files.GOOD["nik"], "1", "1990-01-01", "1"),
        "Jl. Damai",
        "001",
        "002",
    ]
    wrong = [*right[:6], "Jl. Damai", " No 5", "001", "002"]
    path = tmp_path / "a.csv"
    path.write_text("".join(",".join(line) + "\n" for line in (names, right, [*right, ""], wrong)), "utf-8")
    batch = upload(path)
    assert (batch.rows_total, batch.rows_doubtful, batch.rows_refused) == (3, 2, 1)
    refused = batch.rows.get(verdict="REFUSED")
    assert (refused.number, refused.reasons[0]["column"], "koma" in refused.reasons[0]["remedy"]) == (4, "rw", True)
    assert problems.opened([refused])[0][-2:] == [" No 5", "001 | 002"]
