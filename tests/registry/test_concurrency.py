"""Two officials at once, on two real connections: one wins, the other gets a sentence, the data stay whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions
from rangkul.registry.errors import (
    AlreadyInFamily,
    AlreadyRegistered,
    NikAlreadyRegistered,
    PairAlreadyDecided,
    StalePage,
)
from rangkul.registry.models import DuplicatePair, Membership, NameWord, Person
from tests.people import VILLAGE, Cast
from tests.registry.factories import a_nik, lent, make_family, make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(transactional_db: None) -> Any:
    return Cast.gather().actor("DATA_OFFICER")


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Run every deed on its own connection at the same moment; results and errors in order."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        try:
            start.wait(timeout=10)
            return deed()
        except Exception as error:  # noqa: BLE001 - the errors are what is examined
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_the_same_verified_nik_is_registered_by_one_of_two(officer: Any) -> None:
    def register(name: str) -> Callable[[], object]:
        def deed() -> object:
            with scoped(officer):
                return actions.register_person(
                    name=name, area=VILLAGE, nik=a_nik(1), nik_status="ADA_PADAN", by=officer, at=clock.now()
                )

        return deed

    results = at_once(register("Siti Satu"), register("Siti Dua"), register("Siti Tiga"))
    assert sorted(type(result).__name__ for result in results) == ["NikAlreadyRegistered"] * 2 + ["Person"]
    refused = [result for result in results if isinstance(result, NikAlreadyRegistered)]
    assert all("sudah dimiliki warga yang terdaftar di" in error.message for error in refused)
    assert Person.objects.count() == 1


def test_a_form_sent_twice_at_once_makes_one_person(officer: Any) -> None:
    form = new_id()

    def register() -> object:
        return actions.register_person(name="Siti Contoh", area=VILLAGE, form_id=form, by=officer, at=clock.now())

    results = at_once(register, register)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyRegistered", "Person"]
    assert [error.record_id for error in results if isinstance(error, AlreadyRegistered)] == [form]
    assert Person.objects.count() == 1


def test_nobody_joins_two_families_at_once(officer: Any) -> None:
    person = make_person("Anak Rebutan")
    families = [make_family(make_person("Kepala Satu")), make_family(make_person("Kepala Dua"))]

    def join(family: Any) -> Callable[[], object]:
        return lambda: actions.add_member(
            family_id=family.pk, person_id=person.pk, relation="CHILD", by=lent(officer), at=clock.now()
        )

    results = at_once(*(join(family) for family in families))
    assert sum(isinstance(result, AlreadyInFamily) for result in results) == 1
    assert Membership.objects.filter(person=person).count() == 1


def test_two_corrections_of_one_page_keep_the_first(officer: Any) -> None:
    person = make_person("Siti")

    def correct(rt: str) -> Callable[[], object]:
        return lambda: actions.correct_person(
            person_id=person.pk, changes={"rt": rt}, revision=1, by=officer, at=clock.now()
        )

    results = at_once(correct("1"), correct("2"))
    assert sum(isinstance(result, StalePage) for result in results) == 1
    person.refresh_from_db()
    assert (person.revision, person.rt in {"1", "2"}) == (2, True)


def test_two_officials_decide_one_pair_once(officer: Any) -> None:
    one, two = make_person("Siti"), make_person("Sitti")
    left, right = sorted((one, two), key=lambda each: each.pk)
    pair = DuplicatePair.objects.create(
        left=left, right=right, weight=5, reasons=[], area_code=VILLAGE, found_at=clock.now()
    )

    def decide(decision: str, keep: UUID | None) -> Callable[[], object]:
        return lambda: actions.decide_pair(
            pair_id=pair.pk, decision=decision, note="dilihat", keep_id=keep, by=officer, at=clock.now()
        )

    results = at_once(decide("SAME", one.pk), decide("DIFFERENT", None))
    assert sum(isinstance(result, PairAlreadyDecided) for result in results) == 1
    pair.refresh_from_db()
    two.refresh_from_db()
    assert (pair.state == "SAME") is (two.merged_into_id == one.pk)


def test_crosswise_merges_do_not_block_each_other(officer: Any) -> None:
    one, two = make_person("Siti"), make_person("Sitti")

    def merge(keep: Person, other: Person) -> Callable[[], object]:
        return lambda: actions.merge_persons(
            keep_id=keep.pk, merge_id=other.pk, reason="sama", by=officer, at=clock.now()
        )

    results = at_once(merge(one, two), merge(two, one))
    assert sum(isinstance(result, Person) for result in results) == 1
    assert Person.objects.filter(merged_into__isnull=True).count() == 1


def test_a_long_import_of_the_same_word_keeps_nobody_waiting(officer: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        make_person("Katabaru")
        try:
            (result,) = at_once(
                lambda: actions.register_person(name="Katabaru Dua", area=VILLAGE, by=officer, at=clock.now())
            )
        finally:
            cursor.execute("COMMIT")
    assert isinstance(result, Person)
    assert NameWord.objects.filter(word="KATABARU").count() == 2
