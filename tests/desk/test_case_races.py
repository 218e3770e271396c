"""Two officials at once, on two real connections: one deed each time, and a clear word for the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from rangkul.desk import actions
from rangkul.desk.actions import Concerned
from rangkul.desk.errors import StillCalling
from rangkul.desk.models import Case, QueueTicket
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.walls import scoped
from tests.desk.stage import a_case, a_need, make_areas
from tests.people import Cast
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def areas(transactional_db: None) -> None:
    make_areas()


def at_once(*deeds: tuple[Actor, Callable[[], Any]]) -> list[Any]:
    """Do the deeds at the same moment, each on its own connection inside its actor's walls; results or errors."""
    start = Barrier(len(deeds))

    def run(actor: Actor, deed: Callable[[], Any]) -> Any:
        try:
            with scoped(actor):
                start.wait(timeout=30)
                return deed()
        except Exception as error:  # noqa: BLE001 - the error is the result that the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(run, *deed) for deed in deeds]]


def test_two_officials_matching_and_closing_at_once_match_whole_and_close_once() -> None:
    cast = Cast.gather()
    one, two = cast.actor("BACK_OFFICE"), cast.actor("PUSKESOS_COORDINATOR")
    case, first, second = a_case(one), make_person("Satu"), make_person("Dua")
    results = at_once(
        (one, lambda: actions.match_case(case_id=case.pk, person_id=first.pk, by=one, at=clock.now())),
        (two, lambda: actions.match_case(case_id=case.pk, person_id=second.pk, by=two, at=clock.now())),
    )
    assert all(isinstance(each, Case) for each in results), results
    case.refresh_from_db()
    assert (case.revision, case.state) == (3, "MATCHED")
    assert (case.person_id, case.concerned_name) in {(first.pk, "Satu"), (second.pk, "Dua")}

    def close(by: Actor, outcome: str) -> Callable[[], Any]:
        return lambda: actions.close_case(
            case_id=case.pk, outcome=outcome, note="", public_note="Sudah selesai", by=by, at=clock.now()
        )

    results = at_once((one, close(one, "DITARIK")), (two, close(two, "INFORMASI")))
    assert sorted(type(each).__name__ for each in results) == ["Case", "UnableToMove"]


def test_the_same_form_twice_at_once_is_one_case_and_one_person() -> None:
    cast = Cast.gather()
    one, need = cast.actor("FRONT_OFFICE"), a_need()
    deed = lambda: actions.register_case(need=need, by=one, at=clock.now())  # noqa: E731
    results = at_once((one, deed), (one, deed))
    assert len({each.pk for each in results}) == 1
    assert Case.objects.count() == 1
    told = a_need(concerned_name="Baru Contoh")

    def take_in() -> Case:
        newcomer = Concerned(name="Baru Contoh", starts_family=True)
        return actions.take_in_case(need=told, concerned=newcomer, by=one, at=clock.now())

    results = at_once((one, take_in), (one, take_in))
    assert len({each.pk for each in results}) == 1, results
    case = Case.objects.get(form_key=told.form_key)
    assert (case.state, case.match_result, case.concerned_name) == ("MATCHED", "BARU", "Baru Contoh")


def test_two_officials_calling_at_once_never_get_one_number() -> None:
    cast = Cast.gather()
    one, two = cast.actor("FRONT_OFFICE"), cast.actor("BACK_OFFICE")

    def take() -> QueueTicket:
        return actions.take_number(post_id=cast.post.pk, form_key=new_id(), by=one, at=clock.now())

    taken = at_once((one, take), (one, take), (one, take), (two, take))
    assert sorted(each.label for each in taken) == ["A-001", "A-002", "A-003", "A-004"]

    def call(by: Actor) -> tuple[Actor, Callable[[], Any]]:
        return by, lambda: actions.call_next(post_id=cast.post.pk, by=by, at=clock.now())

    called = at_once(call(one), call(two))
    assert sorted(each.label for each in called) == ["A-001", "A-002"]
    again = at_once(call(one), call(one))
    assert all(isinstance(each, StillCalling) for each in again), again
    for each in called:
        actions.serve_ticket(ticket_id=each.pk, by=one if each.called_by == one.user_id else two, at=clock.now())
    twice = at_once(call(one), call(one))
    assert QueueTicket.objects.filter(state="CALLED").count() == 1, "a double press calls one number"
    assert sum(isinstance(each, QueueTicket) for each in twice) == 1, twice
