"""Every format there and back: what was read is written in the same columns and codes, and reading that says "same"."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import zip_longest
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook
from psycopg.types.range import DateRange

from rangkul.exchange.any_table.columns import LABELS
from rangkul.exchange.opensid.columns import NAMES
from rangkul.kernel import clock
from rangkul.platform.importing.actions import map_batch, undo_batch
from rangkul.platform.importing.cells import date_reader
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.formats import Layout, labels_of
from rangkul.platform.importing.landing import FORMATS
from rangkul.platform.importing.models import ImportBatch, ImportBefore
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.imports import staging
from rangkul.registry.models import (
    AnswerSheet,
    Family,
    Identity,
    Membership,
    OutsideMembership,
    Person,
    SourceRecord,
    WelfareStatus,
)
from rangkul.registry.queries.answers import list_answers
from tests.desk.stage import make_areas
from tests.exchange.make_files import Member, opensid_rows, write_csv
from tests.formats import make_population_files
from tests.formats import make_status_files as make
from tests.formats.conftest import AS_OF, Approve, Upload
from tests.people import REGENCY, Cast
from tests.registry.factories import make_person
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db

PLACE = ["Sulawesi Selatan", "Kabupaten Soppeng", "Marioriwawo", "Contoh"]
LISTS = {code: partial(make.listed, code, place=PLACE) for code in make.OWN}
CSV = ("bpjs.pbi", "dukcapil.matched", "bdt.ruta")
FORMS = {
    "bdt.art": make.art,
    "bdt.ruta": make.ruta,
    "bdt.pbdt2015": make.pbdt,
    **{f"regsosek2022k.{sheet}": make.regsosek(sheet) for sheet in "12345"},
}


def everything() -> dict[str, list[str]]:
    models = (Person, Family, Membership, Identity, WelfareStatus, OutsideMembership, AnswerSheet)
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in models}


def cells_of(path: Path) -> list[dict[str, str]]:
    """The rows of an export by header: what a spreadsheet would show, apostrophes in front of formulas taken off."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file))
    else:
        sheet = load_workbook(path, read_only=True).worksheets[0]
        table = [[str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(table[0], row, strict=False)) for row in table[1:]]


DATES = ("tanggal_lahir", "tanggal_meninggal", "tanggallahir")
"""Allowed to differ: a date is written as the registry has it, 1978-03-28, in whatever style it came."""
SAME_WORD = {("desil", "DESIL 5"): "5", ("periode", "TW III 2026"): "2026-TW3", ("jenis_kelamin", "PEREMPUAN"): "P"}
"""Allowed to differ: another spelling of one and the same value."""


