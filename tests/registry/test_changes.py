"""Change requests: asked by the village, checked by fresh eyes, applied whole, clashes settled, never edited in place."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.walls import scoped
from rangkul.platform.workflow import UnableToMove
from rangkul.registry import actions, change_facts, policies, queries
from rangkul.registry.errors import ChangeTampered, NoSuchRecord, UnableToAsk
from rangkul.registry.models import ChangeRequest, Family, Membership, Person
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, VILLAGE
from tests.registry.factories import a_kk, a_nik, lent, make_condition, make_family, make_person

pytestmark = pytest.mark.django_db

TODAY = date.today()
WHEN = date(2026, 3, 2)


class Way:
    """The village asks, the kecamatan checks."""

    def __init__(self, cast: Any) -> None:
        self.asker = cast.actor("VILLAGE_OPERATOR")
        self.checker = cast.actor("KECAMATAN_OFFICER")

    def asked(self, kind: str, about: Person | Family, on: date = WHEN, *, to_area: str = "", **proposed: Any) -> Any:
        whom = {"person_id" if isinstance(about, Person) else "family_id": about.pk}
        change = actions.draft_change(
            kind=kind, happened_on=on, proposed=proposed, to_area=to_area, by=self.asker, at=clock.now(), **whom
        )
        return actions.submit_change(change_id=change.pk, by=self.asker, at=clock.now())

    def checked(self, change: Any, **settled: str) -> ChangeRequest:
        answers = {key.replace("__", "."): value for key, value in settled.items()}
        return actions.check_change(change_id=change.pk, settled=answers, by=self.checker, at=clock.now())

    def through(self, kind: str, about: Person | Family, on: date = WHEN, **proposed: Any) -> ChangeRequest:
        return self.checked(self.asked(kind, about, on, **proposed))


@pytest.fixture
def way(cast: Any) -> Way:
    return Way(cast)


@pytest.fixture
def household() -> tuple[Person, Person, Person, Family]:
    head = make_person("Besse Contoh", nik=a_nik(1))
    son = make_person("Baso Contoh", sex="L", birth_date=date(2001, 2, 3))
    child = make_person("Cicci Contoh", birth_date=date(2016, 5, 6))
    return head, son, child, make_family(head, son, child, kk=a_kk(1))


def relation_of(person: Person, on: date) -> str:
    row = Membership.objects.filter(person=person, period__contains=on).first()
    return row.relation if row else ""


@pytest.mark.requirement("W07")
def test_a_birth_is_a_new_member_from_its_day(way: Way, household: Any) -> None:
    *_others, family = household
    change = way.through("LAHIR", family, name="Andi Kecil", sex="L", mother_name="Besse Contoh")
    child = Person.objects.get(pk=change.pk)
    assert (change.state, child.birth_date, child.area_code) == ("APPLIED", WHEN, VILLAGE)
    assert relation_of(child, WHEN) == "CHILD"
    assert any("Andi Kecil" in text for text in change.after.values())
    assert not relation_of(child, WHEN - timedelta(days=1))


@pytest.mark.requirement("W07")
def test_the_death_of_a_head_names_another_or_marks_the_family(way: Way, household: Any) -> None:
    head, son, _child, family = household
    with pytest.raises(Refused, match="Kepala keluarga baru"):
        way.asked("MENINGGAL", head, evidence="Akta 12")
    change = way.through("MENINGGAL", head, evidence="Akta 12", new_head=str(son.pk))
    family.refresh_from_db()
    assert change.state == "APPLIED"
    assert family.head_name == "Baso Contoh"
    assert relation_of(son, WHEN + timedelta(days=1)) == "HEAD"
    assert relation_of(head, WHEN) == "HEAD"
    assert not relation_of(head, WHEN + timedelta(days=1))


def test_a_head_who_died_today_is_followed_today(way: Way, household: Any) -> None:
    head, son, _child, _family = household
    today = queries.records.today()
    way.through("MENINGGAL", head, today, evidence="Surat desa", new_head=str(son.pk))
    assert relation_of(son, today) == "HEAD"
    assert Person.objects.get(pk=head.pk).died_on == today
    assert not relation_of(head, today + timedelta(days=1))


def test_a_family_marked_without_head_stays_on_the_list_to_be_put_in_order(way: Way, household: Any) -> None:
    head, *_others, family = household
    way.through("MENINGGAL", head, evidence="Akta 12", without_head=True)
    family.refresh_from_db()
    assert family.ended_on is None
    assert not Membership.objects.filter(family=family, relation="HEAD", period__endswith__isnull=True).exists()


def test_the_last_member_who_dies_ends_the_family(way: Way) -> None:
    alone = make_person("Indo Contoh")
    family = make_family(alone)
    way.through("MENINGGAL", alone, evidence="Akta 3")
    family.refresh_from_db()
    assert family.ended_on == WHEN + timedelta(days=1)


@pytest.mark.requirement("W07")
def test_a_split_makes_a_family_and_keeps_the_old_one(way: Way, household: Any) -> None:
    head, son, child, family = household
    change = way.through("PECAH_KK", family, members=[[str(son.pk), "HEAD"]], kk=str(a_kk(7)))
    assert relation_of(son, WHEN) == "HEAD"
    assert relation_of(son, WHEN - timedelta(days=1)) == "CHILD"
    assert {relation_of(head, WHEN), relation_of(child, WHEN)} == {"HEAD", "CHILD"}
    assert any("Baso Contoh" in text for text in change.before.values())
    shown = queries.get_change(way.checker, change.pk)
    assert not any(str(a_kk(7)) in text for _label, text in shown.proposed)


@pytest.mark.requirement("W07")
def test_a_move_inside_the_kecamatan_is_applied_by_its_checker(way: Way, cast: Any, household: Any) -> None:
    head, *_members, family = household
    change = way.through("PINDAH", family, to_area=NEIGHBOUR_VILLAGE, area=NEIGHBOUR_VILLAGE, address="Jl. Baru 2")
    family.refresh_from_db()
    assert (change.state, family.area_code, family.address) == ("APPLIED", NEIGHBOUR_VILLAGE, "Jl. Baru 2")
    # the old village finds them no more, the new one does
    assert queries.search_persons(way.asker, str(a_nik(1))) == queries.search_persons(way.asker, head.name) == []
    there = cast.elsewhere("VILLAGE_OPERATOR")
    assert head.pk in {hit.id for hit in queries.search_persons(there, head.name)}
    then = WHEN - timedelta(days=1)
    card = queries.get_person(way.checker, head.pk, on=then)
    assert (card.area_code, card.family and card.family.family_id) == (VILLAGE, family.pk)


@pytest.mark.requirement("W07")
def test_a_move_to_another_kecamatan_waits_for_who_works_in_both(way: Way, cast: Any, household: Any) -> None:
    *_members, family = household
    far = f"{OTHER_KECAMATAN}.2001"
    change = way.through("PINDAH", family, to_area=far, area=far, address="Jl. Jauh 9")
    assert change.state == "CHECKED"
    with pytest.raises(Refused, match="Tujuan pindah"):
        actions.apply_change(change_id=change.pk, by=cast.actor("KECAMATAN_OFFICER"), at=clock.now())
    office = cast.actor("DATA_OFFICER")
    assert queries.list_changes_waiting_for(office)[0] == 1
    assert actions.apply_change(change_id=change.pk, by=office, at=clock.now()).state == "APPLIED"
    family.refresh_from_db()
    assert family.area_code == far


def test_leaving_the_district_ends_the_card_and_keeps_the_history(way: Way, household: Any) -> None:
    head, *_others, family = household
    way.through("PINDAH_KELUAR", family, destination="Kota Makassar")
    family.refresh_from_db()
    assert family.ended_on == WHEN
    assert not relation_of(head, WHEN)
    assert relation_of(head, WHEN - timedelta(days=1)) == "HEAD"


def test_who_left_the_district_stands_in_no_list_of_the_village_until_they_come_back(
    way: Way, cast: Any, household: Any
) -> None:
    head, son, child, family = household
    make_condition(head, "DISABILITAS")
    make_condition(son, "DISABILITAS")
    stays = make_family(make_person("Dalle Contoh", birth_date=date(1990, 1, 2)))
    officer, before = cast.actor("DATA_OFFICER"), WHEN - timedelta(days=1)
    desk = cast.actor("BACK_OFFICE")
    cohort = queries.COHORTS["nik-belum-padan"]

    def listed(on: date) -> tuple[int | None, set[UUID]]:
        rows = queries.select_cohort(desk, cohort, area=VILLAGE, on=on, parameters={})
        return queries.disability_board(desk, on=on, area=VILLAGE).measures.total, {row["id"] for row in rows}

    def found(actor: Any, name: str = "Besse Contoh") -> list[str]:
        return [reason for hit in queries.search_persons(actor, name) if hit.id == head.pk for reason in hit.reasons]

    everybody = listed(TODAY)
    assert everybody[0] == 2 and {head.pk, son.pk, child.pk} < everybody[1]
    way.through("PINDAH_KELUAR", family, destination="Kota Makassar", person=str(son.pk))
    assert listed(TODAY) == (1, everybody[1] - {son.pk})
    assert not queries.list_untidy(way.asker, "KELUAR_KK").rows
    way.through("PINDAH_KELUAR", family, destination="Kota Makassar")
    assert listed(TODAY) == (0, everybody[1] - {head.pk, son.pk, child.pk})
    with pytest.raises(NoSuchRecord):
        queries.facts_for_person(head.pk, TODAY)  # nobody screens or proposes them
    # a day before they are there, in the lists and on the card
    assert listed(before) == everybody
    assert {each.person_id for each in queries.get_family(way.asker, family.pk, on=before).members} == {
        head.pk, son.pk, child.pk,
    }  # fmt: skip
    assert found(way.asker) == found(way.asker, str(a_nik(1))) == found(way.checker) == []
    assert found(officer) == ["nama sama", "pindah sejak 2 Maret 2026"]
    actions.transfer_member(
        person_id=head.pk, to_family_id=stays.pk, relation="OTHER", by=lent(officer), at=clock.now(), reason="kembali"
    )
    assert found(way.asker) == ["nama sama"]
    assert listed(TODAY) == (1, everybody[1] - {son.pk, child.pk})


def test_somebody_moves_in_as_the_head_of_a_new_family(way: Way) -> None:
    change = actions.draft_change(
        kind="PINDAH_MASUK",
        happened_on=WHEN,
        proposed={"name": "Tenri Baru", "birth_date": "1990-01-02", "origin": "Kab. Bone", "kk": str(a_kk(9))},
        area=VILLAGE,
        by=way.asker,
        at=clock.now(),
    )
    actions.submit_change(change_id=change.pk, by=way.asker, at=clock.now())
    assert way.checked(change).state == "APPLIED"
    assert relation_of(Person.objects.get(pk=change.pk), WHEN) == "HEAD"


@pytest.mark.requirement("W07")
def test_who_comes_back_is_brought_back_and_not_registered_twice(way: Way, household: Any) -> None:
    head, *_others, family = household
    way.through("PINDAH_KELUAR", family, destination="Kota Makassar")
    stays, back = make_family(make_person("Dalle Contoh", birth_date=date(1990, 1, 2))), WHEN + timedelta(days=10)
    asked = {"nik": str(a_nik(1)), "name": "BESSE CONTOH", "origin": "Kota Makassar", "relation": "OTHER"}
    Person.objects.filter(pk=head.pk).update(birth_place="", mother_name="Becce")
    asked |= {"birth_place": "Bone", "mother_name": "Lain"}
    people = Person.objects.count()
    with pytest.raises(Refused, match="sudah tercatat"):
        way.asked("PINDAH_MASUK", stays, back, **asked)
    with pytest.raises(Refused, match="2 Maret 2026 atau sesudahnya"):
        way.asked("PINDAH_MASUK", stays, WHEN - timedelta(days=3), known_as="SAME", **asked)
    with pytest.raises(Refused, match="nama dan tanggal lahir lain"):
        way.asked("PINDAH_MASUK", stays, back, known_as="SAME", **(asked | {"name": "Ali", "birth_date": "1950-01-01"}))
    with pytest.raises(Refused, match="NIK orang yang sudah terdaftar"):
        way.asked("PINDAH_MASUK", stays, back, known_as="SAME", **(asked | {"nik": str(a_nik(8))}))
    change = way.asked("PINDAH_MASUK", stays, back, known_as="SAME", **asked)
    shown = queries.get_change(way.checker, change.pk)
    assert shown.returner is not None
    assert (shown.returner.person_id, shown.returner.away_since) == (head.pk, WHEN)
    assert way.checked(change).person_id == head.pk
    assert (relation_of(head, back), relation_of(head, back - timedelta(days=1))) == ("OTHER", "")
    assert Person.objects.count() == people
    head.refresh_from_db()
    assert (head.birth_place, head.mother_name) == ("Bone", "Becce")  # blanks are filled, what stands stays
    assert head.pk in {hit.id for hit in queries.search_persons(way.asker, "Besse Contoh")}


@pytest.mark.requirement("W07")
def test_who_lives_in_another_village_of_ours_moves_with_their_record(way: Way, cast: Any) -> None:
    stays = make_family(make_person("Dalle Contoh"))
    there = {"area": NEIGHBOUR_VILLAGE, "nik_status": "ADA_PADAN"}
    owner, mother = make_person("Ali", nik=a_nik(4), **there), make_person("Indo", nik=a_nik(5), **there)
    old = make_family(owner, mother)
    far = make_person("Jauh", OTHER_KECAMATAN + ".2001", nik=a_nik(6))

    def asked(person: Person, nik: str) -> Any:
        return way.asked("PINDAH_MASUK", stays, nik=nik, name=person.name, known_as="SAME", relation="PARENT")

    change = asked(mother, str(a_nik(5)))
    told = queries.get_change(way.asker, change.pk).returner
    assert (change.to_area, told and told.person_id, told and told.rows) == (NEIGHBOUR_VILLAGE, None, ())
    assert way.checked(change).state == "APPLIED"
    mother.refresh_from_db()
    old.refresh_from_db()
    assert (mother.area_code, relation_of(mother, WHEN), old.ended_on) == (VILLAGE, "PARENT", None)
    # the far village is another kecamatan's: only who works in both applies it
    beyond = way.checked(asked(far, str(a_nik(6))))
    assert beyond.state == "CHECKED"
    actions.apply_change(change_id=beyond.pk, by=cast.actor("DATA_OFFICER"), at=clock.now())
    far.refresh_from_db()
    assert far.area_code == VILLAGE
    actions.add_member(
        family_id=old.pk, person_id=make_person("Anak", NEIGHBOUR_VILLAGE).pk, relation="CHILD", on=date(2020, 1, 2),
        by=lent(cast.actor("DATA_OFFICER")), at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="mengepalai"):
        way.checked(asked(owner, str(a_nik(4))))


@pytest.mark.requirement("W07")
def test_joining_another_family_settles_the_one_left(way: Way, household: Any) -> None:
    head, son, _child, family = household
    other = make_family(make_person("Indo Lain"))
    with pytest.raises(Refused, match="Kepala keluarga"):
        way.asked("GABUNG_KK", head, to_family=str(other.pk), relation="OTHER")
    way.through("GABUNG_KK", head, to_family=str(other.pk), relation="OTHER", new_head=str(son.pk))
    assert Membership.objects.get(person=head, period__contains=WHEN).family_id == other.pk
    assert relation_of(son, WHEN) == "HEAD"
    family.refresh_from_db()
    assert family.ended_on is None


@pytest.mark.requirement("W07")
@pytest.mark.parametrize("household_after", ["NEW_OWN", "TO_PARTNER", "APART"])
def test_a_marriage_marks_both_and_makes_one_household_or_none(way: Way, household: Any, household_after: str) -> None:
    _head, son, _child, _family = household
    bride = make_person("Andi Mempelai")
    parents = make_family(make_person("Ambo Mertua"), bride, kk=a_kk(4))
    way.through("KAWIN", son, partner=str(bride.pk), household=household_after)
    assert set(Person.objects.filter(pk__in=[son.pk, bride.pk]).values_list("marital_status", flat=True)) == {"MARRIED"}
    expected = {"NEW_OWN": ("HEAD", "SPOUSE"), "TO_PARTNER": ("CHILD_IN_LAW", "CHILD"), "APART": ("CHILD", "CHILD")}
    assert (relation_of(son, WHEN), relation_of(bride, WHEN)) == expected[household_after]
    if household_after == "TO_PARTNER":
        assert Membership.objects.get(person=son, period__contains=WHEN).family_id == parents.pk


def test_another_head_without_anybody_dying(way: Way, household: Any) -> None:
    head, son, _child, _family = household
    way.through("KEPALA_BARU", _family, head=str(son.pk), former="PARENT")
    assert (relation_of(son, WHEN), relation_of(head, WHEN)) == ("HEAD", "PARENT")


# -- frozen, checked by somebody else -----------------------------------------------------------------------------------


def test_what_was_submitted_is_edited_by_nobody(way: Way, household: Any) -> None:
    head, *_others = household
    change = way.asked("PERBAIKAN", head, changes={"address": "Jl. Baru"})
    with pytest.raises(UnableToAsk, match="menunggu pemeriksaan"):
        actions.edit_change(
            change_id=change.pk, happened_on=WHEN, proposed={"changes": {}}, by=way.asker, at=clock.now()
        )
    with pytest.raises(UnableToMove):
        actions.submit_change(change_id=change.pk, by=way.asker, at=clock.now())


def test_a_proposal_changed_behind_the_programs_back_is_not_applied(way: Way, household: Any) -> None:
    head, *_others = household
    change = way.asked("PERBAIKAN", head, changes={"address": "Jl. Baru"})
    other = change_facts.sealed({"changes": {"address": "Jl. Palsu"}})
    ChangeRequest.objects.filter(pk=change.pk).update(proposed_cipher=other)
    with pytest.raises(ChangeTampered):
        way.checked(change)
    head.refresh_from_db()
    assert head.address == ""


def test_the_database_keeps_a_submitted_request_frozen_and_checked_first(way: Way, household: Any) -> None:
    change = way.asked("PERBAIKAN", household[0], changes={"address": "Jl. Baru"})
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(digest="")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=change.pk).update(state="APPLIED")


def test_nobody_checks_what_they_asked_themselves(cast: Any, household: Any) -> None:
    office = cast.actor("DATA_OFFICER")
    change = actions.draft_change(
        kind="PERBAIKAN",
        happened_on=WHEN,
        person_id=household[0].pk,
        proposed={"changes": {"address": "Jl. Baru"}},
        by=office,
        at=clock.now(),
    )
    actions.submit_change(change_id=change.pk, by=office, at=clock.now())
    with pytest.raises(Denied, match="Anda ajukan sendiri"):
        actions.check_change(change_id=change.pk, by=office, at=clock.now())
    assert queries.list_changes_waiting_for(office)[0] == 0


def test_the_near_misses_are_refused(cast: Any, way: Way, household: Any) -> None:
    head, *_others = household
    neighbour, next_kecamatan = cast.elsewhere("VILLAGE_OPERATOR"), cast.elsewhere("KECAMATAN_OFFICER")
    with pytest.raises(Denied):
        actions.draft_change(
            kind="PERBAIKAN", happened_on=WHEN, person_id=head.pk, proposed={}, by=neighbour, at=clock.now()
        )
    change = way.asked("PERBAIKAN", head, changes={"address": "Jl. Baru"})
    for act in (actions.check_change, actions.return_change, actions.refuse_change):
        words = {} if act is actions.check_change else {"reason": "x"}
        with pytest.raises(Denied):
            act(change_id=change.pk, by=next_kecamatan, at=clock.now(), **words)
        with pytest.raises(Denied):  # right village, but not who checks
            act(change_id=change.pk, by=way.asker, at=clock.now(), **words)
    with pytest.raises(Denied):
        actions.withdraw_change(change_id=change.pk, reason="x", by=neighbour, at=clock.now())
    for stranger in (neighbour, next_kecamatan):
        assert queries.list_changes(stranger).rows == ()
        with pytest.raises(NoSuchRecord):
            queries.get_change(stranger, change.pk)
        with scoped(stranger):
            assert ChangeRequest.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def test_the_list_and_the_single_check_agree(cast: Any, way: Way, household: Any) -> None:
    change = way.asked("PERBAIKAN", household[0], changes={"address": "Jl. Baru"})
    for role in ("VILLAGE_OPERATOR", "KECAMATAN_OFFICER", "AUDITOR", "ADMINISTRATOR", "DATA_OFFICER"):
        for actor in (cast.actor(role), cast.elsewhere(role)):
            seen = policies.changes_visible_to(actor).filter(pk=change.pk).exists()
            assert seen == policies.can_view_change(actor, change), actor


# -- clashes ------------------------------------------------------------------------------------------------------------


def _corrected_meanwhile(cast: Any, person: Person, **changes: Any) -> None:
    actions.correct_person(person_id=person.pk, changes=changes, by=lent(cast.actor("DATA_OFFICER")), at=clock.now())


@pytest.mark.parametrize(("answer", "kept"), [("PROPOSED", "Jl. Usulan"), ("CURRENT", "Jl. Kantor")])
def test_a_clash_is_settled_field_by_field(cast: Any, way: Way, household: Any, answer: str, kept: str) -> None:
    head, *_others = household
    change = way.asked("PERBAIKAN", head, changes={"address": "Jl. Usulan", "birth_place": "Bone"})
    _corrected_meanwhile(cast, head, address="Jl. Kantor", rt="003")
    shown = queries.get_change(way.checker, change.pk)
    assert [(clash.key, clash.then, clash.now) for clash in shown.clashes] == [("person.address", "", "Jl. Kantor")]
    with pytest.raises(Refused, match="alamat"):
        way.checked(change)
    way.checked(change, person__address=answer)
    head.refresh_from_db()
    assert (head.address, head.birth_place, head.rt) == (kept, "Bone", "003")


def test_a_change_between_page_and_button_is_noticed(cast: Any, way: Way, household: Any) -> None:
    head, *_others = household
    change = way.asked("PERBAIKAN", head, changes={"birth_place": "Bone"})
    seen = queries.get_change(way.checker, change.pk).seen
    _corrected_meanwhile(cast, head, address="Jl. Kantor")
    with pytest.raises(Refused, match="muat ulang"):
        actions.check_change(change_id=change.pk, seen=seen, by=way.checker, at=clock.now())


def test_what_the_registry_refuses_leaves_nothing_behind(cast: Any, way: Way, household: Any) -> None:
    _head, son, _child, family = household
    change = way.asked("PECAH_KK", family, members=[[str(son.pk), "HEAD"]])
    actions.record_death(
        person_id=son.pk, died_on=date(2026, 1, 5), by=lent(cast.actor("DATA_OFFICER")), at=clock.now()
    )
    clashes = queries.get_change(way.checker, change.pk).clashes
    assert [clash.key for clash in clashes] == [f"member.{son.pk}"]
    before = Family.objects.count()
    with pytest.raises(Exception, match="bukan anggota"), transaction.atomic():
        actions.check_change(change_id=change.pk, settled={clashes[0].key: "PROPOSED"}, by=way.checker, at=clock.now())
    change.refresh_from_db()
    assert (change.state, Family.objects.count()) == ("SUBMITTED", before)


def test_returned_with_a_reason_mended_and_submitted_again(way: Way, household: Any) -> None:
    head, *_others = household
    change = way.asked("PERBAIKAN", head, changes={"address": "Jl. Baru"})
    with pytest.raises(Refused, match="Alasan"):
        actions.return_change(change_id=change.pk, reason=" ", by=way.checker, at=clock.now())
    actions.return_change(change_id=change.pk, reason="KTP tidak terbaca", by=way.checker, at=clock.now())
    assert queries.list_changes_waiting_for(way.asker)[0] == 1
    actions.edit_change(
        change_id=change.pk,
        happened_on=WHEN,
        proposed={"changes": {"address": "Jl. Betul"}},
        by=way.asker,
        at=clock.now(),
    )
    actions.submit_change(change_id=change.pk, by=way.asker, at=clock.now())
    way.checked(change)
    head.refresh_from_db()
    assert head.address == "Jl. Betul"


def test_refused_and_withdrawn_are_final(way: Way, household: Any) -> None:
    head, *_others = household
    refused = way.asked("PERBAIKAN", head, changes={"address": "Jl. A"})
    actions.refuse_change(change_id=refused.pk, reason="Bukan warga kami", by=way.checker, at=clock.now())
    withdrawn = way.asked("PERBAIKAN", head, changes={"address": "Jl. B"})
    actions.withdraw_change(change_id=withdrawn.pk, reason="salah orang", by=way.asker, at=clock.now())
    for change in (refused, withdrawn):
        with pytest.raises(UnableToMove):
            way.checked(change)
    page = queries.list_changes(way.asker, kind="PERBAIKAN")
    assert {row.state for row in page.rows} == {"REFUSED", "WITHDRAWN"}


def test_the_list_comes_in_pages(way: Way, household: Any) -> None:
    head, *_others = household
    for number in range(3):
        way.asked("PERBAIKAN", head, changes={"address": f"Jl. {number}"})
    first = queries.list_changes(way.checker, mine=True, area=KECAMATAN, limit=2)
    rest = queries.list_changes(way.checker, mine=True, after=first.after, limit=2)
    assert (len(first.rows), len(rest.rows), rest.after) == (2, 1, None)
    assert isinstance(first.after, UUID)


def test_a_nik_that_is_proposed_is_never_stored_open(way: Way, household: Any) -> None:
    _head, son, *_others = household
    nik = a_nik(5, sex="L", born=date(2001, 2, 3))
    change = way.asked("PERBAIKAN", son, changes={"nik": str(nik)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM registry_changerequest r WHERE id = %s", [change.pk])
        assert str(nik) not in cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(data::text, ''), '') FROM audit_event")
        assert str(nik) not in cursor.fetchone()[0]
    way.checked(change)
    son.refresh_from_db()
    assert son.nik_index is not None
