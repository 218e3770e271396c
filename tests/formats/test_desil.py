"""A quarter's deciles: read, shown, applied, on the family page, written again without loss, and taken back."""

from datetime import date
from pathlib import Path

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.platform.importing.actions import undo_batch
from rangkul.platform.importing.models import ImportBefore
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.models import AnswerSheet, Family, Person, WelfareStatus
from rangkul.registry.queries.records import get_family
from tests.exchange.make_files import Member, families, write_csv
from tests.formats.conftest import AS_OF, Approve, Back, Upload
from tests.people import Cast

pytestmark = pytest.mark.django_db
HEADER = ["periode", "no_kk", "nik", "nama_kepala_keluarga", "desil_nasional", "peringkat_nasional"]
THIRD = DateRange(date(2026, 7, 1), date(2026, 10, 1))


def desil_file(path: Path, people: list[list[Member]], deciles: list[str], *, period: str = "2026-TW3") -> Path:
    rows = (
        [period, family[0].kk, family[0].nik, family[0].name, decile, f"00{place}"]
        for place, (family, decile) in enumerate(zip(people, deciles, strict=False))
    )
    return write_csv(path, HEADER, iter(rows))


@pytest.mark.requirement("W04")
def test_a_quarter_lands_and_comes_back_the_same(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, back: Back, cast: Cast
) -> None:
    batch = upload(desil_file(tmp_path / "desil.csv", people, ["1", "2", "3", "4", "10", "DESIL 5"]))
    assert (batch.format_code, batch.rows_new, batch.rows_doubtful, batch.rows_refused) == ("dtsen.desil", 6, 0, 0)
    assert not WelfareStatus.objects.exists()
    approve(batch)
    rows = WelfareStatus.objects.filter(source="DTSEN", family__isnull=False, period=THIRD)
    assert sorted(rows.values_list("decile", flat=True)) == [1, 2, 3, 4, 5, 10]
    family = Family.objects.get(head_name=people[0][0].name, welfarestatus_rows__decile=1)
    shown = get_family(cast.actor("BACK_OFFICE"), family.pk, on=AS_OF)
    assert [(each.source, each.decile, each.is_in_force) for each in shown.statuses] == [("DTSEN", 1, True)]
    assert AnswerSheet.objects.get(family=family).answers == {"peringkat_nasional": "000"}

    again = back("dtsen.desil", kind="CSV")
    assert (again.rows_same, again.rows_total) == (6, 6), again.rows.values_list("reasons", "difference")


def test_a_corrected_file_changes_in_place_and_undoing_goes_back(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, cast: Cast
) -> None:
    approve(upload(desil_file(tmp_path / "a.csv", people, ["1", "2", "3", "4", "5", "6"])))
    before = sorted(map(str, WelfareStatus.objects.values_list()))
    second = upload(desil_file(tmp_path / "b.csv", people, ["1", "2", "3", "4", "9", "6"]))
    assert (second.rows_changed, second.rows_same, second.rows_new) == (1, 5, 0)
    assert second.rows.get(verdict="CHANGED").difference["desil"] == ["5", "9"]
    approve(second)
    assert WelfareStatus.objects.count() == 6
    undo_batch(second.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert sorted(map(str, WelfareStatus.objects.values_list())) == before
    assert not ImportBefore.objects.filter(batch=second).exists()


def test_an_earlier_batch_is_undone_after_a_later_one_built_on_it(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, cast: Cast
) -> None:
    approve(upload(desil_file(tmp_path / "a.csv", people, ["1"])))
    second = approve(upload(desil_file(tmp_path / "b.csv", people, ["2"])))
    third = approve(upload(desil_file(tmp_path / "c.csv", people, ["3"])))
    for batch in (second, third):
        undo_batch(batch.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
        run_waiting_jobs()
        decile = WelfareStatus.objects.get().decile
        assert decile == (3 if batch == second else 1)


@pytest.mark.requirement("W04")
def test_who_fell_off_ends_only_when_the_approver_says_so(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve
) -> None:
    approve(upload(desil_file(tmp_path / "a.csv", people, ["1"] * 6, period="TW II 2026"), as_of=date(2026, 6, 20)))
    batch = upload(desil_file(tmp_path / "b.csv", people[:4], ["1"] * 4))
    assert (batch.rows_new, batch.layout["fall_offs"]) == (4, 2)
    approve(batch, closes_missing=True)
    off = WelfareStatus.objects.filter(period=THIRD, is_listed=False)
    assert off.count() == 2 == batch.outcome["fallen"]

    other = upload(desil_file(tmp_path / "c.csv", people[:3], ["1"] * 3, period="2026 TW 4"), as_of=date(2026, 10, 20))
    assert other.layout["fall_offs"] == 1
    approve(other)
    assert WelfareStatus.objects.filter(is_listed=False).count() == 2


def test_rows_nobody_knows_or_that_fit_nobody_are_doubtful(
    tmp_path: Path, people: list[list[Member]], upload: Upload
) -> None:
    stranger = next(iter(families(1, seed=9, first=500)))
    rows = [
        ["2026-TW3", stranger[0].kk, "", stranger[0].name, "1", ""],
        ["2026-TW3", people[0][0].kk, "", "ORANG YANG LAIN SEKALI", "1", ""],
        ["2026-TW3", people[1][0].kk, "", people[1][0].name, "2", ""],
        ["2026-TW3", people[1][0].kk, "", people[1][0].name, "3", ""],
        ["2026-TW3", people[2][0].kk, "", people[2][0].name, "11", ""],
        ["2026-TW9", people[3][0].kk, "", people[3][0].name, "1", ""],
        ["", "", people[4][0].nik, people[4][0].name, "7", ""],
        ["2026-TW3", "7.31201E+15", "", people[5][0].name, "7", ""],
        ["2062-TW3", people[4][0].kk, "", people[4][0].name, "1", ""],
    ]
    batch = upload(write_csv(tmp_path / "a.csv", HEADER, iter(rows)))
    found = {row.number: row.reasons[0]["code"] for row in batch.rows.exclude(reasons=[])}
    assert found[2] == "BELUM_ADA_DI_REGISTRI"
    assert found[3] == "KK_DIPAKAI_NAMA_LAIN"
    assert found[4] == found[5] == "BARIS_BERTENTANGAN"
    assert found[6] == found[7] == found[9] == "ISI_SALAH"
    assert found[10] == "PERIODE_BELUM_TIBA"
    assert (batch.rows_new, batch.rows_doubtful, batch.rows_refused) == (1, 4, 4)


def test_a_list_of_persons_said_to_be_families_is_asked_about(tmp_path: Path, upload: Upload, approve: Approve) -> None:
    from tests.exchange.make_files import make_opensid

    approve(upload(make_opensid(tmp_path / "penduduk.csv", 12), as_of=date(2022, 7, 1)))
    rows = (["2026-TW3", each.kk, each.nik, each.name, "1", ""] for family in families(12) for each in family)
    batch = upload(write_csv(tmp_path / "a.csv", HEADER, rows))
    assert "hanya berisi 12 nomor KK" in batch.question
    assert Person.objects.count() == batch.rows_total
