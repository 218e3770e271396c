"""One box finds people by number or by a name that forgives spelling, and never outside the actor's areas."""

from datetime import date
from typing import Any

import pytest

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.walls import scoped
from rangkul.registry.models import NameWord, Person
from rangkul.registry.queries import nik_known_elsewhere, search_persons
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, a_nik, make_family, make_identity, make_outside, make_person

pytestmark = pytest.mark.django_db


def names_found(actor: Any, text: str, **narrowed: Any) -> list[str]:
    return [hit.name for hit in search_persons(actor, text, **narrowed)]


@pytest.mark.requirement("R018")
def test_sixteen_digits_find_the_person_of_the_nik(cast: Any) -> None:
    person = make_person("Besse Contoh", nik=a_nik(7))
    make_person("Lain Orang", nik=a_nik(8))
    typed = f"{a_nik(7)[:4]} {a_nik(7)[4:8]} {a_nik(7)[8:12]} {a_nik(7)[12:]}"
    hits = search_persons(cast.actor("FRONT_OFFICE"), typed)
    assert [hit.id for hit in hits] == [person.pk]
    assert hits[0].reasons == ("NIK sama",)
    assert a_nik(7) not in repr(hits)


def test_a_card_number_finds_every_present_member(cast: Any) -> None:
    head, child = make_person("Kepala Contoh"), make_person("Anak Contoh")
    make_family(head, child, kk=a_kk(3))
    hits = search_persons(cast.actor("FRONT_OFFICE"), a_kk(3))
    assert {hit.id for hit in hits} == {head.pk, child.pk}
    assert {hit.reasons for hit in hits} == {("nomor KK sama",)}
    assert {hit.head_name for hit in hits} == {"Kepala Contoh"}


@pytest.mark.requirement("R115")
@pytest.mark.parametrize("value", ["731201200100000042", "6013010012345678"])
def test_other_numbers_find_their_holder(cast: Any, value: str) -> None:
    person = make_person()
    make_identity(person, "ID_DTKS", "731201200100000042")
    make_outside(person, "KKS", "6013010012345678")
    assert names_found(cast.actor("FRONT_OFFICE"), value) == ["Siti Contoh"]


@pytest.mark.requirement("R115")
def test_a_family_is_found_by_the_number_of_its_welfare_card(cast: Any) -> None:
    head, child = make_person("Kepala Contoh"), make_person("Anak Contoh", birth_date=date(2015, 1, 2))
    make_outside(make_family(head, child), "KKS", "6013010012345678")
    make_person("Orang Lain")
    hits = search_persons(cast.actor("FRONT_OFFICE"), "6013010012345678")
    assert {hit.id for hit in hits} == {head.pk, child.pk}
    assert {hit.head_name for hit in hits} == {"Kepala Contoh"}
    assert search_persons(cast.elsewhere("FRONT_OFFICE"), "6013010012345678") == []


@pytest.mark.parametrize(
    ("recorded", "typed"),
    [
        ("Muhammad Djunaedi", "moh junaidi"),
        ("Siti Aminah", "Sitti Aminnah"),
        ("Siti Aminah", "Aminah Siti"),
        ("Nur Aini", "Nuraini"),
        ("Nuraini Hasan", "Nur Aini Hasan"),
        ("Suharto", "Soeharto"),
        ("Ruslan", "Ruslan bin Dullah"),
        ("Andi Baso Patompo", "A. Baso Patompo"),
        ("Rahmawati", "Rahmwati"),
        ("Aminah", "Siti Aminah"),
    ],
)
def test_a_name_forgives_its_spelling(cast: Any, recorded: str, typed: str) -> None:
    make_person(recorded)
    make_person("Zainuddin Kosasih")
    assert names_found(cast.actor("FRONT_OFFICE"), typed) == [recorded]


def test_the_likest_name_comes_first(cast: Any) -> None:
    for name in ("Hasnah", "Hasanah", "Hasnawati", "Hasan Basri"):
        make_person(name)
    hits = search_persons(cast.actor("FRONT_OFFICE"), "Hasnah")
    assert hits[0].name == "Hasnah"
    assert hits[0].reasons == ("nama sama",)
    assert [hit.likeness for hit in hits] == sorted((hit.likeness for hit in hits), reverse=True)