def table_of(path: Path) -> list[list[str]]:
    """The cells of a file's first sheet, as a spreadsheet shows them."""
    if path.suffix == ".csv":
        text = path.read_text("utf-8-sig")
        return list(csv.reader(text.splitlines(), delimiter=";" if text.split("\n")[0].count(";") > 3 else ","))
    sheet = load_workbook(path, read_only=True).worksheets[0]
    return [[str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def named(layout: Layout, table: list[list[str]]) -> list[dict[str, str]]:
    """The rows below the header: known columns by our name, the others by their label."""
    at = next(place for place, row in enumerate(table) if len(layout.places(row)) > 1)
    names = {place: name for name, place in layout.places(table[at]).items()}
    labels = [names.get(place, label) for place, label in enumerate(labels_of(table[at]))]
    rows = (dict(zip_longest(labels, row, fillvalue="")) for row in table[at + 1 :] if not row[1].startswith("KOLOM "))
    return [row for row in rows if any(row.values())]


def lost(code: str, given: Path, found: Path, key: str, *, are_all: bool = True) -> list[tuple[str, str, str]]:
    """(column, what was given, what came back) of every cell of every column that did not come back as it was."""
    layout = FORMATS[code].layout
    before, after = named(layout, table_of(given)), {row[key]: row for row in named(layout, table_of(found))}
    assert {each.name for each in layout.columns} <= before[0].keys(), "a column of the format is not in the file"
    assert len(after) == len(before) or not are_all
    cells = ((name, text, after[row[key]].get(name, "no such column")) for row in before for name, text in row.items())
    return [each for each in cells if not came_back(*each)]


def came_back(name: str, given: str, found: str) -> bool:
    if found in (given, f"'{given}", SAME_WORD.get((name, given))):
        return True
    return name in DATES and given != "" and found == date_reader(name, not_after=AS_OF)(given).isoformat()


@pytest.mark.requirement("R126")
@pytest.mark.parametrize("formats", [LISTS, FORMS], ids=["lists", "forms"])
def test_there_and_back(
    formats: dict[str, Callable[..., Path]], tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve,
    export: Callable[..., Path], cast: Cast,
) -> None:  # fmt: skip
    """Each file is recognised, lands on known people, comes back cell by cell and as nothing new, and is undone without a trace."""
    make_areas()
    done: list[tuple[ImportBatch, dict[str, list[str]]]] = []
    for place, (code, maker) in enumerate(formats.items()):
        before, day, is_pbdt = everything(), AS_OF + timedelta(days=place), code == "bdt.pbdt2015"
        path = maker(path=tmp_path / f"{code}.{'csv' if code in CSV else 'xlsx'}", people=people)
        batch = upload(path, as_of=day)
        told = list(batch.rows.exclude(reasons=[]).values_list("number", "reasons"))
        assert (batch.format_code, told, batch.rows_refused, batch.rows_doubtful) == (code, [], 0, 0), code
        assert batch.rows_new + batch.rows_changed == batch.rows_total - is_pbdt
        done.append((approve(batch), before))
        written = export(code, as_of=day, kind=("XLSX", "CSV")[place % 2])
        key = next(each for each in ("nik", "no_kk", "idbdt") if each in FORMATS[code].layout.keys.values())
        assert lost(code, path, written, key) == []
        again = upload(written, as_of=day, format_code=code)
        differing = list(again.rows.values_list("number", "reasons", "difference"))
        assert (again.rows_total, again.rows_same) == (batch.rows_total - is_pbdt, again.rows_total), (code, differing)
    for batch, before in reversed(done):
        undo_batch(batch.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
        run_waiting_jobs()
        assert everything() == before, batch.format_code
    assert not ImportBefore.objects.filter(batch__in=[each for each, _ in done]).exists()


def test_cells_leave_as_they_came(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, export: Callable[..., Path]
) -> None:
    """Leading zeros, apostrophes, formulas and codes that no list knows are in the export as they were in the file."""
    approve(upload(make.pbdt(tmp_path / "pbdt.csv", people)))
    path = export("bdt.pbdt2015")
    written = {row["NIK"]: row for row in cells_of(path)}
    given = [{key.rpartition(" (")[0] if key.endswith(")") and key[-2].isdigit() else key: text for key, text in row.items()}
             for row in cells_of(tmp_path / "pbdt.csv")[1:]]  # fmt: skip
    assert len(written) == len(given)
    for row in given:
        found = written[row["NIK"]]
        for header, text in row.items():
            if header not in ("Nama ART",):
                shown = found[header]
                assert shown == text or shown == f"'{text}", header
    first = given[0]["NIK"]
    assert (written[first]["Kode Kecamatan"], written[first]["ID rumah tangga"]) == ("020", "0000" + "0" * 14)
    assert not any(text.startswith("=") for row in written.values() for text in row.values())
    sheet = AnswerSheet.objects.filter(form="PBDT2015", family__isnull=False).first()
    assert sheet is not None
    assert "nomor_hp_yang_aktif" not in sheet.answers
    assert sheet.secret_index.keys() == sheet.secret_cipher.keys() == {"nomor_hp_yang_aktif"}
    # what a record filled in that was merged since is written with the person, and nobody twice
    merged = AnswerSheet.objects.filter(form="PBDT2015", person__isnull=False)[0].person_id
    Person.objects.filter(pk=merged).update(merged_into=make_person("Nama Sekarang"))
    again = cells_of(export("bdt.pbdt2015", kind="CSV"))
    assert len(again) == len(given)
    assert [row["Nama ART"] for row in again if row["NIK"] not in written] == ["Nama Sekarang"]


def test_health_answers_leave_only_with_who_may_see_them(
    tmp_path: Path,
    people: list[list[Member]],
    upload: Upload,
    approve: Approve,
    export: Callable[..., Path],
    cast: Cast,
) -> None:
    approve(upload(make.pbdt(tmp_path / "pbdt.xlsx", people)))
    seen = cells_of(export("bdt.pbdt2015", kind="CSV"))
    assert {row["Jenis cacat"] for row in seen} != {""}
    family = Family.objects.order_by("head_name").first()
    member = Person.objects.filter(memberships__family=family).first()
    assert family is not None
    assert member is not None
    page = signed_in(cast, "BACK_OFFICE").get(reverse("web:registry:family", args=[family.pk])).content.decode()
    assert "marmer/granit" in page
    sheet = list_answers(cast.actor("BACK_OFFICE"), person_id=member.pk, on=AS_OF)[0]
    assert ("Lapangan usaha", "padi dan palawija") in sheet.lines
    assert dict(sheet.lines)["Jenis cacat"] in ("tidak cacat", "99")
    assert list_answers(cast.elsewhere("BACK_OFFICE"), person_id=member.pk, on=AS_OF) == ()
    blind = list_answers(cast.actor("DATA_OFFICER"), person_id=member.pk, on=AS_OF)[0]
    assert blind.hides_health
    assert "Jenis cacat" not in dict(blind.lines)
    unseen = cells_of(export("bdt.pbdt2015", kind="CSV", by=cast.actor("DATA_OFFICER")))
    assert {row["Jenis cacat"] for row in unseen} == {""}
    assert {row["Lantai terluas"] for row in unseen} != {""}


@pytest.mark.requirement("R126")
def test_a_card_list_gives_numbers_and_ends_them_when_complete(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve
) -> None:
    approve(upload(make.kks(tmp_path / "a.xlsx", people)))
    assert OutsideMembership.objects.filter(programme="KKS", source="KEMENSOS").count() == 6
    assert set(OutsideMembership.objects.filter(programme="PKH").values_list("number", flat=True)) == {
        "0073",
        "0273",
        "0473",
    }
    later = upload(make.kks(tmp_path / "b.xlsx", people[:4]), as_of=date(2026, 10, 20))
    assert (later.rows_same, later.layout["fall_offs"]) == (4, 5)
    approve(later, closes_missing=True)
    ended = OutsideMembership.objects.filter(period__endswith=date(2026, 10, 20))
    assert sorted(ended.values_list("programme", flat=True)) == ["BPNT", "BPNT", "KKS", "KKS", "PKH"]


@pytest.mark.requirement("R126")
def test_population_files_come_back_the_same(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, export: Callable[..., Path], cast: Cast
) -> None:  # fmt: skip
    """Known people and new ones, some dead, one moved away; a second DTKS file changes what it tells, and is undone."""
    mover = Person.objects.filter(memberships__relation="CHILD").order_by("pk")[0]
    stayed = DateRange(date(2022, 7, 1), date(2022, 9, 1))
    Membership.objects.filter(person=mover).update(period=stayed, end_reason="PINDAH")
    given = make_population_files.opensid(tmp_path / "penduduk.csv")
    odd = approve(upload(given))
    assert odd.notes["pekerjaan_id: isi yang bukan kode 1 sampai 89 tidak dipakai"] > 0
    written = export("opensid.population", kind="CSV")
    assert lost("opensid.population", given, written, "nik", are_all=False) == []
    found = {row["nik"]: row for row in cells_of(written)}
    assert [row["nama"] for row in found.values() if row["status_dasar"] == "3"] == [mover.name]
    for values in opensid_rows(iter(people)):
        before = dict(zip(NAMES, map(str, values), strict=True))
        now = found[before["nik"]]
        assert {name: now[name] for name in NAMES} == before | {"status_dasar": now["status_dasar"]}
    sealed = SourceRecord.objects.filter(source="OPENSID")
    assert sealed.count() == Person.objects.count()
    assert not any(b"agama" in bytes(row.leftover_cipher or b"") for row in sealed)
    blind = cells_of(export("opensid.population", kind="CSV", by=cast.actor("DATA_OFFICER")))
    assert "Catatan desa" not in blind[0]
    again = upload(written)
    assert (again.rows_same, again.rows_total) == (Person.objects.count(), again.rows_total)

    make_areas()
    given = make_population_files.dtks(tmp_path / "dtks.csv", PLACE)
    approve(upload(given, area=REGENCY))
    written = export("siks_ng.dtks", area=REGENCY)
    assert lost("siks_ng.dtks", given, written, "nik") == []
    again = upload(written, area=REGENCY)
    assert (again.rows_total, again.rows_same) == (again.rows_total, WelfareStatus.objects.count())
    before = everything()
    changed = tmp_path / "nanti.csv"
    changed.write_text(given.read_text().replace("PETANI", "NELAYAN").replace("TIDAK", "YA"))
    later = upload(changed, area=REGENCY, as_of=AS_OF + timedelta(days=30))
    assert {"pekerjaan": ["PETANI", "NELAYAN"]}.items() <= later.rows.filter(verdict="CHANGED")[0].difference.items()
    with connection.cursor() as cursor:  # staged by the version before: read and staged again
        cursor.execute(f"ALTER TABLE import_rows_{later.pk.hex} DROP COLUMN told")
    assert staging.staged(later) == 0
    approve(later)
    told = set(WelfareStatus.objects.values_list("told__pekerjaan", flat=True))
    assert told == {"NELAYAN", "BURUH", None}
    undo_batch(later.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    assert everything() == before


@pytest.mark.requirement("B09")
def test_the_directory_of_institutions_comes_back(
    tmp_path: Path, upload: Upload, approve: Approve, export: Callable[..., Path]
) -> None:
    make_areas()
    columns = [each.name for each in FORMATS["institutions.list"].layout.columns]
    row = ["LKSA Contoh", "LKSA", *PLACE[2:], "Jl. Contoh 1", "Contoh Ketua", "0812", "MASYARAKAT", "01/STP", "2024-02-01",
           "2027-01-31", "B", "2024-05-01", "2027-04-30", "25", "30"]  # fmt: skip
    other = ["Panti Contoh", "PANTI", PLACE[2], *[""] * 13]
    given = write_csv(tmp_path / "lks.csv", columns, iter([row, other]))
    approve(upload(given, area=REGENCY, format_code="institutions.list"))
    written = export("institutions.list", area=REGENCY)
    assert lost("institutions.list", given, written, "nama_lembaga") == []
    again = upload(written, area=REGENCY, format_code="institutions.list")
    assert (again.rows_total, again.rows_same) == (2, 2)


@pytest.mark.requirement("R126")
def test_a_mapped_list_comes_back(
    upload: Upload, tmp_path: Path, approve: Approve, export: Callable[..., Path], cast: Cast
) -> None:
    make_areas()
    words = ["ANAK", "MERTUA", "ISTERI", ""]
    rows = (
        [f"ORANG {n}", f"00000141019{n}0001", "0000000000000009", "P", "KOTA", f"{n + 1}-10-1990", "IBU", words[n], *PLACE[2:],
         f"JALAN {n}", "DUSUN", ("01", "LORONG 7")[n % 2], "2", "HIDUP", f"hobi {n}", f"{n}"]
        for n in range(4)
    )  # fmt: skip
    header = [*LABELS.values(), "Hobi", "No"]
    given = write_csv(tmp_path / "daftar.csv", header, rows)
    batch = upload(given, format_code="other", state="MAPPING")
    plan = Plan("any_table.persons", header, LABELS)
    map_batch(batch_id=batch.pk, plan=plan, name="Daftar", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    approve(batch)
    written = export("any_table.persons")
    before, after = cells_of(given), {row["NIK"]: row for row in cells_of(written)}
    cells = [(name, text, after[row["NIK"]].get(name, "-")) for row in before for name, text in row.items()]
    assert [each for each in cells if each[0] != LABELS["tanggal_lahir"] and each[1] != each[2]] == []
    again = upload(written)
    assert (again.format_code, again.rows_same, again.rows_total) == ("any_table.persons", 4, 4)
