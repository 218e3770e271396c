"""A strange file is mapped once by a person, read by that, and recognised the next time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.exporting.exporters import EXPORTERS, Wanted
from rangkul.platform.importing import peeking, queries
from rangkul.platform.importing.actions import map_batch, map_values, remove_mapping, rename_mapping
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.formats import shape_of
from rangkul.platform.importing.models import ColumnMapping, ImportBatch
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.models import Person
from tests.importing import files
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast

pytestmark = pytest.mark.django_db
AS_OF = date(2030, 1, 1)
HEADER = ["NO", "NAMA PENERIMA", "NIK KPM", "TGL LHR", "L/P", "BANK"]
TITLE = ["DAFTAR PENERIMA KKS", "", "", "", "", ""]


def person(number: int, name: str, sex: str = "PR") -> list[object]:
    return [number, name, f"000001010190{number:04d}", "01-01-1990", sex, "BRI"]


def table(path: Path, *rows: list[object], header: list[str] | None = None) -> Path:
    return files.workbook(path, header or HEADER, *rows, header=TITLE, sheet="Sheet1")


PLAN = Plan(
    "any_table.persons",
    HEADER,
    {"nama": "NAMA PENERIMA", "nik": "NIK KPM", "tanggal_lahir": "TGL LHR", "jenis_kelamin": "L/P"},
)


def test_a_strange_file_waits_for_its_columns(tmp_path: Path, upload: Callable[..., ImportBatch]) -> None:
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH")))
    assert (batch.state, batch.error) == ("MAPPING", "")
    seen = peeking.seen(batch)
    assert (seen[0].header_row, seen[0].header) == (2, HEADER)
    assert seen[0].samples(2) == ["0000••••••••••01"]
    assert b"0000010101900001" not in bytes(batch.peek_cipher or b"")


@pytest.mark.requirement("W01")
def test_mapped_once_recognised_next_time(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch], cast: Cast
) -> None:
    officer = cast.actor("DATA_OFFICER")
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH"), person(2, "BASO CONTOH", "LK")))
    map_batch(batch_id=batch.pk, plan=PLAN, name="KKS Bank", by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.error, batch.rows_total, batch.rows_refused) == ("READ", "", 2, 2)
    assert [(each.text, each.count) for each in queries.unknown_values(officer, batch.pk)] == [("PR", 1), ("LK", 1)]

    map_values(batch_id=batch.pk, values={"jenis_kelamin": {"PR": "P", "LK": "L"}}, by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.rows_new, batch.rows_refused) == (2, 0)
    assert approve(batch).state == "APPLIED"
    assert set(Person.objects.values_list("name", "sex")) == {("SITTI CONTOH", "P"), ("BASO CONTOH", "L")}

    # the columns that nobody gave a meaning leave the house again, for who may see what they tell
    def written(role: str) -> list[dict[str, str]]:
        [sheet] = EXPORTERS["any_table.persons"].sheets(Wanted(cast.actor(role), VILLAGE, AS_OF))
        return [dict(zip(sheet.header[0], row, strict=True)) for row in sheet.rows]

    assert [(row["Nama"], row["BANK"], row["NO"]) for row in written("BACK_OFFICE")] == [
        ("SITTI CONTOH", "BRI", "1"), ("BASO CONTOH", "BRI", "2"),
    ]  # fmt: skip
    assert all("BANK" not in row and row["Jenis kelamin"] for row in written("DATA_OFFICER"))

    mixed = ["nik_kpm", "bank", "l/p", "no", "tgl lhr", "Nama Penerima"]
    again = upload(
        files.workbook(tmp_path / "b.xlsx", ["0000010101900003", "BNI", "pr", 3, "01-01-1990", "ANI"], header=mixed)
    )
    assert (again.state, again.rows_new, again.mapping) == ("READ", 1, ColumnMapping.objects.get())
    assert ColumnMapping.objects.get().used_count == 1
    event = Event.objects.filter(name="registry.import.map").get()
    assert event.object_id == batch.pk

    rename_mapping(mapping_id=again.mapping.pk, name="KKS", by=officer, at=clock.now())
    assert ColumnMapping.objects.get().name == "KKS"
    with pytest.raises(ColumnMapping.DoesNotExist):
        remove_mapping(mapping_id=again.mapping.pk, by=cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE), at=clock.now())
    remove_mapping(mapping_id=again.mapping.pk, by=officer, at=clock.now())
    again.refresh_from_db()
    assert again.mapping is None
    assert again.plan["columns"]["nama"] == "NAMA PENERIMA"


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (Plan("any_table.persons", HEADER, {"nik": "NIK KPM"}), "Nama"),
        (Plan("any_table.persons", HEADER, {"nama": "BUKAN KOLOM"}), "kolom berkas ini"),
        (Plan("any_table.persons", HEADER, {"nama": "BANK", "nik": "BANK"}), "satu arti"),
        (Plan("tidak.ada", HEADER, {}), "jenis yang dikenal"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast, plan: Plan, told: str
) -> None:
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH")))
    with pytest.raises(Refused) as refused:
        map_batch(batch_id=batch.pk, plan=plan, by=cast.actor("DATA_OFFICER"), at=clock.now())
    assert told in refused.value.message
    batch.refresh_from_db()
    assert batch.state == "MAPPING"


def test_a_list_without_villages_needs_one(tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast) -> None:
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH")), area=REGENCY)
    with pytest.raises(Refused, match="desanya"):
        map_batch(batch_id=batch.pk, plan=PLAN, by=cast.actor("DATA_OFFICER"), at=clock.now())


def test_who_may_not_map(tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast) -> None:
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH")))
    with pytest.raises(Denied):
        map_batch(batch_id=batch.pk, plan=PLAN, by=cast.actor("DIVISION_HEAD"), at=clock.now())
    with pytest.raises(ImportBatch.DoesNotExist):
        map_batch(batch_id=batch.pk, plan=PLAN, by=cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE), at=clock.now())


def test_the_correction_of_a_mapped_file_needs_no_mapping(
    tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    officer = cast.actor("DATA_OFFICER")
    batch = upload(table(tmp_path / "a.xlsx", person(1, "SITTI CONTOH", "P"), person(2, "", "L")))
    map_batch(batch_id=batch.pk, plan=PLAN, by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.rows_new, batch.rows_refused, batch.mapping) == (1, 1, None)
    book = problem_workbook(batch, queries.list_problems(officer, batch.pk))
    book.save(tmp_path / "perbaikan.xlsx")
    from openpyxl import load_workbook

    mended = load_workbook(tmp_path / "perbaikan.xlsx")
    mended.worksheets[0].cell(2, 2).value = "BASO CONTOH"
    mended.save(tmp_path / "b.xlsx")
    child = upload(tmp_path / "b.xlsx")
    assert (child.state, child.parent, child.rows_new, child.rows_refused) == ("READ", batch, 1, 0)


def test_a_table_without_a_header_and_columns_joined_and_taken_apart(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch], cast: Cast
) -> None:
    def lines(*rows: tuple[str, str, str, str, str]) -> str:
        return "".join(";".join(row) + "\n" for row in rows)

    first = tmp_path / "a.csv"
    first.write_text(lines(("0000010101900001", "SITTI", "CONTOH", "Soppeng, 01-01-1990", "001/002"),
                           ("0000010101900002", "BASO", "", "1 Januari 1990", "RT 03 RW 04")))  # fmt: skip
    batch = upload(first)
    assert batch.state == "MAPPING"
    sheet = replace(peeking.seen(batch)[0], header_row=0)
    assert (sheet.header, shape_of(sheet.rows)) == (["A", "B", "C", "D", "E"], "NTT.T")
    plan = Plan(
        "any_table.persons", sheet.header,
        {"nik": "A", "nama": "B", "tempat_lahir": "D", "tanggal_lahir": "D", "rt": "E", "rw": "E"},
        more={"nama": ["C"]}, shape=shape_of(sheet.rows),
    )  # fmt: skip
    officer = cast.actor("DATA_OFFICER")
    for wrong in (
        replace(plan, more={"nik": ["C"]}, columns={"nama": "B", "nik": "B"}),
        replace(plan, more={"nama": ["A"]}),
    ):
        with pytest.raises(Refused, match="satu arti"):
            map_batch(batch_id=batch.pk, plan=wrong, by=officer, at=clock.now())
    map_batch(batch_id=batch.pk, plan=plan, name="Tanpa judul", by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.error, batch.rows_new, batch.rows_refused) == ("READ", "", 2, 0)
    approve(batch)
    fields = ("name", "birth_place", "birth_date", "rt", "rw")
    assert set(Person.objects.values_list(*fields)) == {
        ("Sitti Contoh".upper(), "Soppeng", date(1990, 1, 1), "001", "002"),
        ("Baso".upper(), "", date(1990, 1, 1), "03", "04"),
    }
    again, other = tmp_path / "b.csv", tmp_path / "c.csv"
    again.write_text(lines(("0000010101900003", "ANI", "LAIN", "Bone, 02-01-1990", "1/1")))
    other.write_text(lines(("ANI", "0000010101900003", "LAIN", "Bone, 02-01-1990", "1/1")))
    known = upload(again)
    assert (known.state, known.rows_new, known.mapping) == ("READ", 1, ColumnMapping.objects.get())
    assert upload(other).state == "MAPPING"  # as many columns, but of other kinds
