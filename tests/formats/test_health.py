"""Mothers and small children as the health office lists them: mapped, landed, seen only with the right to health, undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.exporting.exporters import EXPORTERS, Wanted
from rangkul.platform.importing.actions import map_batch, undo_batch, upload_file
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import queries
from rangkul.registry.models import Condition, HealthRecord, Person
from tests.exchange.make_files import Member, write_csv
from tests.formats.conftest import AS_OF
from tests.people import VILLAGE, Cast

pytestmark = pytest.mark.django_db
HEADER = ["Nama", "NIK", "Tgl Lahir", "Hasil Ukur", "Tgl Ukur", "BB (kg)"]
PLAN = Plan(
    "health.measured",
    HEADER,
    {"nama": "Nama", "nik": "NIK", "tanggal_lahir": "Tgl Lahir", "status": "Hasil Ukur", "tanggal_periksa": "Tgl Ukur"},
    {"sumber": "EPPGBM"},
)


def read(path: Path, rows: list[list[str]], cast: Cast) -> ImportBatch:
    """The file uploaded, its columns mapped, read."""
    content = write_csv(path, HEADER, iter(rows)).read_bytes()
    officer = cast.actor("DATA_OFFICER")
    batch = upload_file(
        file_name=path.name,
        pieces=[content],
        area=VILLAGE,
        as_of=AS_OF,
        format_code="other",
        by=officer,
        at=clock.now(),
    )
    run_waiting_jobs()
    map_batch(batch_id=batch.pk, plan=PLAN, name="posyandu", by=officer, at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert batch.state == "READ", batch.error
    return batch


def test_what_the_health_office_measured_lands_behind_its_permission_and_goes_again(
    tmp_path: Path, people: list[list[Member]], approve: Callable[..., Any], cast: Cast
) -> None:
    father, mother = people[0][0], people[0][1]
    child = Person.objects.get(birth_date=people[1][-1].born, name=people[1][-1].name)
    child.birth_date = date(2024, 5, 6)
    child.save(update_fields=["birth_date"])
    rows = [
        [mother.name, mother.nik, mother.born.isoformat(), "KEK", "01-09-2026", "41,5"],
        [child.name, people[1][-1].nik, "2024-05-06", "pendek", "02-09-2026", "9,07"],
        [father.name, father.nik, father.born.isoformat(), "HAMIL", "01-09-2026"],
        [people[2][0].name, people[2][0].nik, people[2][0].born.isoformat(), "NORMAL", "01-09-2026"],
        [people[3][1].name, people[3][1].nik, people[3][1].born.isoformat(), "sehat sekali", "01-09-2026"],
    ]
    batch = read(tmp_path / "posyandu.csv", rows, cast)
    found = {row.number: row.reasons[0]["code"] for row in batch.rows.exclude(reasons=[])}
    assert found == {4: "BUKAN_PEREMPUAN", 5: "BUKAN_BALITA", 6: "ISI_SALAH"}
    sample = batch.rows.filter(verdict="NEW").first()
    assert sample is not None
    assert sample.difference["kesehatan"] == [None, "dicatat"]

    approve(batch)
    wanted = Wanted(cast.actor("BACK_OFFICE"), VILLAGE, AS_OF)
    [sheet] = EXPORTERS["health.measured"].sheets(wanted)
    written = [dict(zip(sheet.header[0], row, strict=True)) for row in sheet.rows]
    names = ("Nama", "NIK", "Status", "Tanggal Periksa", "Perkiraan Lahir", "Sumber", "BB (kg)")
    assert [[row[name] for name in names] for row in written] == [
        [mother.name, mother.nik, "KEK", "2026-09-01", "", "EPPGBM", "41,5"],
        [child.name, people[1][-1].nik, "PENDEK", "2026-09-02", "", "EPPGBM", "9,07"],
    ]
    [sheet] = EXPORTERS["health.measured"].sheets(replace(wanted, actor=cast.actor("DATA_OFFICER")))
    assert list(sheet.rows) == []
    told = set(HealthRecord.objects.values_list("kind", "status", "source", "measured_on"))
    assert told == {
        ("KEHAMILAN", "HAMIL_KEK", "EPPGBM", date(2026, 9, 1)),
        ("GIZI_BALITA", "PENDEK", "EPPGBM", date(2026, 9, 2)),
    }
    assert Condition.objects.filter(kind="HAMIL", batch_id=batch.pk).count() == 1
    officer = cast.actor("BACK_OFFICE")
    page = queries.get_health(officer.for_purpose("pendampingan"), child.pk)
    assert [row.status for row in page.rows] == ["PENDEK"]
    blind = replace(officer, permissions=officer.permissions - {"registry.person.view_health"})
    with pytest.raises(Denied):
        queries.get_health(blind.for_purpose("pendampingan"), child.pk)

    undo_batch(batch.pk, reason="salah bulan", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert not HealthRecord.objects.exists()
    assert not Condition.objects.filter(kind="HAMIL").exists()


def test_a_corrected_list_changes_in_place_and_undoing_goes_back(
    tmp_path: Path, people: list[list[Member]], approve: Callable[..., Any], cast: Cast
) -> None:
    mother = people[0][1]
    row = [mother.name, mother.nik, mother.born.isoformat()]
    approve(read(tmp_path / "a.csv", [[*row, "KEK", "01-09-2026"]], cast))
    again = read(tmp_path / "b.csv", [[*row, "RISTI", "01-09-2026"]], cast)
    assert (again.rows_changed, again.rows_new) == (1, 0)
    approve(again)
    assert HealthRecord.objects.get().status == "HAMIL_RISTI"
    undo_batch(again.pk, reason="salah", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert HealthRecord.objects.get().status == "HAMIL_KEK"
