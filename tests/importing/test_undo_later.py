"""Undoing a file that a later file built upon: nobody is stripped, and what was undone never comes back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.platform.importing.actions import undo_batch
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry.models import DuplicatePair, Family, Identity, Membership, OutsideMembership, Person
from tests.importing import files
from tests.people import Cast
from tests.registry.factories import make_condition

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = date(2022, 7, 1), date(2022, 10, 1), date(2023, 1, 1)
HEAD, WIFE = "0000010101900001", "0000014101920002"

type Load = Callable[..., ImportBatch]
type Undo = Callable[[ImportBatch], dict[tuple[str, str], str]]


@pytest.fixture
def load(tmp_path: Path, upload: Callable[..., ImportBatch], approve: Callable[[ImportBatch], ImportBatch]) -> Load:
    """Upload and apply a file of these rows."""

    def run(on: date, *rows: list[object]) -> ImportBatch:
        batch = approve(upload(files.text_file(tmp_path / f"{on}.csv", *rows), as_of=on))
        assert batch.state == "APPLIED", batch.error
        return batch

    return run


@pytest.fixture
def undo(cast: Cast) -> Undo:
    """Take a batch back; {(kind, id): why} of what stayed."""

    def run(batch: ImportBatch) -> dict[tuple[str, str], str]:
        undo_batch(batch.pk, reason="salah berkas", by=cast.actor("DATA_OFFICER"), at=clock.now())
        run_waiting_jobs()
        batch.refresh_from_db()
        assert batch.state == "UNDONE"
        return {(kind, row_id): why for kind, row_id, _name, why in batch.outcome["undone"]["kept"]}

    return run


def head(**changes: object) -> list[object]:
    told = {"nik": HEAD, "nama": "BASO CONTOH", "alamat": "JL LAMA", "id_asuransi": "2"}
    return files.row(**{**told, **changes})


def wife(**changes: object) -> list[object]:
    told = {"nik": WIFE, "nama": "SITTI CONTOH", "sex": "2", "tanggallahir": "1992-01-01", "kk_level": "3"}
    return files.row(**{**told, "alamat": "JL LAMA", **changes})


def everything() -> dict[str, list[str]]:
    """All that a population file writes."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in (Person, Family, Membership, Identity, OutsideMembership)
    }


@pytest.mark.requirement("W01")
def test_whom_a_later_file_changed_keeps_the_family_and_all_that_was_told(load: Load, undo: Undo) -> None:
    first = load(FIRST, head(), wife())
    load(SECOND, head(nama="BASO CONTOHAN"))
    baso, sitti = Person.objects.order_by("birth_date")

    kept = undo(first)

    assert kept["person", str(baso.pk)] == "LATER_FILE"
    assert kept["person", str(sitti.pk)] == "FAMILY"
    assert kept["family", str(Family.objects.get().pk)] == "LATER_FILE"
    assert Membership.objects.count() == 2
    assert OutsideMembership.objects.filter(person=baso, programme="PBI_JK").exists()
    assert Person.objects.get(pk=baso.pk).name == "BASO CONTOHAN"


def test_undoing_the_later_file_too_leaves_nothing_behind(load: Load, undo: Undo) -> None:
    first = load(FIRST, head(), wife())
    second = load(SECOND, head(nama="BASO CONTOHAN"))
    undo(first)

    assert undo(second) == {}
    assert not any(everything().values())


def test_undoing_the_later_file_never_puts_back_what_was_undone(load: Load, undo: Undo) -> None:
    load(FIRST, head(), wife())
    before = everything()
    second = load(SECOND, head(nama="BASO SALAH"), wife())
    third = load(THIRD, head(nama="BASO SALAH", alamat="JL BARU"), wife())
    undo(second)
    baso = Person.objects.get(birth_date="1990-01-01")
    assert (baso.name, baso.address) == ("BASO SALAH", "JL BARU")

    assert undo(third) == {}
    assert everything() == before


def test_three_files_undone_from_the_first_to_the_last(load: Load, undo: Undo) -> None:
    batches = [
        load(FIRST, head(), wife()),
        load(SECOND, head(nama="BASO DUA"), wife()),
        load(THIRD, head(nama="BASO TIGA"), wife(nama="SITTI TIGA")),
    ]
    kept = [undo(batch) for batch in batches]
    assert [bool(each) for each in kept] == [True, True, False]
    assert not any(everything().values())


def test_the_family_that_a_file_moved_goes_back_to_its_old_address(load: Load, undo: Undo) -> None:
    load(FIRST, head(), wife())
    before = everything()
    second = load(SECOND, head(alamat="JL BARU"), wife(alamat="JL BARU"))
    assert Family.objects.get().address == "JL BARU"
    assert undo(second) == {}
    assert everything() == before


@pytest.mark.parametrize("state", ["OPEN", "DIFFERENT"])
def test_a_pair_nobody_decided_does_not_hold_its_person(load: Load, undo: Undo, state: str) -> None:
    first = load(FIRST, head(), wife())
    left, right = Person.objects.order_by("pk")
    pair = DuplicatePair.objects.create(
        left=left, right=right, weight=3.0, reasons=[], area_code=left.area_code, state=state, found_at=clock.now()
    )
    kept = undo(first)
    if state == "OPEN":
        assert not DuplicatePair.objects.filter(pk=pair.pk).exists()
        assert kept == {}
        assert not Person.objects.exists()
    else:
        assert kept["person", str(left.pk)] == "REFERRED"
        assert Person.objects.count() == 2


def test_undone_in_parts_nothing_is_left_and_what_others_use_stays(
    load: Load, undo: Undo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rangkul.registry.imports.undo._PART", 1)
    batch = load(FIRST, head(), wife(), head(nik="0000020202910002", nama="DUA CONTOH", no_kk="0000000000000002"))
    alone = Person.objects.get(name="DUA CONTOH")
    make_condition(alone, "KUSTA")
    kept = undo(batch)
    assert {each for kind, each in kept if kind == "person"} == {str(alone.pk)}
    assert [person.name for person in Person.objects.all()] == ["DUA CONTOH"]
    assert [each.person for each in Membership.objects.all()] == [alone]
    assert Family.objects.count() == 1
