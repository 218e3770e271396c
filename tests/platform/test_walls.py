"""The second wall: the database itself shows only the actor's areas, whatever query is sent."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from rangkul.kernel.area_code import AreaCode
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from rangkul.registry.models import Condition, Family, Person
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db


def person(name: str, area: str) -> Person:
    now = timezone.now()
    return Person.objects.create(
        name=name,
        name_key=name,
        area_code=area,
        source="DEMO",
        created_at=now,
        updated_at=now,
        nik_status="TIDAK_PUNYA",
    )


def actor_in(*areas: AreaCode) -> Actor:
    return Actor(user_id=None, name="uji", role="FRONT_OFFICE", areas=areas)


@pytest.fixture
def three_people() -> list[Person]:
    return [person("SATU", VILLAGE), person("DUA", NEIGHBOUR_VILLAGE), person("TIGA", FAR_VILLAGE)]


def names_seen_by(actor: Actor) -> set[str]:
    with scoped(actor):
        seen = set(Person.objects.values_list("name", flat=True))
        transaction.set_rollback(False)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return seen


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ((), set()),
        ((VILLAGE,), {"SATU"}),
        ((KECAMATAN,), {"SATU", "DUA"}),
        ((VILLAGE, FAR_VILLAGE), {"SATU", "TIGA"}),
        ((KECAMATAN, AreaCode.parse("73.12.02")), {"SATU", "DUA", "TIGA"}),
        ((AreaCode.parse("73.12"),), {"SATU", "DUA", "TIGA"}),
        ((AreaCode.parse("73.11"),), set()),
    ],
)
def test_rows_outside_the_areas_do_not_exist(
    three_people: list[Person], areas: tuple[AreaCode, ...], expected: set[str]
) -> None:
    assert names_seen_by(actor_in(*areas)) == expected


def test_a_row_cannot_be_written_into_the_neighbour_village(three_people: list[Person]) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), scoped(actor_in(VILLAGE)):
        person("SELUNDUPAN", NEIGHBOUR_VILLAGE)


def test_children_follow_their_parent(three_people: list[Person]) -> None:
    for each in three_people:
        Condition.objects.create(
            person=each, kind="KUSTA", source="DEMO", period="[2022-01-01,)", created_at=timezone.now()
        )
    with scoped(actor_in(VILLAGE)):
        assert Condition.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_the_trail_cannot_be_rewritten_by_the_web_role() -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        scoped(actor_in(VILLAGE)),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_event SET reason = 'lain'")


def test_family_without_scope_is_invisible_to_the_web_role() -> None:
    now = timezone.now()
    Family.objects.create(area_code=VILLAGE, source="DEMO", created_at=now, updated_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE rangkul_app")
        cursor.execute("SELECT count(*) FROM registry_family")
        row = cursor.fetchone()
        cursor.execute("RESET ROLE")
    assert row == (0,)


@pytest.mark.parametrize(
    "table",
    ["registry_person", "registry_family", "registry_membership", "programmes_enrolment", "programmes_decree"]
    + ["delivery_entitlement", "delivery_handover", "delivery_bast", "desk_case", "desk_referral"],
)
def test_the_web_role_deletes_nothing_about_a_person(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('rangkul_app', %s, 'DELETE')", [table])
        assert cursor.fetchone() == (False,)
