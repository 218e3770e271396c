"""Who may see and change whom: the list and the single check agree, and the near misses are refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rangkul.accounts.queries import find_actor
from rangkul.accounts.roles import BY_CODE, ROLES
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.registry import policies
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, REGENCY, VILLAGE
from tests.registry.factories import lent, make_family, make_person

pytestmark = pytest.mark.django_db

_PLACES = [REGENCY, KECAMATAN, OTHER_KECAMATAN, VILLAGE, NEIGHBOUR_VILLAGE, FAR_VILLAGE, AreaCode.parse("73.11")]
_LOOKALIKES = ["73.12.01.2001", "73.12.01.2002", "73.12.02.2001", "73.12.01", "73.11.01.2001", "73.12.10.2001", "73.12"]


@pytest.fixture
def everybody() -> list[Any]:
    people = [make_person(f"Warga {number}", area) for number, area in enumerate(_LOOKALIKES)]
    merged = make_person("Gabungan", VILLAGE)
    merged.merged_into = people[0]
    merged.save()
    families = [make_family(person) for person in people]
    return [*people, merged, *families]


def test_the_list_and_the_single_check_agree(everybody: list[Any]) -> None:
    persons = [each for each in everybody if hasattr(each, "nik_status")]
    families = [each for each in everybody if not hasattr(each, "nik_status")]

    @given(role=st.sampled_from([role.code for role in ROLES]), areas=st.lists(st.sampled_from(_PLACES), max_size=3))
    def agree(role: str, areas: list[AreaCode]) -> None:
        actor = Actor(user_id=None, name="uji", role=role, permissions=BY_CODE[role].permissions, areas=tuple(areas))
        seen = set(policies.visible_to(actor))
        assert {person for person in persons if policies.can_view_person(actor, person)} == seen
        seen_families = set(policies.families_visible_to(actor))
        assert {family for family in families if policies.can_view_family(actor, family)} == seen_families

    agree()


_MAY_VIEW = {role.code for role in ROLES} - {"INSTITUTION_OFFICER", "ADMINISTRATOR", "INSPECTORATE"}
_MAY_REGISTER = {"FRONT_OFFICE", "BACK_OFFICE", "FACILITATOR", "DATA_OFFICER"}
_MAY_CORRECT = {"DATA_OFFICER"}  # villages record and ask; the office applies


@pytest.mark.parametrize("role", sorted(role.code for role in ROLES))
def test_what_each_role_may(cast: Any, role: str) -> None:
    person = make_person()
    family = make_family(person)
    actor = cast.actor(role)
    assert policies.can_view_person(actor, person) is (role in _MAY_VIEW)
    assert policies.can_view_family(actor, family) is (role in _MAY_VIEW)
    assert policies.can_correct_person(actor, person) is (role in _MAY_CORRECT)
    with pytest.raises(Denied):  # what two officials agree on is no role's own
        policies.check_can_change_family(actor, family)
    assert policies.can_record_person(actor, person) is (role in _MAY_REGISTER)
    assert policies.can_record_family(actor, family) is (role in _MAY_REGISTER)
    assert policies.can_merge_person(actor, person) is (role in {"BACK_OFFICE", "DATA_OFFICER"})
    assert policies.can_register_person(actor, VILLAGE) is (role in _MAY_REGISTER)
    assert policies.can_register_family(actor, VILLAGE) is (role in _MAY_REGISTER)


_CHECKS: list[Callable[[Actor, Any, Any], None]] = [
    lambda actor, person, family: policies.check_can_view_person(actor, person),
    lambda actor, person, family: policies.check_can_view_family(actor, family),
    lambda actor, person, family: policies.check_can_record_person(actor, person),
    lambda actor, person, family: policies.check_can_record_family(actor, family),
    lambda actor, person, family: policies.check_can_register_person(actor, person.area_code),
    lambda actor, person, family: policies.check_can_register_family(actor, family.area_code),
]


@pytest.mark.parametrize("check", _CHECKS)
def test_the_right_role_next_door_is_refused(cast: Any, check: Callable[[Actor, Any, Any], None]) -> None:
    person = make_person()
    family = make_family(person)
    check(cast.actor("FRONT_OFFICE"), person, family)
    for stranger in (cast.elsewhere("FRONT_OFFICE"), replace(cast.actor("FRONT_OFFICE"), areas=()), citizen_actor()):
        with pytest.raises(Denied):
            check(stranger, person, family)


def test_moving_needs_both_villages(cast: Any) -> None:
    family = make_family(make_person())
    actor = lent(replace(cast.actor("DATA_OFFICER"), areas=(VILLAGE,)))
    both = replace(actor, areas=(VILLAGE, NEIGHBOUR_VILLAGE))
    policies.check_can_move_family(both, family, NEIGHBOUR_VILLAGE)
    with pytest.raises(Denied, match="kedua wilayah"):
        policies.check_can_move_family(actor, family, NEIGHBOUR_VILLAGE)


def test_a_merged_record_is_not_a_person_of_its_own(cast: Any) -> None:
    kept, merged = make_person("Satu"), make_person("Dua")
    merged.merged_into = kept
    merged.save()
    actor = cast.actor("FRONT_OFFICE")
    assert set(policies.visible_to(actor)) == {kept}
    assert not policies.can_view_person(actor, merged)


def test_a_duty_that_ended_gives_no_sight(cast: Any) -> None:
    make_person()
    user = cast.user("FRONT_OFFICE")
    today = date(2026, 11, 22)
    duty = user.duties.get()
    duty.valid_to = today
    duty.save()
    assert find_actor(user, on=today) is None
    yesterday = find_actor(user, on=today - timedelta(days=1))
    assert yesterday is not None
    assert policies.visible_to(yesterday).count() == 1


def test_numbers_need_the_permission_and_a_purpose(cast: Any) -> None:
    officer, supervisor = cast.actor("FRONT_OFFICE"), cast.actor("SUPERVISOR")
    assert not policies.can_view_identity(officer)
    assert not policies.can_view_identity(officer.for_purpose("   "))
    assert policies.can_view_identity(officer.for_purpose("mencocokkan KTP"))
    assert not policies.can_view_identity(supervisor.for_purpose("mencocokkan KTP"))
    with pytest.raises(Denied, match="keperluan"):
        policies.check_can_view_identity(officer)


def test_health_is_for_those_who_handle_cases(cast: Any) -> None:
    assert policies.can_view_health(cast.actor("BACK_OFFICE"))
    assert not policies.can_view_health(cast.actor("FRONT_OFFICE"))
