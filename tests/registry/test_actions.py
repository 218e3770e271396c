"""What can happen to persons and families: the change, its trail on both timelines, and what is refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.queries import list_events_about
from rangkul.registry import actions, queries
from rangkul.registry.errors import (
    AlreadyInFamily,
    AlreadyRegistered,
    KkAlreadyRegistered,
    NikAlreadyRegistered,
    NotAMember,
    StalePage,
    UnableToAsk,
    UnableToMerge,
)
from rangkul.registry.models import Family, Identity, Membership, Person, WelfareStatus
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, lent, make_family, make_identity, make_person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 2, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def officer(cast: Any) -> Any:
    return replace(cast.actor("DATA_OFFICER"), areas=(VILLAGE,))


def deeds(kind: str, subject: Any) -> list[str]:
    return [event.name for event in list_events_about([(kind, subject.pk)])]


def register(officer: Any, now: datetime, **fields: Any) -> Person:
    given: dict[str, Any] = {"name": "SITI contoh, S.Sos", "area": VILLAGE, "birth_date": date(1980, 5, 19)}
    return actions.register_person(**(given | fields), by=officer, at=now)


# --- registering ------------------------------------------------------------------------------------------------


def test_somebody_without_papers_gets_a_temporary_number(officer: Any, now: datetime) -> None:
    person = register(officer, now, birth_date=None)
    number = Identity.objects.get(person=person)
    assert (person.nik_status, number.kind) == ("TIDAK_PUNYA", "SEMENTARA")
    assert number.value.startswith("SEM-7312012001-")
    assert [hit.id for hit in queries.search_persons(officer, number.value)] == [person.pk]
    assert deeds("person", person) == ["registry.person.register"]


def test_a_nik_is_sealed_and_its_status_is_never_assumed(officer: Any, now: datetime) -> None:
    person = register(officer, now, nik=f" {a_nik(1)} ")
    assert person.name == "Siti Contoh, S.Sos."
    assert person.nik_status == "BELUM_DICEK"
    assert a_nik(1).encode() not in bytes(person.nik_cipher or b"")
    assert not Identity.objects.filter(person=person).exists()
    event = list_events_about([("person", person.pk)]).get()
    assert a_nik(1) not in str(event.data)


def test_a_verified_nik_is_registered_once_wherever(officer: Any, now: datetime) -> None:
    make_person("Sudah Ada", FAR_VILLAGE, nik=a_nik(1), nik_status="ADA_PADAN")
    with pytest.raises(NikAlreadyRegistered) as refusal:
        register(officer, now, nik=a_nik(1))
    assert FAR_VILLAGE in refusal.value.message or "Desa" in refusal.value.message or "Kel" in refusal.value.message
    assert "Sudah Ada" not in refusal.value.message
    assert a_nik(1) not in refusal.value.message
    assert Person.objects.count() == 1


def test_the_nik_of_a_dead_person_or_an_unchecked_one_does_not_block(officer: Any, now: datetime) -> None:
    make_person("Almarhum", nik=a_nik(1), nik_status="ADA_PADAN", died_on=date(2020, 1, 1))
    make_person("Belum Dicek", nik=a_nik(1))
    assert register(officer, now, nik=a_nik(1), nik_status="ADA_PADAN").pk


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "123"}, "Nama"),
        ({"name": ""}, "Nama"),
        ({"nik": "7312O10000000001"}, "NIK"),
        ({"nik": "123"}, "NIK"),
        ({"birth_date": date(2027, 1, 1)}, "Tanggal lahir"),
        ({"area": "73.12"}, "Wilayah"),
        ({"area": "Bila"}, "Kode wilayah"),
        ({"nik_status": "ADA_PADAN"}, "NIK"),
        ({"kk": a_kk(1), "relation": "CHILD"}, "Nomor KK"),
    ],
)
def test_bad_input_is_refused_by_its_field(officer: Any, now: datetime, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        register(officer, now, **fields)
    assert refusal.value.field == field
    assert not Person.objects.exists()


def test_a_form_sent_twice_makes_one_person(officer: Any, now: datetime) -> None:
    form = new_id()
    person = register(officer, now, form_id=form)
    with pytest.raises(AlreadyRegistered) as again:
        register(officer, now, form_id=form)
    assert again.value.record_id == person.pk == form
    with pytest.raises(Refused):
        register(officer, now, form_id=uuid4())


def test_a_new_card_begins_with_its_head_and_a_standing_one_takes_nobody_in(officer: Any, now: datetime) -> None:
    head = register(officer, now, kk=a_kk(1), relation="HEAD")
    with pytest.raises(KkAlreadyRegistered):
        register(officer, now, name="Anak Contoh", kk=a_kk(1), relation="CHILD")
    family = Family.objects.get()
    assert {row.person_id for row in family.memberships.all()} == {head.pk}
    assert deeds("family", family) == ["registry.person.register"]


def test_a_card_of_another_village_is_refused(officer: Any, now: datetime) -> None:
    make_family(make_person("Tetangga", NEIGHBOUR_VILLAGE), kk=a_kk(1))
    with pytest.raises(KkAlreadyRegistered):
        register(officer, now, kk=a_kk(1), relation="HEAD")
    assert Person.objects.count() == 1


def test_nobody_registers_in_the_neighbour_village(officer: Any, now: datetime) -> None:
    with pytest.raises(Denied):
        register(officer, now, area=NEIGHBOUR_VILLAGE)


def test_a_family_has_exactly_one_head(officer: Any, now: datetime) -> None:
    one, two = make_person("Satu"), make_person("Dua")
    for relations in (("CHILD", "SPOUSE"), ("HEAD", "HEAD")):
        members = list(zip((one.pk, two.pk), relations, strict=True))
        with pytest.raises(Refused, match="satu kepala keluarga"):
            actions.register_family(area=VILLAGE, members=members, by=officer, at=now)
    family = actions.register_family(
        area=VILLAGE, members=[(one.pk, "HEAD"), (two.pk, "SPOUSE")], kk=a_kk(4), by=officer, at=now
    )
    assert family.head_name == "Satu"
    assert deeds("family", family) == deeds("person", two) == ["registry.family.register"]


def test_nobody_is_in_two_families(officer: Any, now: datetime) -> None:
    head, child = make_person("Kepala"), make_person("Anak")
    make_family(head, child)
    other = make_family(make_person("Lain"))
    with pytest.raises(AlreadyInFamily, match="sejak 1 Januari 2015"):
        actions.add_member(family_id=other.pk, person_id=child.pk, relation="CHILD", by=lent(officer), at=now)


def test_a_past_membership_that_overlaps_is_explained(officer: Any, now: datetime) -> None:
    person = make_person("Pindah")
    row = make_family(make_person("Kepala"), person).memberships.get(person=person)
    row.period = (date(2015, 1, 1), date(2026, 1, 1))
    row.save()
    other = make_family(make_person("Lain"))
    with pytest.raises(AlreadyInFamily):
        actions.add_member(
            family_id=other.pk, person_id=person.pk, relation="OTHER", on=date(2025, 6, 1), by=lent(officer), at=now
        )
    actions.add_member(
        family_id=other.pk, person_id=person.pk, relation="OTHER", on=date(2026, 1, 1), by=lent(officer), at=now
    )
    assert deeds("person", person) == deeds("family", other) == ["registry.family.add_member"]


# --- correcting -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("W07")
def test_nobody_changes_who_somebody_is_alone(officer: Any, cast: Any, now: datetime) -> None:
    person = make_person("Siti", nik=a_nik(1))
    family = make_family(person)
    for changes in ({"nik": a_nik(2)}, {"nik": ""}, {"nik_status": "ADA_PADAN"}, {"birth_date": date(1981, 5, 19)},
                    {"name": "Sitti"}, {"sex": "L"}, {"area_code": str(NEIGHBOUR_VILLAGE)}):  # fmt: skip
        with pytest.raises(Denied, match="petugas lain"):
            actions.correct_person(person_id=person.pk, changes=changes, by=officer, at=now)
    alone: dict[str, Any] = {"by": officer, "at": now}
    for deed in (
        lambda: actions.record_death(person_id=person.pk, died_on=TODAY, **alone),
        lambda: actions.move_family(family_id=family.pk, to_area=VILLAGE, address="Jl. Baru", **alone),
        lambda: actions.split_family(family_id=family.pk, members=[(person.pk, "HEAD")], **alone),
        lambda: actions.change_head(family_id=family.pk, person_id=person.pk, **alone),
        lambda: actions.add_member(family_id=family.pk, person_id=person.pk, relation="CHILD", **alone),
        lambda: actions.transfer_member(person_id=person.pk, to_family_id=family.pk, relation="CHILD", **alone),
        lambda: actions.leave_district(family_id=family.pk, destination="Bone", **alone),
        lambda: actions.correct_address(family_id=family.pk, address="Jl. Lain", **alone),
    ):
        with pytest.raises(Denied, match="petugas lain"):
            deed()
    wanted = {"birth_date": date(1981, 5, 19), "rt": "004"}
    done = actions.correct_checked(person_id=person.pk, changes=wanted, revision=1, by=officer, at=now)
    person.refresh_from_db()
    assert (person.birth_date, person.rt, done.change and done.change.state) == (date(1980, 5, 19), "004", "SUBMITTED")
    assert done.change is not None
    with pytest.raises(UnableToAsk, match=done.change.number):
        actions.correct_checked(person_id=person.pk, changes=wanted, by=officer, at=now)
    with pytest.raises(Denied, match="Anda ajukan sendiri"):
        actions.check_change(change_id=done.change.pk, by=officer, at=now)
    actions.check_change(change_id=done.change.pk, by=cast.actor("KECAMATAN_OFFICER"), at=now)
    person.refresh_from_db()
    assert person.birth_date == date(1981, 5, 19)
    # what was blank is written down, and what only repeats the record is no change
    blank = make_person("Tanpa Tanggal", birth_date=None, mother_name="")
    first = {"nik": a_nik(5), "birth_date": date(1990, 1, 2), "mother_name": "Becce"}
    assert actions.correct_checked(person_id=blank.pk, changes=first, by=officer, at=now).change is None


def test_a_correction_keeps_old_and_new_in_the_trail(officer: Any, now: datetime) -> None:
    person = make_person("Siti")
    family = make_family(person)
    actions.correct_person(
        person_id=person.pk,
        changes={"name": "Sitti", "birth_date": date(1981, 5, 19), "phone": "0812", "rt": "001"},
        revision=1,
        reason="KTP",
        by=lent(officer),
        at=now,
    )
    person.refresh_from_db()
    family.refresh_from_db()
    assert (person.name, person.name_key, person.revision) == ("Sitti", "SITI", 2)
    assert family.head_name == "Sitti"
    event = list_events_about([("family", family.pk)]).get()
    assert event.data["before"] == {"name": "Siti", "birth_date": "1980-05-19", "rt": ""}
    assert event.data["after"]["birth_date"] == "1981-05-19"
    assert "0812" not in str(event.data)


def test_a_stale_page_names_who_changed_it(officer: Any, cast: Any, now: datetime) -> None:
    person = make_person("Siti")
    colleague = replace(cast.actor("DATA_OFFICER"), user_id=uuid4(), name="Rekan Contoh")
    actions.correct_person(person_id=person.pk, changes={"rt": "2"}, revision=1, by=colleague, at=now)
    with pytest.raises(StalePage, match=colleague.name) as stale:
        actions.correct_person(person_id=person.pk, changes={"rt": "3"}, revision=1, by=officer, at=now)
    assert "22 November 2026 pukul 10.00" in stale.value.message
    person.refresh_from_db()
    assert person.rt == "2"


def test_nothing_changed_is_said(officer: Any, now: datetime) -> None:
    person = make_person("Siti")
    with pytest.raises(Refused, match="berubah"):
        actions.correct_person(person_id=person.pk, changes={"name": "Siti"}, by=officer, at=now)


def test_a_nik_found_later_ends_the_temporary_number(officer: Any, now: datetime) -> None:
    person = register(officer, now - timedelta(days=30))
    actions.correct_person(
        person_id=person.pk, changes={"nik": a_nik(3), "nik_status": "ADA_PADAN"}, by=officer, at=now
    )
    person.refresh_from_db()
    assert person.nik_status == "ADA_PADAN"
    assert Identity.objects.get(person=person).period.upper == TODAY


def test_a_verified_nik_cannot_be_taken_by_correction(officer: Any, now: datetime) -> None:
    make_person("Pemilik", FAR_VILLAGE, nik=a_nik(3), nik_status="ADA_PADAN")
    one, two = make_person("Satu", nik=a_nik(3)), make_person("Dua")
    with pytest.raises(NikAlreadyRegistered):
        actions.correct_person(person_id=two.pk, changes={"nik": a_nik(3)}, by=officer, at=now)
    with pytest.raises(NikAlreadyRegistered):
        actions.correct_person(person_id=one.pk, changes={"nik_status": "ADA_PADAN"}, by=lent(officer), at=now)


def test_a_status_without_a_nik_is_refused(officer: Any, now: datetime) -> None:
    with pytest.raises(Refused):
        actions.correct_person(person_id=make_person().pk, changes={"nik_status": "ADA_PADAN"}, by=officer, at=now)


# --- life -------------------------------------------------------------------------------------------------------


def test_a_death_ends_the_membership_the_day_after(officer: Any, now: datetime) -> None:
    head, wife = make_person("Kepala"), make_person("Istri")
    family = make_family(head, wife)
    actions.record_death(person_id=head.pk, died_on=date(2026, 11, 1), evidence="Akta 1", by=lent(officer), at=now)
    row = Membership.objects.get(person=head)
    assert (row.period.upper, row.end_reason) == (date(2026, 11, 2), "MENINGGAL")
    assert deeds("family", family) == deeds("person", head) == ["registry.person.record_death"]
    view = queries.get_family(officer, family.pk)
    assert [member.name for member in view.former_members] == ["Kepala"]


@pytest.mark.parametrize("died_on", [date(2026, 12, 1), date(1970, 1, 1), date(2014, 1, 1)])
def test_an_impossible_day_of_death_is_refused(officer: Any, now: datetime, died_on: date) -> None:
    person = make_person()
    make_family(person)
    with pytest.raises(Refused):
        actions.record_death(person_id=person.pk, died_on=died_on, by=lent(officer), at=now)
    person.refresh_from_db()
    assert person.died_on is None


def test_nobody_dies_twice(officer: Any, now: datetime) -> None:
    person = make_person(died_on=date(2026, 1, 1))
    with pytest.raises(Refused, match="sudah dicatat meninggal"):
        actions.record_death(person_id=person.pk, died_on=TODAY, by=lent(officer), at=now)


def test_a_family_moves_with_its_members(cast: Any, now: datetime) -> None:
    officer = cast.actor("DATA_OFFICER")
    head, child = make_person("Kepala"), make_person("Anak")
    family = make_family(head, child)
    actions.move_family(
        family_id=family.pk, to_area=NEIGHBOUR_VILLAGE, address="Jl. Baru 1", rt="002", by=lent(officer), at=now
    )
    child.refresh_from_db()
    assert (child.area_code, child.address, child.rt) == (NEIGHBOUR_VILLAGE, "Jl. Baru 1", "002")
    event = list_events_about([("person", child.pk)]).get()
    assert event.data["before"]["area"] == VILLAGE


def test_a_family_cannot_be_pushed_into_a_village_of_others(officer: Any, now: datetime) -> None:
    family = make_family(make_person())
    with pytest.raises(Denied):
        actions.move_family(family_id=family.pk, to_area=NEIGHBOUR_VILLAGE, by=lent(officer), at=now)


def test_a_family_splits_and_keeps_its_history(officer: Any, now: datetime) -> None:
    head, son, wife = make_person("Kepala"), make_person("Putra"), make_person("Menantu")
    old = make_family(head, son, wife, kk=a_kk(1))
    new = actions.split_family(
        family_id=old.pk, members=[(son.pk, "HEAD"), (wife.pk, "SPOUSE")], kk=a_kk(2), by=lent(officer), at=now
    )
    assert (new.head_name, new.formed_on, new.area_code) == ("Putra", TODAY, VILLAGE)
    person = queries.get_person(officer, son.pk, on=TODAY)
    assert [(link.head_name, link.is_present) for link in person.families] == [("Putra", True), ("Kepala", False)]
    assert deeds("family", old) == deeds("family", new) == deeds("person", head) == ["registry.family.split"]


def test_those_who_stay_need_a_head(officer: Any, now: datetime) -> None:
    head, wife, child = make_person("Kepala"), make_person("Istri"), make_person("Anak")
    old = make_family(head, wife, child)
    with pytest.raises(Refused, match="kepala"):
        actions.split_family(family_id=old.pk, members=[(head.pk, "HEAD")], by=lent(officer), at=now)
    assert Family.objects.count() == 1
    actions.split_family(family_id=old.pk, members=[(head.pk, "HEAD")], new_head_id=wife.pk, by=lent(officer), at=now)
    old.refresh_from_db()
    assert (old.head_name, old.ended_on) == ("Istri", None)


def test_a_family_that_everybody_left_ends(officer: Any, now: datetime) -> None:
    head = make_person("Kepala")
    old = make_family(head, kk=a_kk(1))
    actions.split_family(family_id=old.pk, members=[(head.pk, "HEAD")], kk=a_kk(2), by=lent(officer), at=now)
    old.refresh_from_db()
    assert old.ended_on == TODAY


def test_a_stranger_cannot_be_split_off(officer: Any, now: datetime) -> None:
    old = make_family(make_person("Kepala"))
    with pytest.raises(NotAMember):
        actions.split_family(family_id=old.pk, members=[(make_person("Asing").pk, "HEAD")], by=lent(officer), at=now)
    assert Family.objects.count() == 1


def test_another_head(officer: Any, now: datetime) -> None:
    head, wife = make_person("Kepala"), make_person("Istri")
    family = make_family(head, wife)
    actions.change_head(family_id=family.pk, person_id=wife.pk, former_relation="SPOUSE", by=lent(officer), at=now)
    view = queries.get_family(officer, family.pk, on=TODAY)
    assert (view.head_name, [(member.name, member.relation) for member in view.members]) == (
        "Istri",
        [("Istri", "HEAD"), ("Kepala", "SPOUSE")],
    )
    before = queries.get_family(officer, family.pk, on=TODAY - timedelta(days=1))
    assert [(member.name, member.relation) for member in before.members] == [("Kepala", "HEAD"), ("Istri", "CHILD")]


@pytest.mark.requirement("W07")
def test_as_of_a_day_somebody_lives_where_they_lived_then(cast: Any) -> None:
    """One home after another, each deed told a month after the day it counts from."""
    by = lent(cast.actor("DATA_OFFICER"))
    son = make_person("Putra", address="Jalan 1", hamlet="Dusun 1", rt="001")
    first = make_family(make_person("Kepala"), son, address="Jalan 1", hamlet="Dusun 1", rt="001")
    second = make_family(make_person("Lain", NEIGHBOUR_VILLAGE), address="Jalan 3", hamlet="Dusun 3")

    def told(month: int) -> dict[str, Any]:
        at = datetime(2025, month + 1, 15, tzinfo=timezone.get_fixed_timezone(0))
        return {"by": by, "at": at, "on": date(2025, month, 15), "reason": "surat"}

    actions.move_family(family_id=first.pk, to_area=VILLAGE, address="Jalan 2", hamlet="Dusun 2", rt="002", **told(2))
    actions.transfer_member(person_id=son.pk, to_family_id=second.pk, relation="OTHER", **told(4))
    actions.move_family(family_id=second.pk, to_area=NEIGHBOUR_VILLAGE, address="Jalan 4", **told(6))
    actions.move_family(family_id=first.pk, to_area=NEIGHBOUR_VILLAGE, address="Jalan 9", **told(7))
    actions.bring_back_person(person_id=son.pk, area=VILLAGE, address="Jalan 5", hamlet="Dusun 5", **told(8))

    def home(month: int) -> tuple[str, str, str, str]:
        view = queries.get_person(by, son.pk, on=date(2025, month, 20))
        return view.area_code, view.address, view.hamlet, view.rt

    homes = [home(month) for month in (1, 2, 4, 6, 8)]
    assert homes == [
        (VILLAGE, "Jalan 1", "Dusun 1", "001"),
        (VILLAGE, "Jalan 2", "Dusun 2", "002"),
        (NEIGHBOUR_VILLAGE, "Jalan 3", "Dusun 3", ""),
        (NEIGHBOUR_VILLAGE, "Jalan 4", "", ""),
        (VILLAGE, "Jalan 5", "Dusun 5", ""),
    ]


# --- dated rows -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R018")
def test_a_new_registry_id_closes_the_former(officer: Any, now: datetime) -> None:
    person = make_person()
    make_identity(person, "ID_DTKS", "LAMA")
    actions.record_identity(person_id=person.pk, kind="ID_DTKS", value="BARU", on=date(2026, 7, 1), by=officer, at=now)
    in_force = [
        queries.registry_id_in_force("DTKS", person_id=person.pk, on=day)
        for day in (date(2019, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert in_force == ["", "LAMA", "BARU"]


def test_the_id_of_a_member_counts_for_the_family_while_present(officer: Any, now: datetime) -> None:
    head, child = make_person("Kepala"), make_person("Anak")
    family = make_family(head, child)
    make_identity(child, "ID_DTKS", "ANAK-1")
    assert queries.registry_id_in_force("DTKS", family_id=family.pk, on=TODAY) == "ANAK-1"
    actions.record_death(person_id=child.pk, died_on=date(2026, 10, 1), by=lent(officer), at=now)
    assert queries.registry_id_in_force("DTKS", family_id=family.pk, on=TODAY) == ""


def test_the_same_number_or_an_earlier_day_is_refused(officer: Any, now: datetime) -> None:
    person = make_person()
    make_identity(person, "KKS", "123", since=date(2026, 1, 1))
    for value, on in (("123", TODAY), ("124", date(2026, 1, 1)), ("", TODAY), ("x" * 65, TODAY)):
        with pytest.raises(Refused):
            actions.record_identity(person_id=person.pk, kind="KKS", value=value, on=on, by=officer, at=now)


def test_a_decile_is_never_the_offices_own(officer: Any, now: datetime) -> None:
    family = make_family(make_person())
    with pytest.raises(Refused, match="DTSEN"):
        actions.record_status(family_id=family.pk, source="DESK", decile=1, on=TODAY, by=officer, at=now)
    with pytest.raises(Refused, match="berkas"):
        actions.record_status(family_id=family.pk, source="DTSEN", decile=1, on=TODAY, by=officer, at=now)
    for quarter, decile in ((date(2026, 4, 1), 3), (date(2026, 7, 1), 2)):
        actions.record_status(
            family_id=family.pk, source="DTSEN", decile=decile, on=quarter, evidence="Berkas", by=officer, at=now
        )
    view = queries.get_family(officer, family.pk, on=TODAY)
    assert [(row.decile, row.is_in_force) for row in view.statuses] == [(2, True), (3, False)]
    assert WelfareStatus.objects.count() == 2


def test_a_sensitive_condition_stays_out_of_the_trail(officer: Any, now: datetime) -> None:
    person = make_person()
    actions.record_condition(person_id=person.pk, kind="KUSTA", note="catatan rahasia", by=officer, at=now)
    event = list_events_about([("person", person.pk)]).get()
    assert "KUSTA" not in str(event.data)
    with pytest.raises(Refused, match="sudah tercatat"):
        actions.record_condition(person_id=person.pk, kind="KUSTA", by=officer, at=now)


def test_outside_programmes_are_recorded_once(officer: Any, now: datetime) -> None:
    family = make_family(make_person())
    actions.record_outside_membership(family_id=family.pk, programme="PKH", number="P1", by=officer, at=now)
    with pytest.raises(Refused):
        actions.record_outside_membership(family_id=family.pk, programme="PKH", by=officer, at=now)
    assert [row.programme for row in queries.get_family(officer, family.pk).outside] == ["PKH"]


# --- merging ----------------------------------------------------------------------------------------------------


def test_merging_keeps_both_histories_and_can_be_undone(officer: Any, now: datetime) -> None:
    kept = make_person("Siti Aminah", birth_date=None)
    merged = make_person("Sitti Aminah", nik=a_nik(1), nik_status="ADA_PADAN", birth_date=date(1980, 5, 19))
    own, other = make_family(kept), make_family(merged, make_person("Anak"))
    make_identity(merged, "ID_DTKS", "D-1")
    register_deed = actions.correct_person(person_id=merged.pk, changes={"rt": "9"}, by=officer, at=now)
    actions.merge_persons(keep_id=kept.pk, merge_id=merged.pk, reason="orang yang sama", by=officer, at=now)

    kept.refresh_from_db()
    assert (kept.nik_status, kept.birth_date) == ("ADA_PADAN", date(1980, 5, 19))
    assert queries.registry_id_in_force("DTKS", person_id=kept.pk, on=TODAY) == "D-1"
    assert queries.find_survivor(officer, merged.pk) == kept.pk
    assert [hit.id for hit in queries.search_persons(officer, a_nik(1))] == [kept.pk]
    titles = [entry.title for entry in queries.timeline_of_person(officer, kept.pk).entries]
    assert titles == ["Data “Sitti Aminah” digabungkan ke orang ini", "Data diperbaiki: RT"]
    assert [member.name for member in queries.get_family(officer, other.pk, on=TODAY + timedelta(1)).members] == [
        "Anak"
    ]
    assert queries.subject_label("person", merged.pk).name == "Siti Aminah"

    actions.undo_merge(merged_id=merged.pk, reason="keliru", by=officer, at=now)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.nik_status, kept.nik_index, kept.birth_date) == ("TIDAK_PUNYA", None, None)
    assert (merged.merged_into_id, merged.rt) == (None, register_deed.rt)
    assert queries.registry_id_in_force("DTKS", person_id=kept.pk, on=TODAY) == ""
    assert queries.registry_id_in_force("DTKS", person_id=merged.pk, on=TODAY) == "D-1"
    present = Membership.objects.filter(period__contains=TODAY + timedelta(1))
    assert set(present.filter(family=other).values_list("person__name", flat=True)) == {"Sitti Aminah", "Anak"}
    assert present.get(family=own).person_id == kept.pk


def test_a_membership_moves_when_the_person_kept_has_none(officer: Any, now: datetime) -> None:
    kept, merged = make_person("Siti"), make_person("Sitti")
    family = make_family(merged)
    actions.merge_persons(keep_id=kept.pk, merge_id=merged.pk, reason="sama", by=officer, at=now)
    assert [member.person_id for member in queries.get_family(officer, family.pk).members] == [kept.pk]
    actions.undo_merge(merged_id=merged.pk, reason="keliru", by=officer, at=now)
    assert [member.person_id for member in queries.get_family(officer, family.pk).members] == [merged.pk]


def test_two_verified_niks_are_two_people(officer: Any, now: datetime) -> None:
    one = make_person("Satu", nik=a_nik(1), nik_status="ADA_PADAN")
    two = make_person("Dua", nik=a_nik(2), nik_status="ADA_PADAN")
    with pytest.raises(UnableToMerge, match="NIK"):
        actions.merge_persons(keep_id=one.pk, merge_id=two.pk, reason="sama", by=officer, at=now)
    with pytest.raises(Refused, match="alasan"):
        actions.merge_persons(keep_id=one.pk, merge_id=two.pk, reason=" ", by=officer, at=now)
    with pytest.raises(UnableToMerge):
        actions.undo_merge(merged_id=two.pk, reason="", by=officer, at=now)


def test_merging_needs_both_persons_in_sight(officer: Any, now: datetime) -> None:
    one, two = make_person("Satu"), make_person("Dua", NEIGHBOUR_VILLAGE)
    with pytest.raises(Denied):
        actions.merge_persons(keep_id=one.pk, merge_id=two.pk, reason="sama", by=officer, at=now)
