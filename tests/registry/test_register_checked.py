"""A newcomer with the card of a registered family is registered at once and belongs to it when a second official agrees."""

from typing import Any

import pytest

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions, queries
from rangkul.registry.errors import KkAlreadyRegistered
from rangkul.registry.models import ChangeRequest, Family, Membership, Person
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import a_kk, make_family, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family() -> Family:
    return make_family(make_person("Besse Contoh"), kk=a_kk(1))


def newcomer(by: Any, **fields: Any) -> actions.Registered:
    told: dict[str, Any] = {"name": "Anak Contoh", "area": VILLAGE, "kk": a_kk(1), "relation": "CHILD", **fields}
    return actions.register_checked(particulars=told, by=by, at=clock.now())


def belongs(person: Person) -> bool:
    return Membership.objects.filter(person=person).exists()


@pytest.mark.requirement("W07")
def test_the_place_in_a_family_waits_for_somebody_else(cast: Any, family: Family) -> None:
    front, checker = cast.actor("FRONT_OFFICE"), cast.actor("KECAMATAN_OFFICER")
    with scoped(front):
        done = newcomer(front)
        waiting = queries.find_waiting_join(front, done.person.pk)
    assert done.change is not None
    assert waiting == queries.WaitingJoin(done.change.pk, done.change.number, family.pk)
    assert not belongs(done.person)
    assert [each.name for each in queries.get_family(front, family.pk).members] == ["Besse Contoh"]
    with scoped(checker):
        assert actions.check_change(change_id=done.change.pk, by=checker, at=clock.now()).state == "APPLIED"
    row = Membership.objects.get(person=done.person)
    assert (row.family_id, row.relation) == (family.pk, "CHILD")
    assert queries.find_waiting_join(front, done.person.pk) is None


def test_nobody_checks_their_own_newcomer_nor_one_of_elsewhere(cast: Any, family: Family) -> None:
    office = cast.actor("DATA_OFFICER")  # may ask and check
    done = newcomer(office)
    assert done.change is not None
    for official in (office, cast.elsewhere("KECAMATAN_OFFICER"), cast.actor("FRONT_OFFICE")):
        with pytest.raises(Denied):
            actions.check_change(change_id=done.change.pk, by=official, at=clock.now())
    assert not belongs(done.person)
    checker = cast.actor("KECAMATAN_OFFICER")
    actions.refuse_change(change_id=done.change.pk, reason="bukan anggota KK itu", by=checker, at=clock.now())
    assert not belongs(done.person)
    assert Person.objects.filter(pk=done.person.pk).exists()  # the person stays, without a family


def test_what_the_family_would_refuse_registers_nobody(cast: Any, family: Family) -> None:
    front = cast.actor("FRONT_OFFICE")
    with pytest.raises(Refused, match="kepala keluarga"):
        newcomer(front, relation="HEAD")
    make_family(make_person("Tetangga", NEIGHBOUR_VILLAGE), kk=a_kk(2))
    with pytest.raises(KkAlreadyRegistered):
        newcomer(front, kk=a_kk(2))
    with pytest.raises(Denied):
        newcomer(cast.actor("VILLAGE_OPERATOR"))
    assert not ChangeRequest.objects.exists()
    assert Person.objects.count() == 2
    assert newcomer(front, kk=a_kk(3), relation="HEAD").change is None  # a card nobody has begins a family
