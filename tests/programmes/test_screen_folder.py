"""A snapshot folder: taken out with a trail, read back whole, screened like PostgreSQL, on whichever engine there is."""

import json
import stat
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from rangkul.cli.commands import screen
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.programmes.actions import CatalogueLoad, screen_components
from rangkul.programmes.engines import DuckDbEngine, open_engine
from rangkul.programmes.enums import CountingUnit
from rangkul.programmes.folder_questions import published_questions, questions_of_catalogue
from rangkul.programmes.models import Component, ScreeningResult, ScreeningTally
from rangkul.programmes.screen_folder import screen_folder
from rangkul.registry.actions import take_snapshot_out
from rangkul.registry.snapshot import snapshot_of
from rangkul.registry.snapshot_folder import SnapshotFolder, read_folder, write_folder
from tests.people import KECAMATAN, OTHER_KECAMATAN, REGENCY, Cast
from tests.programmes.conftest import AT
from tests.programmes.factories import populate

pytestmark = pytest.mark.django_db
OFFICE = system_actor("uji")
DAY = date(2022, 6, 1)
NEIGHBOUR = "73.11"


def a_folder(path: Path, area: str = REGENCY) -> SnapshotFolder:
    with snapshot_of(area=area, as_of=DAY) as taken:
        write_folder(taken, path)
    return read_folder(path)


def results_in(out: Path) -> list[dict[str, Any]]:
    found = duckdb.sql(
        f"SELECT component, id, area_code, terms_version, rule_digest, verdict, has_registry_id"
        f" FROM read_parquet('{out}/results/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
        " ORDER BY component, id"
    )
    return found.to_arrow_table().to_pylist()


def tallies_in(out: Path) -> list[tuple[Any, ...]]:
    return duckdb.sql(f"FROM read_parquet('{out}/tallies.parquet') ORDER BY ALL").fetchall()


@pytest.mark.requirement("R309")
def test_a_folder_is_screened_as_the_database_is(catalogue: CatalogueLoad, tmp_path: Path) -> None:
    populate(60, kecamatan=2, villages=2)
    components = list(
        Component.objects.filter(terms__state="PUBLISHED", terms__valid__contains=DAY).exclude(
            unit=CountingUnit.INSTITUTION
        )
    )
    runs = screen_components(component_ids=[each.pk for each in components], area=REGENCY, as_of=DAY, by=OFFICE, at=AT)
    engine = open_engine("duckdb")
    done = screen_folder(a_folder(tmp_path / "in"), published_questions(DAY), engine=engine, out=tmp_path / "out")
    engine.close()
    stored = [
        {
            "component": run.component.code,
            "id": str(row.subject_id),
            "area_code": row.area_code,
            "terms_version": run.terms.version,
            "rule_digest": run.terms.rule_digest,
            "verdict": row.verdict,
            "has_registry_id": row.has_registry_id,
        }
        for run in runs
        for row in ScreeningResult.objects.filter(run=run)
    ]
    assert len(stored) > 20
    assert results_in(tmp_path / "out") == sorted(stored, key=lambda row: (row["component"], row["id"]))
    tallied = ScreeningTally.objects.filter(run__in=runs).values_list(
        "run__component__code", "area_code", "verdict", "amount"
    )
    assert tallies_in(tmp_path / "out") == sorted(tallied)
    assert {code: sum(counts.values()) for code, counts in done.counts.items()} == {
        run.component.code: run.met + run.not_met + run.unknown for run in runs
    }
    assert done.left_out == ["keserasian-sosial", "sandang-lksa"]
    assert not (tmp_path / "out" / ".scratch").exists()


def test_the_files_ask_what_was_published_from_them(catalogue: CatalogueLoad) -> None:
    from_files = {
        each.component: (each.version, each.rule.digest, each.parameters) for each in questions_of_catalogue(DAY)
    }
    from_tables = {
        each.component: (each.version, each.rule.digest, each.parameters) for each in published_questions(DAY)
    }
    assert from_files == from_tables
    assert from_files
    assert questions_of_catalogue(date(1999, 1, 1)) == []


