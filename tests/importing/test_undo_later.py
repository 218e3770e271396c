"""Undoing a file that a later file built upon: nobody is stripped, and what was undone never comes back."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from rangkul.kernel import clock
from rangkul.platform.importing.actions import undo_batch
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.registry import actions, queries
from rangkul.registry.models import DuplicatePair, Family, Identity, Membership, OutsideMembership, Person
from tests.importing import files
from tests.people import Cast
from tests.registry.factories import lent, make_condition, make_identity

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
    second = load(SECOND, head(nama="BASO CONTOHAN"))
    baso, sitti = Person.objects.order_by("birth_date")

    kept = undo(first)

    assert kept["person", str(baso.pk)] == "LATER_FILE"
    assert kept["person", str(sitti.pk)] == "FAMILY"
    assert kept["family", str(Family.objects.get().pk)] == "LATER_FILE"
    assert Membership.objects.count() == 2
    assert OutsideMembership.objects.filter(person=baso, programme="PBI_JK").exists()
    assert Person.objects.get(pk=baso.pk).name == "BASO CONTOHAN"
    # and undoing the later one too leaves nothing behind
    assert undo(second) == {}
    assert not any(everything().values())


def test_undoing_the_later_file_never_puts_back_what_was_undone(load: Load, undo: Undo) -> None:
    load(FIRST, head(), wife())
    before = everything()
    second = load(SECOND, head(nama="BASO SALAH", kk_level="2"), wife(kk_level="1"))
    third = load(THIRD, head(nama="BASO SALAH", alamat="JL BARU"), wife())
    undo(second)
    baso = Person.objects.get(birth_date="1990-01-01")
    assert (baso.name, baso.address) == ("BASO SALAH", "JL BARU")

    assert undo(third) == {}
    assert everything() == before


def test_three_files_undone_from_the_first_to_the_last(load: Load, undo: Undo) -> None:
    batches = [
        load(FIRST, head(), wife()),
        load(SECOND, head(nama="BASO DUA", kk_level="2"), wife(kk_level="1")),
        load(THIRD, head(nama="BASO TIGA"), wife(nama="SITTI TIGA")),
    ]
    kept = [undo(batch) for batch in batches]
    assert [bool(each) for each in kept] == [True, True, False]
    assert not any(everything().values())


@pytest.mark.requirement("W07")
def test_a_family_that_a_file_moved_and_gave_another_head_goes_back(load: Load, undo: Undo, cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    load(FIRST, head(no_asuransi="0001"), wife())
    baso = Person.objects.get(name="BASO CONTOH")
    make_identity(baso, "JKN", "0009", since=FIRST)
    Identity.objects.filter(value="0009").update(source="BPJS")  # whose numbers no village's file ends
    before = everything()
    second = load(
        SECOND, head(alamat="JL BARU", kk_level="2", no_asuransi="0002"), wife(alamat="JL BARU", kk_level="1")
    )
    numbers = Identity.objects.filter(person=baso)
    in_force = [sorted(numbers.filter(period__contains=day).values_list("value", flat=True)) for day in (FIRST, SECOND)]
    assert in_force == [["0001", "0009"], ["0002", "0009"]]
    family = Family.objects.get()
    assert (family.address, family.head_name) == ("JL BARU", "SITTI CONTOH")
    told = [queries.get_family(officer, family.pk, on=day) for day in (SECOND - timedelta(days=1), SECOND, None)]
    assert [each.head_name for each in told] == ["BASO CONTOH", "SITTI CONTOH", "SITTI CONTOH"]
    relations = [[member.relation for member in each.members] for each in told]
    assert relations == [["HEAD", "SPOUSE"]] * 3
    assert not any(each.former_members for each in told)  # who is another's head now has not left

    third = load(SECOND, head(alamat="JL BARU", kk_level="9", no_asuransi="0003"), wife(alamat="JL BARU", kk_level="1"))
    assert Membership.objects.filter(relation="OTHER", period__startswith=SECOND).count() == 1
    assert Membership.objects.count() == 4  # a file of the same day says it better, no new row
    assert set(numbers.filter(period__contains=SECOND).values_list("value", flat=True)) == {"0003", "0009"}
    assert undo(third) == {}
    assert undo(second) == {}
    assert everything() == before

    # and a file older than the head who took over waits
    sitti, by = Person.objects.get(name="SITTI CONTOH"), lent(officer)
    actions.change_head(family_id=family.pk, person_id=sitti.pk, on=THIRD, by=by, at=clock.now())
    rows = sorted(map(str, Membership.objects.values_list()))
    late = load(SECOND, wife(), head())
    assert (late.rows_same, late.rows_changed, late.rows_doubtful) == (0, 0, 2)
    assert sorted(map(str, Membership.objects.values_list())) == rows


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
