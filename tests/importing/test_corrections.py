"""Bad rows mended in the workbook and fed again: the correction knows its parent, and no row is taken twice."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rangkul.kernel import clock
from rangkul.platform.importing import queries
from rangkul.platform.importing.actions import cancel_batch, undo_batch, upload_file
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.workbook import problem_workbook
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.models import Person
from tests.importing import files
from tests.people import Cast

pytestmark = pytest.mark.django_db
NIK = "000001010190{:04d}".format


@pytest.fixture
def mend(tmp_path: Path, cast: Cast) -> Callable[..., Path]:
    """The workbook of a batch with some NIK put right: {place of the row in the workbook: NIK}."""

    def run(batch: ImportBatch, niks: dict[int, str], *, name: str = "perbaikan.xlsx") -> Path:
        rows = queries.list_problems(cast.actor("DATA_OFFICER"), batch.pk)
        problem_workbook(batch, rows).save(tmp_path / name)
        book = load_workbook(tmp_path / name)
        for place, nik in niks.items():
            book.worksheets[0].cell(place + 2, batch.layout["places"]["nik"] + 1).value = nik
        book.save(tmp_path / name)
        return tmp_path / name

    return run


@pytest.fixture
def parent(tmp_path: Path, upload: Callable[..., ImportBatch]) -> ImportBatch:
    rows = [files.row(nik=NIK(1)), files.row(nik="salah", nama="DUA"), files.row(nik="juga", nama="TIGA")]
    return upload(files.workbook(tmp_path / "a.xlsx", *rows))


@pytest.mark.requirement("W01")
def test_a_correction_becomes_a_child_and_resolves_its_rows(
    parent: ImportBatch,
    mend: Callable[..., Path],
    upload: Callable[..., ImportBatch],
    approve: Callable[[ImportBatch], ImportBatch],
    cast: Cast,
) -> None:
    officer = cast.actor("DATA_OFFICER")
    child = upload(mend(parent, {0: NIK(2)}), as_of=date(2023, 1, 1))
    assert (child.parent, child.as_of) == (parent, parent.as_of)
    assert (child.rows_total, child.rows_new, child.rows_refused) == (2, 1, 1)
    assert queries.list_children(officer, parent.pk) == [child]
    assert [row.number for row in queries.list_problems(officer, parent.pk)] == [4]
    assert queries.count_resolved(officer, parent.pk) == 1

    approve(parent)
    approve(child)
    assert set(Person.objects.values_list("name", flat=True)) == {"BASO CONTOH", "DUA"}

    undo_batch(child.pk, reason="salah orang", by=officer, at=clock.now())
    run_waiting_jobs()
    assert queries.count_resolved(officer, parent.pk) == 0
    assert Person.objects.count() == 1


def test_rows_brought_before_are_not_taken_twice(
    parent: ImportBatch, mend: Callable[..., Path], upload: Callable[..., ImportBatch], cast: Cast
) -> None:
    both = mend(parent, {0: NIK(2), 1: NIK(3)}, name="dua.xlsx")
    one = upload(mend(parent, {0: NIK(2)}, name="satu.xlsx"))
    assert (one.rows_new, one.rows_refused) == (1, 1)
    two = upload(both)
    assert (two.rows_new, two.rows_same, two.rows_refused) == (1, 1, 0)
    assert two.notes["SUDAH_DITERIMA"] == 1

    cancel_batch(one.pk, reason="sudah di berkas lain", by=cast.actor("DATA_OFFICER"), at=clock.now())
    assert [row.number for row in queries.list_problems(cast.actor("DATA_OFFICER"), parent.pk)] == [3]


def test_rows_that_were_right_in_the_parent_are_not_taken_by_the_child(
    parent: ImportBatch, mend: Callable[..., Path], upload: Callable[..., ImportBatch]
) -> None:
    path = mend(parent, {0: NIK(2), 1: NIK(3)})
    book = load_workbook(path)
    sheet = book.worksheets[0]
    line = [str(cell) for cell in files.row(nik=NIK(1))]
    sheet.append([*line, "", "", "2"])
    book.save(path)
    child = upload(path)
    assert (child.rows_total, child.rows_new, child.rows_same) == (3, 2, 1)


def test_uploaded_from_the_page_of_the_parent(parent: ImportBatch, mend: Callable[..., Path], cast: Cast) -> None:
    path = mend(parent, {0: NIK(2), 1: NIK(3)})
    child = upload_file(
        file_name=path.name,
        pieces=[path.read_bytes()],
        area="",
        as_of=date(2024, 1, 1),
        parent=parent,
        by=cast.actor("DATA_OFFICER"),
        at=clock.now(),
    )
    run_waiting_jobs()
    child.refresh_from_db()
    assert (child.state, child.area_code, child.as_of, child.rows_new) == ("READ", parent.area_code, parent.as_of, 2)


def test_saved_as_csv_it_is_still_recognised(
    tmp_path: Path, parent: ImportBatch, mend: Callable[..., Path], upload: Callable[..., ImportBatch]
) -> None:
    book = load_workbook(mend(parent, {0: NIK(2), 1: NIK(3)}))
    lines = [[str(cell or "") for cell in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    path = tmp_path / "b.csv"
    path.write_text("\n".join(";".join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    child = upload(path)
    assert (child.parent, child.rows_new) == (parent, 2)
