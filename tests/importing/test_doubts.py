"""Doubtful rows are decided one by one: this person, somebody new, left out; before and after the file is applied."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.importing import queries
from rangkul.platform.importing.actions import follow_up
from rangkul.platform.importing.models import ImportBatch, ImportRow
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import actions
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Person
from tests.importing import files
from tests.people import NEIGHBOUR_VILLAGE, Cast
from tests.registry.factories import make_person
from tests.remembered import remembered
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db
NIK = "0000010101900001"
LATER = date(2022, 10, 1)


@pytest.fixture
def doubtful(
    tmp_path: Path, cast: Cast, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]
) -> ImportBatch:
    """A file in which the NIK of somebody known stands with quite another name and birth date."""

    def build(_cast: Cast) -> str:
        return approve(upload(files.text_file(tmp_path / "a.csv", files.row()))).state

    remembered("importing.known", build, cast)
    rows = [
        files.row(nama="SITTI LAINNYA", tanggallahir="1970-05-05", alamat="JL BARU"),
        files.row(nik="0000020202910002", nama="DUA CONTOH", tanggallahir="1991-02-02", kk_level="4"),
    ]
    batch = upload(files.text_file(tmp_path / "b.csv", *rows), as_of=LATER)
    assert (batch.rows_doubtful, batch.rows_new) == (1, 1)
    return batch


def row_of(batch: ImportBatch) -> ImportRow:
    return batch.rows.get(verdict="DOUBTFUL")


def decide(
    batch: ImportBatch, cast: Cast, decision: str, person: Person | None = None, role: str = "DATA_OFFICER"
) -> Any:
    return actions.decide_import_row(
        row_id=row_of(batch).pk,
        decision=decision,
        person_id=person.pk if person else None,
        by=cast.actor(role),
        at=clock.now(),
    )


@pytest.mark.requirement("W01")
def test_this_person(doubtful: ImportBatch, approve: Callable[[ImportBatch], ImportBatch], cast: Cast) -> None:
    known = Person.objects.get()
    row = row_of(doubtful)
    assert (row.label, row.candidates, row.reasons[0]["code"]) == (
        "SITTI LAINNYA", [str(known.pk)], "NIK_DIPAKAI_NAMA_LAIN",
    )  # fmt: skip
    decide(doubtful, cast, "PERSON", known)
    doubtful.refresh_from_db()
    assert (doubtful.rows_doubtful, doubtful.rows_changed) == (0, 1)
    approve(doubtful)
    known.refresh_from_db()
    assert (known.name, known.address, known.birth_date) == ("SITTI LAINNYA", "JL BARU", date(1970, 5, 5))
    assert Person.objects.count() == 2
    event = Event.objects.get(name="registry.import.decide_row")
    assert (event.object_id, event.data["decision"], event.data["row"]) == (doubtful.pk, "PERSON", 2)


def test_somebody_new_with_a_nik_that_another_has(
    doubtful: ImportBatch, approve: Callable[[ImportBatch], ImportBatch], cast: Cast
) -> None:
    Person.objects.update(nik_status="ADA_PADAN")
    decide(doubtful, cast, "NEW")
    approve(doubtful)
    new = Person.objects.get(name="SITTI LAINNYA")
    assert (new.nik_status, Person.objects.count()) == ("GANDA", 3)
    assert Person.objects.get(nik_status="ADA_PADAN").name == "BASO CONTOH"


def test_left_out(doubtful: ImportBatch, approve: Callable[[ImportBatch], ImportBatch], cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    decide(doubtful, cast, "SKIP")
    assert not queries.list_problems(officer, doubtful.pk).exists()
    approve(doubtful)
    assert not queries.list_with_doubts(officer)
    assert set(Person.objects.values_list("name", flat=True)) == {"BASO CONTOH", "DUA CONTOH"}


def test_a_decision_survives_reading_again(doubtful: ImportBatch, cast: Cast) -> None:
    from rangkul.platform.importing.actions import map_values

    decide(doubtful, cast, "SKIP")
    map_values(batch_id=doubtful.pk, values={"sex": {"XX": "1"}}, by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.rows_doubtful, row_of(doubtful).decision) == ("READ", 0, "SKIP")


@pytest.mark.requirement("W01")
def test_what_was_left_out_waits_and_follows_after_a_second_approval(
    doubtful: ImportBatch, approve: Callable[[ImportBatch], ImportBatch], cast: Cast
) -> None:
    officer = cast.actor("DATA_OFFICER")
    approve(doubtful)
    assert queries.list_with_doubts(officer) == [(doubtful, 1)]
    with pytest.raises(Refused, match="Baris meragukan"):
        follow_up(batch_id=doubtful.pk, by=officer, at=clock.now())
    decide(doubtful, cast, "PERSON", Person.objects.get(name="BASO CONTOH"))
    assert queries.list_with_doubts(officer) == []
    child = follow_up(batch_id=doubtful.pk, by=officer, at=clock.now())
    run_waiting_jobs()
    child.refresh_from_db()
    assert (child.state, child.parent, child.rows_changed, child.rows_doubtful) == ("READ", doubtful, 1, 0), child.error
    approve(child)
    assert set(Person.objects.values_list("name", flat=True)) == {"SITTI LAINNYA", "DUA CONTOH"}
    assert queries.count_decided(officer, doubtful.pk) == 0


def test_who_may_not_decide_and_about_whom(doubtful: ImportBatch, cast: Cast) -> None:
    stranger = make_person("Orang Jauh", NEIGHBOUR_VILLAGE)
    with pytest.raises(Refused, match="Orang"):
        decide(doubtful, cast, "PERSON", stranger)
    with pytest.raises(Denied):
        decide(doubtful, cast, "SKIP", role="DIVISION_HEAD")
    with pytest.raises(NoSuchRecord):
        actions.decide_import_row(
            row_id=row_of(doubtful).pk,
            decision="SKIP",
            by=cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE),
            at=clock.now(),
        )


def test_the_desk_of_doubtful_rows(doubtful: ImportBatch, cast: Cast) -> None:
    officer = signed_in(cast, "DATA_OFFICER")
    listed = officer.get(reverse("web:imports:differences", args=[doubtful.pk]), {"jenis": "DOUBTFUL"})
    url = reverse("web:imports:doubt", args=[doubtful.pk, row_of(doubtful).pk])
    assert url in listed.content.decode()
    page = officer.get(url).content.decode()
    assert "SITTI LAINNYA" in page
    assert "Orang ini: BASO CONTOH" in page
    assert NIK not in page
    assert officer.post(url, {}).status_code == 422
    done = officer.post(url, {"decision": str(Person.objects.get().pk)})
    assert done.status_code == 303
    assert row_of(doubtful).decision == "PERSON"
    assert "orang ini" in officer.get(done.headers["Location"]).content.decode()
    assert signed_in(cast, "DIVISION_HEAD").get(url).status_code == 403
