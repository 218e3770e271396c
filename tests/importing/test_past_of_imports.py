"""What an import overwrote is still known: as of an earlier day, and as a line on the timeline."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from rangkul.kernel import clock
from rangkul.platform.importing.actions import undo_batch
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.policy.walls import scoped
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import actions, queries
from rangkul.registry.models import Family, Person
from tests.importing import files
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import make_person
from tests.remembered import remembered

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2022, 7, 1), date(2022, 10, 1)
BEFORE = SECOND - timedelta(days=1)


@pytest.fixture
def changed(
    tmp_path: Path, cast: Cast, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> ImportBatch:
    """Somebody who was imported, and changed by a later file."""

    def build(_cast: Cast) -> ImportBatch:
        approve(upload(files.text_file(tmp_path / "a.csv", files.row(alamat="JL LAMA")), as_of=FIRST))
        told = files.row(nama="BASO CONTOHAN", alamat="JL BARU")
        return approve(upload(files.text_file(tmp_path / "Penduduk Oktober.csv", told), as_of=SECOND))

    return remembered("importing.changed", build, cast)


@pytest.mark.requirement("W07")
def test_a_person_and_a_family_as_they_were_before_a_file(changed: ImportBatch, cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    person, family = Person.objects.get(), Family.objects.get()
    then, now = (queries.get_person(officer, person.pk, on=day) for day in (BEFORE, None))
    assert (then.name, then.address) == ("BASO CONTOH", "JL LAMA")
    assert (now.name, now.address) == ("BASO CONTOHAN", "JL BARU")
    assert queries.get_person(officer, person.pk, on=SECOND).name == "BASO CONTOHAN"
    home = queries.get_family(officer, family.pk, on=BEFORE)
    assert (home.address, home.head_name) == ("JL LAMA", "BASO CONTOH")


@pytest.mark.requirement("W07")
def test_the_timeline_names_the_file_and_what_it_changed(changed: ImportBatch, cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    person, family = Person.objects.get(), Family.objects.get()
    actions.correct_person(person_id=person.pk, changes={"rt": "009"}, by=officer, at=clock.now(), reason="cek")
    titles = [entry.title for entry in queries.timeline_of_person(officer, person.pk).entries]
    assert titles == ["Data diperbaiki: RT", "Diubah oleh impor Penduduk Oktober.csv: nama, alamat"]
    (told,) = queries.timeline_of_person(officer, person.pk, limit=1).entries
    after = queries.timeline_of_person(officer, person.pk, limit=1)
    (older,) = queries.timeline_of_person(officer, person.pk, limit=1, before=after.next_before).entries
    assert (told.title, older.title) == tuple(titles)
    assert older.by == changed.approved_by_name
    home = [entry.title for entry in queries.timeline_of_family(officer, family.pk).entries]
    assert any(title.startswith("Diubah oleh impor Penduduk Oktober.csv: ") and "alamat" in title for title in home)


def test_a_file_that_was_undone_never_happened(changed: ImportBatch, cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    undo_batch(changed.pk, reason="salah", by=officer, at=clock.now())
    run_waiting_jobs()
    assert not queries.timeline_of_person(officer, Person.objects.get().pk).entries
    assert queries.get_person(officer, Person.objects.get().pk, on=BEFORE).name == "BASO CONTOH"


def test_a_family_that_a_file_moved_is_listed_where_it_was(changed: ImportBatch, cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    family = Family.objects.get()
    Family.objects.filter(pk=family.pk).update(area_code=NEIGHBOUR_VILLAGE)  # as a file of the kecamatan would
    Person.objects.update(area_code=NEIGHBOUR_VILLAGE)
    ImportBatch.objects.update(area_code=KECAMATAN)
    there = queries.list_families(officer, VILLAGE, on=BEFORE, is_past=True).rows
    assert [(row.id, row.area_code, row.head_name) for row in there] == [(family.pk, VILLAGE, "BASO CONTOH")]
    assert not queries.list_families(officer, NEIGHBOUR_VILLAGE, on=BEFORE, is_past=True).rows
    assert not queries.list_families(officer, VILLAGE, on=SECOND, is_past=True).rows


def test_the_wall_holds_for_what_was_overwritten(changed: ImportBatch, cast: Cast) -> None:
    person = Person.objects.get()
    for actor, seen in ((cast.actor("VILLAGE_OPERATOR"), 1), (cast.elsewhere("VILLAGE_OPERATOR"), 0)):
        with scoped(actor), connection.cursor() as cursor:
            cursor.execute("SELECT fields FROM registry_import_before(%s, NULL)", [[person.pk]])
            rows = cursor.fetchall()
        assert len(rows) == seen
        assert not any("nik" in str(name).replace("nik_status", "") for (fields,) in rows for name in fields)


def test_values_chosen_in_a_merge_are_gone_as_of_the_day_before(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    keep = make_person("Siti Contoh", mother_name="", birth_place="Soppeng")
    other = make_person("Sitti Contoh", mother_name="Besse", birth_place="Bone")
    yesterday = queries.records.today() - timedelta(days=1)
    actions.merge_persons(
        keep_id=keep.pk,
        merge_id=other.pk,
        reason="satu orang",
        take=["birth_place"],
        by=officer,
        at=clock.now(),
    )
    assert queries.get_person(officer, keep.pk).birth_place == "Bone"
    then = queries.get_person(officer, keep.pk, on=yesterday)
    assert (then.name, then.birth_place, then.mother_name) == ("Siti Contoh", "Soppeng", "")
    actions.undo_merge(merged_id=other.pk, reason="dua orang", by=officer, at=clock.now())
    assert queries.get_person(officer, keep.pk, on=yesterday).birth_place == "Soppeng"
