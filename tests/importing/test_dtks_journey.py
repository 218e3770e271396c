"""A DTKS export after an OpenSID workbook of the same people: the same persons, richer, and taken back again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.platform.audit.models import Event
from rangkul.platform.importing.actions import preview_undo, undo_batch
from rangkul.platform.importing.models import ImportBatch, ImportBefore
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.reference.loading import load_reference
from rangkul.reference.models import Area
from rangkul.reference.queries import area_path
from rangkul.registry.models import Family, Identity, Membership, OutsideMembership, Person, WelfareStatus
from tests.exchange.make_files import families, make_dtks, make_opensid
from tests.people import KECAMATAN, REGENCY, Cast

pytestmark = pytest.mark.django_db
LATER = date(2022, 10, 1)


@pytest.fixture
def village(db: None) -> str:
    """A village that is in the reference list."""
    load_reference(within=(REGENCY,))
    return Area.objects.filter(parent_code=KECAMATAN).order_by("code")[0].code


@pytest.fixture
def place(village: str) -> tuple[str, str, str, str]:
    """Names of the village and what it lies in, as the reference list has them."""
    province, regency, district, own = area_path(village)
    return province.name, regency.name, district.name, own.name


def snapshot() -> dict[str, object]:
    """Everything the registry holds, to compare before and after."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in (Person, Family, Membership, Identity, WelfareStatus, OutsideMembership)
    }


@pytest.mark.requirement("W01")
def test_the_same_people_in_another_file_are_the_same_persons(
    tmp_path: Path,
    village: str,
    place: tuple[str, str, str, str],
    upload: Callable[..., ImportBatch],
    approve: Callable[[ImportBatch], ImportBatch],
    cast: Cast,
) -> None:
    approve(upload(make_opensid(tmp_path / "penduduk.csv", 20), area=village))
    before = snapshot()
    people = Person.objects.count()
    batch = upload(make_dtks(tmp_path / "dtks.csv", 25, place=place), as_of=LATER, area=REGENCY)
    assert (batch.state, batch.error, batch.format_code) == ("READ", "", "siks_ng.dtks")
    extra = sum(len(family) for family in list(families(25))[20:])
    assert (batch.rows_new, batch.rows_changed, batch.rows_same) == (extra, people, 0)
    sample = batch.rows.filter(verdict="CHANGED").first()
    assert sample is not None
    assert sample.difference["status_nik"] == ["BELUM_DICEK", "ADA_PADAN"]
    assert "id_dtks" in sample.difference

    batch = approve(batch)
    assert Person.objects.count() == people + extra
    assert Identity.objects.filter(kind="ID_DTKS", period__startswith=LATER).count() == people + extra
    assert WelfareStatus.objects.filter(source="DTKS", is_listed=True).count() == people + extra
    assert Person.objects.filter(nik_status="ADA_PADAN").count() == people + extra

    again = upload(make_dtks(tmp_path / "dtks.xlsx", 25, place=place), as_of=LATER, area=REGENCY)
    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, people + extra)

    undo_batch(batch.pk, reason="berkas yang salah", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.outcome["undone"]["kept"]) == ("UNDONE", [])
    assert snapshot() == before
    assert not ImportBefore.objects.filter(batch=batch).exists()
    assert Event.objects.filter(name="registry.import.undo", object_id=batch.pk).count() == 1


def test_undo_keeps_what_others_built_upon(
    tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch], cast: Cast
) -> None:
    batch = approve(upload(make_opensid(tmp_path / "penduduk.csv", 5)))
    served = Person.objects.order_by("pk").first()
    assert served is not None
    Identity.objects.create(
        person=served, kind="KKS", value="1", period="[2022-08-01,)", source="DESK", created_at=clock.now()
    )
    family = served.memberships.get().family
    people = Person.objects.count()
    preview_undo(batch_id=batch.pk, by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    would = {(kind, row_id): why for kind, row_id, _name, why in batch.outcome["would_keep"]["kept"]}
    assert Person.objects.count() == people
    undo_batch(batch.pk, reason="salah desa", by=cast.actor("DATA_OFFICER"), at=clock.now())
    run_waiting_jobs()
    batch.refresh_from_db()
    kept = {(kind, row_id): why for kind, row_id, _name, why in batch.outcome["undone"]["kept"]}
    assert kept["person", str(served.pk)] == "LATER_FILE"
    assert kept["family", str(family.pk)] == "FAMILY"
    assert kept == would
    assert Family.objects.get() == family
    assert Person.objects.count() == family.memberships.count() > 0


def test_an_unknown_village_is_asked_about_with_the_nearest_names(
    tmp_path: Path, place: tuple[str, str, str, str], upload: Callable[..., ImportBatch]
) -> None:
    wrong = (*place[:3], place[3][:3] + "xqz")  # half of the name is lost: no spelling of it any more
    batch = upload(make_dtks(tmp_path / "dtks.csv", 2, place=wrong), area=REGENCY)
    rows = list(batch.rows.all())
    assert batch.rows_new == 0
    assert {row.verdict for row in rows} <= {"DOUBTFUL", "REFUSED"}
    assert {row.reasons[0]["code"] for row in rows} <= {"WILAYAH_BELUM_PASTI", "WILAYAH_TIDAK_DIKENAL"}
    assert any(place[3] in row.reasons[0]["expected"] for row in rows)
