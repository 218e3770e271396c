"""A person and a family on an earlier day: the NIK and card number of that day, and where they lived."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from rangkul.kernel.errors import Denied
from rangkul.platform.importing.models import ImportBatch, ImportBefore
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions, queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Membership, PastNumber, Person
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, lent, make_family, make_person

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 3, 2, tzinfo=UTC)
FEBRUARY, APRIL = date(2026, 2, 28), date(2026, 4, 1)


def corrected(cast: Any, person: Person, nik: str, at: datetime = MARCH) -> None:
    """One official asks, another checks."""
    asker, checker = cast.actor("VILLAGE_OPERATOR"), cast.actor("KECAMATAN_OFFICER")
    proposed = {"changes": {"nik": str(nik)}}
    change = actions.draft_change(
        kind="PERBAIKAN", happened_on=at.date(), proposed=proposed, person_id=person.pk, by=asker, at=at
    )
    actions.submit_change(change_id=change.pk, by=asker, at=at)
    actions.check_change(change_id=change.pk, by=checker, at=at)


@pytest.mark.requirement("W07")
def test_a_corrected_nik_is_the_old_one_on_an_earlier_day(cast: Any) -> None:
    person = make_person(nik=a_nik(1), nik_status="ADA_PADAN", created_at=LONG_AGO)
    family = make_family(person, created_at=LONG_AGO)
    corrected(cast, person, a_nik(2))
    actor = cast.actor("VILLAGE_OPERATOR")
    with scoped(actor):
        then, later, now = (queries.get_person(actor, person.pk, on=on) for on in (FEBRUARY, APRIL, None))
        card = queries.get_family(actor, family.pk, on=FEBRUARY).members[0]
    assert (then.masked_nik, then.nik_status) == (a_nik(1).masked, "ADA_PADAN")
    assert (card.masked_nik, card.nik_status) == (a_nik(1).masked, "ADA_PADAN")
    assert (later.masked_nik, later.nik_status) == (now.masked_nik, now.nik_status) == (a_nik(2).masked, "BELUM_DICEK")
    looking = actor.for_purpose("mencocokkan berkas lama")
    assert queries.reveal_person_numbers(looking, person.pk, at=MARCH, on=FEBRUARY).nik == a_nik(1)
    assert queries.reveal_person_numbers(looking, person.pk, at=MARCH, on=APRIL).nik == a_nik(2)
    with pytest.raises(Denied):
        queries.reveal_person_numbers(actor, person.pk, at=MARCH, on=FEBRUARY)


def test_an_old_number_stays_behind_the_wall(cast: Any) -> None:
    person = make_person(nik=a_nik(1), created_at=LONG_AGO)
    corrected(cast, person, a_nik(2))
    neighbour = cast.elsewhere("FRONT_OFFICE").for_purpose("ingin tahu")
    with scoped(neighbour):
        assert not PastNumber.objects.exists()
        with pytest.raises(NoSuchRecord):
            queries.reveal_person_numbers(neighbour, person.pk, at=MARCH, on=FEBRUARY)
    with scoped(cast.actor("FRONT_OFFICE")):
        assert PastNumber.objects.count() == 1


def test_a_status_and_a_first_nik_have_their_days(cast: Any) -> None:
    officer = cast.actor("DATA_OFFICER")
    person = make_person(created_at=LONG_AGO)
    actions.record_nik(person_id=person.pk, nik=str(a_nik(3)), by=officer, at=MARCH)
    actions.correct_person(
        person_id=person.pk, changes={"nik_status": "ADA_PADAN"}, by=lent(officer), at=MARCH.replace(day=20)
    )
    shown = [queries.get_person(officer, person.pk, on=date(2026, 3, day)) for day in (2, 10, 21)]
    assert [(each.masked_nik, each.nik_status) for each in shown] == [
        ("", "TIDAK_PUNYA"),
        (a_nik(3).masked, "BELUM_DICEK"),
        (a_nik(3).masked, "ADA_PADAN"),
    ]


def test_a_card_that_was_issued_later_was_not_there_before(cast: Any) -> None:
    officer = cast.actor("FRONT_OFFICE")
    family = make_family(make_person(created_at=LONG_AGO), created_at=LONG_AGO)
    for _again in range(2):
        actions.record_card(family_id=family.pk, kk=str(a_kk(4)), by=officer, at=MARCH)
    then, now = queries.get_family(officer, family.pk, on=FEBRUARY), queries.get_family(officer, family.pk)
    assert (then.masked_kk, then.kk_is_known) == ("", True)
    assert (now.masked_kk, now.kk_is_known) == (a_kk(4).masked, True)
    assert PastNumber.objects.count() == 1


def test_a_number_that_nobody_kept_is_said_to_be_unknown(cast: Any) -> None:
    officer = cast.actor("FRONT_OFFICE")
    person = make_person(nik=a_nik(1), created_at=LONG_AGO)
    family = make_family(person, kk=a_kk(1), created_at=LONG_AGO)
    PastNumber.objects.create(person=person, is_known=False, until_at=MARCH)
    PastNumber.objects.create(family=family, is_known=False, until_at=MARCH)
    then, card = (
        queries.get_person(officer, person.pk, on=FEBRUARY),
        queries.get_family(officer, family.pk, on=FEBRUARY),
    )
    assert (then.masked_nik, then.nik_status, then.nik_status_label) == ("", "", "tidak diketahui")
    assert (card.masked_kk, card.kk_is_known, card.members[0].nik_status_label) == ("", False, "tidak diketahui")
    looking = officer.for_purpose("mencocokkan berkas lama")
    assert queries.reveal_person_numbers(looking, person.pk, at=MARCH, on=FEBRUARY).nik == ""
    assert queries.get_person(officer, person.pk, on=APRIL).masked_nik == a_nik(1).masked


def test_a_nik_that_a_merge_brought_and_an_undoing_took(cast: Any) -> None:
    officer = cast.actor("BACK_OFFICE")
    kept, other = make_person("Siti", created_at=LONG_AGO), make_person("Sitti", nik=a_nik(5), created_at=LONG_AGO)
    actions.merge_persons(keep_id=kept.pk, merge_id=other.pk, reason="KTP sama", by=officer, at=MARCH)
    assert [each.masked_nik for each in queries.get_person(officer, kept.pk).merged_records] == [a_nik(5).masked]
    actions.undo_merge(merged_id=other.pk, reason="keliru", by=officer, at=MARCH.replace(day=20))
    shown = [queries.get_person(officer, kept.pk, on=date(2026, 3, day)).masked_nik for day in (2, 10, 21)]
    assert shown == ["", a_nik(5).masked, ""]


def test_a_nik_that_a_file_brought_counts_from_the_day_of_the_file(cast: Any) -> None:
    officer = cast.actor("FRONT_OFFICE")
    person = make_person(nik=a_nik(6), created_at=LONG_AGO)
    batch = ImportBatch.objects.create(
        file_name="dtsen.csv", sha256="0", size=1, area_code=VILLAGE, as_of=date(2026, 3, 1), uploaded_by_name="Uji",
        uploaded_at=MARCH, applied_at=MARCH.replace(month=6), state="APPLIED",
    )  # fmt: skip
    image = {"name": person.name, "nik_cipher": None, "nik_status": "TIDAK_PUNYA"}
    ImportBefore.objects.create(batch=batch, table="registry_person", row_id=person.pk, values=image)
    then, later = (queries.get_person(officer, person.pk, on=on) for on in (FEBRUARY, APRIL))
    assert (then.masked_nik, then.nik_status) == ("", "TIDAK_PUNYA")
    assert later.masked_nik == a_nik(6).masked
    told = queries.timeline_of_person(officer, person.pk).entries[0].title
    assert told == "Diubah oleh impor dtsen.csv: NIK, status NIK"


def test_before_anything_was_recorded_nothing_is_known(cast: Any) -> None:
    officer = cast.actor("FRONT_OFFICE")
    person = make_person(nik=a_nik(1), created_at=MARCH)
    then = queries.get_person(officer, person.pk, on=FEBRUARY)
    assert (then.was_recorded, then.masked_nik, then.nik_status_label) == (False, "", "tidak diketahui")
    make_family(person, created_at=MARCH)  # a membership since 2015: that much is told of the day
    assert queries.get_person(officer, person.pk, on=FEBRUARY).was_recorded


def test_who_went_to_another_family_lived_where_the_old_one_lives(cast: Any) -> None:
    officer = lent(cast.actor("DATA_OFFICER"))
    head = make_person("Besse", created_at=LONG_AGO)
    son = make_person("Baso", address="Jl. Lama 1", created_at=LONG_AGO)
    old = make_family(head, son, address="Jl. Lama 1", created_at=LONG_AGO)
    other = make_person("Indo", NEIGHBOUR_VILLAGE, created_at=LONG_AGO)
    new = make_family(other, address="Jl. Baru 2", created_at=LONG_AGO)
    actions.transfer_member(
        person_id=son.pk, to_family_id=new.pk, relation="OTHER", on=MARCH.date(), by=officer, at=MARCH
    )
    actions.change_head(family_id=new.pk, person_id=son.pk, on=date(2026, 3, 20), by=officer, at=MARCH.replace(day=20))
    then, soon, now = (queries.get_person(officer, son.pk, on=on) for on in (FEBRUARY, date(2026, 3, 10), None))
    assert (then.area_code, then.address) == (VILLAGE, "Jl. Lama 1")
    assert then.family is not None
    assert (then.family.family_id, then.family.head_name, then.family.end) == (old.pk, "Besse", None)
    assert [each.end for each in queries.get_family(officer, old.pk, on=FEBRUARY).members] == [None, None]
    assert (soon.area_code, soon.address, soon.family and soon.family.head_name) == (
        NEIGHBOUR_VILLAGE,
        "Jl. Baru 2",
        "Indo",
    )
    assert now.family is not None
    assert now.family.head_name == "Baso"
    assert Membership.objects.filter(person=son).count() == 3


def test_who_moved_and_who_came_back_lived_where_they_had_lived(cast: Any) -> None:
    officer = lent(cast.actor("DATA_OFFICER"))
    mover, comer = (make_person(name, hamlet="Dusun Lama", created_at=LONG_AGO) for name in ("Besse", "Indo"))
    family = make_family(mover, hamlet="Dusun Lama", created_at=LONG_AGO)
    march = {"on": MARCH.date(), "by": officer, "at": MARCH}
    actions.move_family(family_id=family.pk, to_area=NEIGHBOUR_VILLAGE, hamlet="Dusun Baru", **march)
    actions.bring_back_person(person_id=comer.pk, area=NEIGHBOUR_VILLAGE, hamlet="Dusun Baru", **march)
    for person in (mover, comer):
        then, now = (queries.get_person(officer, person.pk, on=on) for on in (FEBRUARY, APRIL))
        assert (then.area_code, then.hamlet) == (VILLAGE, "Dusun Lama")
        assert (now.area_code, now.hamlet) == (NEIGHBOUR_VILLAGE, "Dusun Baru")
    assert queries.get_family(officer, family.pk, on=FEBRUARY).hamlet == "Dusun Lama"