@pytest.mark.parametrize("typed", ["Siti Contoh", str(a_nik(9)), str(a_kk(9)), "731201200100000043"])
def test_the_neighbour_village_finds_nothing(cast: Any, typed: str) -> None:
    person = make_person(nik=a_nik(9))
    make_family(person, kk=a_kk(9))
    make_identity(person, "ID_DTKS", "731201200100000043")
    assert names_found(cast.actor("FRONT_OFFICE"), typed) == ["Siti Contoh"]
    assert names_found(cast.elsewhere("FRONT_OFFICE"), typed) == []


def test_the_function_keeps_to_its_scope_under_the_wall(cast: Any) -> None:
    for area in (VILLAGE, NEIGHBOUR_VILLAGE, FAR_VILLAGE):
        make_person(f"Siti Contoh {area[-4:]}{area[6:8]}".replace("0", "a").replace("1", "b").replace("2", "c"), area)
    supervisor = cast.actor("SUPERVISOR")
    with scoped(supervisor):
        assert len(search_persons(supervisor, "Siti Contoh")) == 2
        assert len(search_persons(supervisor, "Siti Contoh", area=VILLAGE)) == 1
        assert search_persons(supervisor, "Siti Contoh", area=FAR_VILLAGE) == []


def test_two_areas_are_both_searched(cast: Any) -> None:
    from dataclasses import replace

    make_person("Sama Nama", VILLAGE)
    make_person("Sama Nama", NEIGHBOUR_VILLAGE)
    make_person("Sama Nama", FAR_VILLAGE)
    actor = replace(cast.actor("FRONT_OFFICE"), areas=(VILLAGE, FAR_VILLAGE))
    with scoped(actor):
        assert {hit.area_code for hit in search_persons(actor, "Sama Nama")} == {VILLAGE, FAR_VILLAGE}


def test_a_birth_date_narrows(cast: Any) -> None:
    make_person("Sama Nama", birth_date=date(1970, 1, 2))
    make_person("Sama Nama", birth_date=date(1990, 1, 2))
    hits = search_persons(cast.actor("FRONT_OFFICE"), "Sama Nama", birth_date=date(1990, 1, 2))
    assert [hit.birth_date for hit in hits] == [date(1990, 1, 2)]


@pytest.mark.parametrize("typed", ["", "   ", "%%%", "'; DROP TABLE registry_person; --", "a" * 500, "_", "\x00", "🙂"])
def test_odd_text_finds_nothing_and_harms_nothing(cast: Any, typed: str) -> None:
    make_person()
    assert search_persons(cast.actor("FRONT_OFFICE"), typed) == []
    assert Person.objects.count() == 1


def test_a_role_without_the_permission_may_not_search(cast: Any) -> None:
    with pytest.raises(Denied):
        search_persons(cast.actor("ADMINISTRATOR"), "Siti")


def test_a_verified_nik_elsewhere_tells_the_area_only() -> None:
    make_person("Jauh Sekali", FAR_VILLAGE, nik=a_nik(5), nik_status="ADA_PADAN")
    make_person("Belum Dicek", FAR_VILLAGE, nik=a_nik(6))
    assert nik_known_elsewhere(a_nik(5)) == FAR_VILLAGE
    assert nik_known_elsewhere(a_nik(6)) is None


def test_the_dictionary_follows_new_and_corrected_names(cast: Any) -> None:
    person = make_person("Tenriawaru")
    Person.objects.filter(pk=person.pk).update(name="Mappanyukki", name_key="MAPANIUKI")
    assert {"MAPANIUKI"} <= set(NameWord.objects.values_list("word", flat=True))
    assert names_found(cast.actor("FRONT_OFFICE"), "Mappanyuki") == ["Mappanyukki"]


def test_a_kecamatan_is_inside_its_own_scope(cast: Any) -> None:
    make_person("Belum Tahu Desa", KECAMATAN)
    actor = cast.actor("SUPERVISOR")
    assert AreaCode.parse(KECAMATAN) in actor.areas
    assert names_found(actor, "Belum Tahu Desa") == ["Belum Tahu Desa"]
