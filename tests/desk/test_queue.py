"""The queue of a counter: numbers, who is next, what becomes of them, the screen, and two officials at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from rangkul.desk import actions, queries
from rangkul.desk.enums import QueuePriority, QueuePurpose
from rangkul.desk.errors import NobodyWaits, NoSuchTicket, StillCalling
from rangkul.desk.models import QueueDisplay, QueueTicket
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import citizen_actor
from rangkul.platform.policy.walls import scoped
from rangkul.platform.workflow import UnableToMove
from tests.desk.stage import a_case, a_need
from tests.people import NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db


def take(cast: Cast, **fields: Any) -> QueueTicket:
    words: dict[str, Any] = {"post_id": cast.post.pk, "form_key": new_id(), "at": clock.now()}
    return actions.take_number(by=cast.actor("FRONT_OFFICE"), **(words | fields))


def call(cast: Cast, role: str = "FRONT_OFFICE", **fields: Any) -> QueueTicket:
    return actions.call_next(post_id=cast.post.pk, by=cast.actor(role), at=clock.now(), **fields)


def test_numbers_go_on_without_gaps_for_each_purpose_and_day(cast: Cast) -> None:
    key = new_id()
    assert [take(cast).label, take(cast, form_key=key).label, take(cast, form_key=key).label] == [
        "A-001", "A-002", "A-002",
    ]  # fmt: skip
    assert take(cast, purpose=QueuePurpose.PAPERS).label == "B-001"
    assert take(cast).label == "A-003"
    assert take(cast, at=clock.now() + timedelta(days=1)).label == "A-001"
    for wrong in ({"purpose": "X"}, {"priority": "X"}):
        with pytest.raises(Refused):
            take(cast, **wrong)


def test_emergencies_first_then_those_with_priority_then_by_time(cast: Cast) -> None:
    plain, old = take(cast), take(cast, priority=QueuePriority.ELDERLY)
    sick, pregnant = take(cast, priority=QueuePriority.URGENT), take(cast, priority=QueuePriority.PREGNANT)
    called = []
    for _each in range(4):
        ticket = call(cast, counter=" Loket  1 ")
        called.append(ticket)
        actions.serve_ticket(ticket_id=ticket.pk, by=cast.actor("FRONT_OFFICE"), at=clock.now())
    assert [each.pk for each in called] == [sick.pk, old.pk, pregnant.pk, plain.pk]
    assert {each.counter for each in called} == {"Loket 1"}
    with pytest.raises(NobodyWaits):
        call(cast)


def test_called_again_absent_and_there_after_all(cast: Cast) -> None:
    officer, colleague = cast.actor("FRONT_OFFICE"), cast.actor("BACK_OFFICE")
    take(cast), take(cast)
    first = call(cast)
    with pytest.raises(StillCalling, match=first.label):
        call(cast)
    assert actions.recall_ticket(ticket_id=first.pk, by=officer, at=clock.now()).call_count == 2
    for deed in (actions.recall_ticket, actions.skip_ticket, actions.serve_ticket):
        with pytest.raises(StillCalling, match=officer.name):
            deed(ticket_id=first.pk, by=colleague, at=clock.now())
    actions.skip_ticket(ticket_id=first.pk, by=officer, at=clock.now())
    with pytest.raises(UnableToMove):
        actions.serve_ticket(ticket_id=first.pk, by=officer, at=clock.now())
    second = call(cast)
    with pytest.raises(StillCalling):
        actions.recall_ticket(ticket_id=first.pk, by=officer, at=clock.now())
    actions.serve_ticket(ticket_id=second.pk, by=officer, at=clock.now())
    back = actions.recall_ticket(ticket_id=first.pk, by=colleague, at=clock.now())
    assert (back.state, back.called_by) == ("CALLED", colleague.user_id)


def test_a_number_leads_to_its_intake_and_ends_with_it(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    take(cast)
    ticket, need = call(cast), a_need()
    deed = {"need": need, "queue_ticket_id": ticket.pk, "by": officer}
    case = actions.take_in_case(**deed, at=clock.now())
    assert actions.take_in_case(**deed, at=clock.now()).pk == case.pk
    ticket.refresh_from_db()
    assert (ticket.state, ticket.case_id) == ("SERVED", case.pk)
    with pytest.raises(Refused, match="Nomor antrean"):
        actions.take_in_case(need=a_need(), queue_ticket_id=ticket.pk, by=officer, at=clock.now())
    with pytest.raises(NoSuchTicket):
        actions.take_in_case(need=a_need(), queue_ticket_id=new_id(), by=officer, at=clock.now())


def test_the_day_in_numbers(cast: Cast) -> None:
    now = clock.now()
    rows = [take(cast) for _each in range(4)]
    first = call(cast)
    QueueTicket.objects.filter(pk=first.pk).update(
        taken_at=now - timedelta(minutes=30), called_at=now - timedelta(minutes=20), last_called_at=now
    )
    actions.serve_ticket(ticket_id=first.pk, by=cast.actor("FRONT_OFFICE"), at=now + timedelta(minutes=6))
    actions.skip_ticket(ticket_id=call(cast).pk, by=cast.actor("FRONT_OFFICE"), at=now)
    QueueTicket.objects.filter(pk=rows[1].pk).update(taken_at=now - timedelta(minutes=20), called_at=now)
    found = queries.queue_of(cast.actor("SLRT_MANAGER"), cast.post.pk, at=now)
    figures = found.figures
    assert (figures.taken, figures.waiting, figures.served, figures.absent) == (4, 2, 1, 1)
    assert (figures.average_wait, figures.average_service) == (timedelta(minutes=15), timedelta(minutes=6))
    assert [each.label for each in found.waiting] == ["A-003", "A-004"]
    assert queries.count_before(cast.actor("FRONT_OFFICE"), found.waiting[1]) == 1


def test_nobody_calls_next_door(cast: Cast) -> None:
    ticket = take(cast)
    for near in (cast.elsewhere("FRONT_OFFICE"), cast.actor("VILLAGE_OPERATOR"), cast.actor("TKSK", NEIGHBOUR_VILLAGE)):
        for deed in (actions.call_next, actions.open_display):
            with pytest.raises((Denied, NoSuchTicket)):
                deed(post_id=cast.post.pk, by=near, at=clock.now())  # type: ignore[operator]
        with pytest.raises(Denied):
            actions.recall_ticket(ticket_id=ticket.pk, by=near, at=clock.now())
        with pytest.raises(NoSuchTicket):
            queries.get_queue_ticket(near, ticket.pk)
    with pytest.raises(Denied):
        actions.call_next(post_id=cast.post.pk, by=cast.actor("SLRT_MANAGER"), at=clock.now())
    with scoped(cast.elsewhere("FRONT_OFFICE")):
        seen = QueueTicket.objects.count()
        connection.cursor().execute("RESET ROLE")
    assert seen == 0, "the wall stands also without the policy"


def test_the_screen_tells_numbers_and_nothing_else(cast: Cast) -> None:
    display = actions.open_display(post_id=cast.post.pk, by=cast.actor("FRONT_OFFICE"), at=clock.now())
    assert len(display.address) >= 32
    take(cast, priority=QueuePriority.DISABLED), take(cast), take(cast)
    actions.serve_ticket(ticket_id=call(cast).pk, by=cast.actor("FRONT_OFFICE"), at=clock.now())
    call(cast, counter="Loket 2")

    def seen(address: str) -> Any:
        with scoped(citizen_actor()):
            found = queries.screen_at(address)
            rows = QueueTicket.objects.count() + QueueDisplay.objects.count()
            connection.cursor().execute("RESET ROLE")
        assert rows == 0, "the public sees no row of the queue itself"
        return found

    screen = seen(display.address)
    assert (screen.post_name, screen.waiting) == (cast.post.name, 1)
    assert (screen.now, screen.before) == ((("A-002", "Loket 2"),), (("A-001", ""),))
    assert seen("x" * 32) is None
    assert seen("") is None
    newer = actions.open_display(post_id=cast.post.pk, by=cast.actor("FRONT_OFFICE"), at=clock.now())
    assert seen(display.address) is None, "an old address shows nothing"
    assert seen(newer.address).waiting == 1


def test_posts_with_a_queue_are_those_of_the_actor(cast: Cast) -> None:
    assert [each.id for each in queries.list_queue_posts(cast.actor("TKSK"))] == [cast.post.pk]
    assert queries.list_queue_posts(cast.elsewhere("FRONT_OFFICE")) == []
    assert queries.list_queue_posts(cast.actor("AUDITOR")) == []
    with pytest.raises(NoSuchTicket):
        queries.get_queue_post(cast.actor("FRONT_OFFICE"), UUID(int=0))
    assert a_case(cast.actor("FRONT_OFFICE")).post == cast.post