def test_parts_in_several_batches_give_the_same(
    catalogue: CatalogueLoad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    populate(40, kecamatan=2, villages=2)
    populate(40, regency=NEIGHBOUR, kecamatan=2, villages=2)
    folder = a_folder(tmp_path / "in", area="73")
    assert [part.regency for part in folder.parts] == [NEIGHBOUR, REGENCY]
    said = []
    for name, at_once in (("together", 1_000_000), ("apart", 1)):
        monkeypatch.setattr(DuckDbEngine, "families_at_once", at_once)
        screen_folder(folder, published_questions(DAY), engine=open_engine("duckdb"), out=tmp_path / name)
        said.append((results_in(tmp_path / name), tallies_in(tmp_path / name)))
    assert said[0] == said[1]
    assert {row["area_code"][:5] for row in said[0][0]} == {NEIGHBOUR, REGENCY}


def test_a_part_holds_its_own_people_only(tmp_path: Path) -> None:
    populate(20, kecamatan=1, villages=2)
    populate(20, regency=NEIGHBOUR, kecamatan=1, villages=2)
    folder = a_folder(tmp_path / "in")
    assert [part.regency for part in folder.parts] == [REGENCY]
    areas = duckdb.sql(f"SELECT DISTINCT area_code[:5] FROM '{folder.files('families')[0]}'").fetchall()
    assert areas == [(REGENCY,)]
    for file in (tmp_path / "in").rglob("*"):
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file


def test_taking_a_snapshot_out_leaves_a_trail_and_needs_the_right(cast: Cast, tmp_path: Path) -> None:
    populate(5, kecamatan=1, villages=1)
    by = cast.actor("SLRT_MANAGER")
    parts = take_snapshot_out(area=REGENCY, as_of=DAY, folder=tmp_path / "in", purpose="Hitung provinsi", by=by, at=AT)
    event = Event.objects.get(name="registry.snapshot.take_out")
    assert event.reason == "Hitung provinsi"
    assert event.area_code == REGENCY
    assert event.data == {"as_of": "2022-06-01", "families": parts[0].families, "members": parts[0].members}


def _refused(by: Actor, path: Path, **given: Any) -> None:
    wanted: dict[str, Any] = {"area": REGENCY, "as_of": DAY, "purpose": "Hitung provinsi"} | given
    take_snapshot_out(folder=path, by=by, at=AT, **wanted)


def test_who_may_not_take_it_out(cast: Cast, tmp_path: Path) -> None:
    # Right to take data out but not to see health; the right role for another regency; a role without the right.
    for by, area in (
        (cast.actor("DATA_OFFICER"), REGENCY),
        (cast.actor("SLRT_MANAGER"), NEIGHBOUR),
        (cast.actor("DIVISION_HEAD"), REGENCY),
    ):
        with pytest.raises(Denied):
            _refused(by, tmp_path / "in", area=area)
    for given in ({"purpose": " x "}, {"area": KECAMATAN}):
        with pytest.raises(Refused):
            _refused(cast.actor("SLRT_MANAGER"), tmp_path / "in", **given)
    assert not (tmp_path / "in").exists()
    assert not Event.objects.filter(name="registry.snapshot.take_out").exists()


def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    populate(5, kecamatan=1, villages=1)
    populate(5, regency=NEIGHBOUR, kecamatan=1, villages=1)
    place = tmp_path / "in"
    a_folder(place, area="73")
    with pytest.raises(Refused, match=r"73\.11, 73\.12"):
        a_folder(place, area="73")
    note = place / f"regency={REGENCY}" / "snapshot.json"
    told = json.loads(note.read_text())
    note.write_text(json.dumps(told | {"as_of": "2022-07-01"}))
    with pytest.raises(Refused, match="tanggal yang sama"):
        read_folder(place)
    assert read_folder(place, area=NEIGHBOUR).as_of == DAY
    for text in (json.dumps(told | {"format": 99}), "{", json.dumps(told | {"regency": "99.99"})):
        note.write_text(text)
        with pytest.raises(Refused, match="berformat 1"):
            read_folder(place)
    note.write_text(json.dumps(told))
    (place / f"regency={REGENCY}" / "members.parquet").unlink()
    with pytest.raises(Refused, match="berformat 1"):
        read_folder(place)
    for area, words in (("64", "di wilayah 64"), (OTHER_KECAMATAN, "kabupaten/kota")):
        with pytest.raises(Refused, match=words):
            read_folder(place, area=area)
    with pytest.raises(Refused, match="sedikitnya satu bagian"):
        read_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["mysql", "spark:/host", "local[x]", ""])
def test_an_unknown_engine_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="duckdb, local"):
        open_engine(name)


def test_the_command_screens_by_the_files(tmp_path: Path) -> None:
    populate(20, kecamatan=1, villages=1)
    a_folder(tmp_path / "in")
    given = ["--snapshot", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(screen.command, given, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert "sandang-lksa" in done.output
    note = json.loads((tmp_path / "out" / "screening.json").read_text())
    by_verdict = Counter(row["verdict"] for row in results_in(tmp_path / "out"))
    assert by_verdict["MET"] == sum(each["MET"] for each in note["components"].values())
    assert note["engine"] == "duckdb"
    with pytest.raises(Refused, match="baru atau kosong"):
        CliRunner().invoke(screen.command, given, catch_exceptions=False)
    wrong = CliRunner().invoke(screen.command, [*given, "--as-of", "2023-01-01"])
    assert wrong.exit_code == 2
    assert "per 2022-06-01" in wrong.output
