"""Lists of cases: which view holds what, in which order, page by page, with a bounded number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from rangkul.desk import actions, queries
from rangkul.desk.models import Case, Conflict
from rangkul.desk.queries import case_search
from rangkul.kernel import clock
from rangkul.platform.policy.walls import scoped
from rangkul.registry.actions import merge_persons, undo_merge
from tests.desk.stage import a_case, a_matched_case, a_referral
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, Cast

pytestmark = pytest.mark.django_db


def tickets(actor: Any, view: str, **more: Any) -> list[str]:
    """All tickets of a view, read two at a time."""
    found, mark = [], ""
    while True:
        page = queries.list_cases(actor, view, after=mark, limit=2, **more)
        found += [row.ticket for row in page.rows]
        mark = page.next_mark
        if not mark:
            return found


def test_views_and_counts(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    new, late = a_case(officer), a_case(officer)
    Case.objects.filter(pk=late.pk).update(due_on=clock.now().date() - timedelta(days=3))
    mine = actions.handle_case(case_id=a_matched_case(cast).pk, by=officer, at=clock.now())
    gone = actions.close_case(
        case_id=a_case(officer).pk, outcome="DITARIK", note="", public_note="Ditarik", by=officer, at=clock.now()
    )
    assert set(tickets(officer, "mine")) == {mine.ticket}
    assert set(tickets(officer, "team")) == {new.ticket, late.ticket, mine.ticket}
    assert set(tickets(officer, "unmatched")) == {new.ticket, late.ticket}
    assert tickets(officer, "late") == [late.ticket]
    assert set(tickets(officer, "all")) == {new.ticket, late.ticket, mine.ticket, gone.ticket}
    assert queries.count_views(officer) == {
        "mine": 1, "team": 3, "late": 1, "conflicts": 0, "unmatched": 2, "all": 4,
    }  # fmt: skip
    assert tickets(officer, "all", state="CLOSED") == [gone.ticket]
    assert tickets(officer, "all", ticket=new.ticket[-9:].lower()) == [new.ticket]


def test_every_case_comes_once_urgent_first_then_by_due_date(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    cases = [a_case(officer, is_urgent=number % 3 == 0) for number in range(9)]
    for number, case in enumerate(cases):
        due = None if number == 4 else clock.now().date() + timedelta(days=(number * 5) % 4)
        Case.objects.filter(pk=case.pk).update(due_on=due)
    rows = {case.ticket: case for case in Case.objects.all()}
    for view in ("team", "all"):
        assert sorted(tickets(officer, view)) == sorted(rows)
    shown = [rows[ticket] for ticket in tickets(officer, "team")]
    keys = [(not case.is_urgent, case.due_on is None, case.due_on or clock.now().date()) for case in shown]
    assert keys == sorted(keys)


@pytest.mark.parametrize("mark", ["x", "1~x~y", "0~2026-01-01~x", "~~", "1~9999-99-99~019"])
def test_an_unreadable_mark_begins_anew(cast: Cast, mark: str) -> None:
    case = a_case(cast.actor("BACK_OFFICE"))
    for view in ("team", "all"):
        assert [row.ticket for row in queries.list_cases(cast.actor("BACK_OFFICE"), view, after=mark).rows] == [
            case.ticket
        ]


def test_nobody_sees_the_next_village(cast: Cast) -> None:
    case = a_case(cast.actor("BACK_OFFICE"))
    a_case(cast.actor("BACK_OFFICE", FAR_VILLAGE), area=FAR_VILLAGE)
    assert tickets(cast.elsewhere("BACK_OFFICE"), "all") == []
    assert tickets(cast.actor("VILLAGE_OPERATOR"), "all") == []
    assert tickets(cast.actor("TKSK"), "all") == [case.ticket]
    assert len(tickets(cast.actor("SLRT_MANAGER"), "all")) == 2
    assert NEIGHBOUR_VILLAGE not in [row.area_code for row in queries.list_cases(cast.actor("SLRT_MANAGER")).rows]


def test_the_list_costs_the_same_whatever_its_size(cast: Cast) -> None:
    officer, spent = cast.actor("BACK_OFFICE"), []
    for size in (1, 8):
        while Case.objects.count() < size:
            a_case(officer)
        with CaptureQueriesContext(connection) as found:
            queries.list_cases(officer, "team")
        spent.append(len(found))
    assert spent[0] == spent[1] <= 4


def test_cases_of_a_person_are_those_the_actor_may_see(cast: Cast) -> None:
    case = a_matched_case(cast)
    assert case.person_id is not None
    assert [row.id for row in queries.cases_of(cast.actor("BACK_OFFICE"), "person", case.person_id)] == [case.pk]
    assert queries.cases_of(cast.actor("VILLAGE_OPERATOR"), "person", case.person_id) == ()
    assert queries.cases_of(cast.actor("BACK_OFFICE"), "batch", case.person_id) == ()


def test_answers_that_are_overdue_are_listed(cast: Cast) -> None:
    referral = a_referral(cast)
    assert not queries.list_referrals(cast.actor("BACK_OFFICE"), "late").rows
    referral.answer_due_on = clock.now().date() - timedelta(days=2)
    referral.save()
    assert [row.id for row in queries.list_referrals(cast.actor("BACK_OFFICE"), "late").rows] == [referral.pk]
    assert not queries.list_referrals(cast.elsewhere("BACK_OFFICE"), "late").rows


def test_the_database_keeps_which_cases_are_in_conflict(cast: Cast) -> None:
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    first, second = a_matched_case(cast), a_case(officer)
    Case.objects.filter(pk=second.pk).update(person=first.person)
    for actor in (officer, cast.actor("TKSK"), manager):
        assert queries.count_views(actor)["conflicts"] == len(queries.list_cases(actor, "conflicts").rows) == 2
    far = a_case(cast.actor("BACK_OFFICE", FAR_VILLAGE), area=FAR_VILLAGE)
    Case.objects.filter(pk=second.pk).update(person=None, family=None)
    assert queries.count_views(manager)["conflicts"] == 0
    # A twin in somebody else's village makes no conflict for who sees only one of the two.
    Case.objects.filter(pk=far.pk).update(person=first.person)
    assert set(tickets(manager, "all")) > {first.ticket, far.ticket}
    assert queries.count_views(manager)["conflicts"] == 2
    assert queries.count_views(officer)["conflicts"] == 0
    assert not queries.list_cases(officer, "conflicts").rows
    actions.close_case(case_id=first.pk, outcome="DITARIK", note="", public_note="Ditarik", by=officer, at=clock.now())
    assert queries.count_views(manager)["conflicts"] == 0
    assert not Conflict.objects.exists()
    with scoped(officer), pytest.raises(ProgrammingError), transaction.atomic():
        Conflict.objects.create(case_id=second.pk, area_code=second.area_code)


def test_cases_of_a_merged_record_stand_with_the_person_and_are_twins_until_it_is_taken_back(cast: Cast) -> None:
    officer, by = cast.actor("BACK_OFFICE"), cast.actor("DATA_OFFICER")
    first, second = a_matched_case(cast), a_matched_case(cast)
    kept, merged = first.person_id, second.person_id
    assert kept is not None and merged is not None

    def told() -> tuple[set[str], set[str], list[tuple[str, ...]], int]:
        return (
            {row.ticket for row in queries.cases_of(officer, "person", kept)},
            set(queries.open_tickets_of(officer, {kept: None})[kept]),
            sorted(row.conflict for row in queries.list_cases(officer, "conflicts").rows),
            queries.count_views(officer)["conflicts"],
        )

    assert told() == ({first.ticket}, {first.ticket}, [], 0)
    merge_persons(keep_id=kept, merge_id=merged, reason="sama", by=by, at=clock.now())
    both = {first.ticket, second.ticket}
    assert told() == (both, both, sorted([(first.ticket,), (second.ticket,)]), 2)
    assert [row.ticket for row in queries.list_twins(officer, second.pk)] == [first.ticket]
    assert Case.objects.get(pk=second.pk).person_id == merged
    assert queries.cases_of(cast.elsewhere("BACK_OFFICE"), "person", kept) == ()
    assert queries.count_views(cast.elsewhere("BACK_OFFICE"))["conflicts"] == 0
    undo_merge(merged_id=merged, reason="dua orang", by=by, at=clock.now())
    assert told() == ({first.ticket}, {first.ticket}, [], 0)
    assert not Conflict.objects.exists()


def test_a_whole_ticket_is_found_however_it_was_typed(cast: Cast) -> None:
    officer = cast.actor("BACK_OFFICE")
    case, _other = a_case(officer), a_case(officer)
    bare = case.ticket.replace("-", "").lower()
    for typed in (case.ticket, f" {bare[:5]} {bare[5:]} ", case.ticket[:9], bare):
        assert case.ticket in [row.ticket for row in queries.list_cases(officer, "all", ticket=typed).rows]
    assert len(queries.list_cases(officer, "all", ticket=bare).rows) == 1
    assert not queries.list_cases(cast.elsewhere("BACK_OFFICE"), "all", ticket=case.ticket).rows


@pytest.mark.parametrize("order", ["nama", "-nama", "masuk", "-masuk", "desa", "tenggat", "-tenggat"])
def test_every_order_shows_each_case_once(cast: Cast, order: str) -> None:
    officer = cast.actor("BACK_OFFICE")
    wanted = [a_case(officer, concerned_name=name).ticket for name in ("Citra", "Andi", "Budi", "Andi", "Dewi")]
    shown = tickets(officer, "team", order=order)
    assert sorted(shown) == sorted(wanted)
    names = dict(Case.objects.values_list("ticket", "concerned_name"))
    if order.endswith("nama"):
        assert [names[each] for each in shown] == sorted(names.values(), reverse=order.startswith("-"))


def test_a_part_of_a_name_is_looked_up_over_a_district_and_never_outside_it(cast: Cast) -> None:
    officer, manager = cast.actor("BACK_OFFICE"), cast.actor("SLRT_MANAGER")
    near = a_case(officer, concerned_name="Nur'aini 100% Contoh_a")
    far = a_case(cast.actor("BACK_OFFICE", FAR_VILLAGE), area=FAR_VILLAGE, concerned_name="Nuraini Jauh")
    with scoped(manager):
        for typed, wanted in (
            ("ur'AI", {near.ticket}), ("00% c", {near.ticket}), ("contoh_A", {near.ticket}), ("contohXa", set()),
            ("aini", {near.ticket, far.ticket}), (far.ticket[4:9].lower(), {far.ticket}), ("ni", {near.ticket, far.ticket}),
        ):  # fmt: skip
            assert set(tickets(manager, "team", ticket=typed)) == wanted, typed
    assert tickets(cast.actor("TKSK"), "all", ticket="aini") == [near.ticket]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM desk_cases_like('%%aini%%', '{}', 10)")
        assert cursor.fetchone() == (0,)


def test_searching_a_district_asks_the_index_and_walks_where_a_part_is_common(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = cast.actor("SLRT_MANAGER")
    names = [f"Siti Contoh {number}" for number in range(3)]
    for name in names:
        a_case(cast.actor("BACK_OFFICE"), concerned_name=name)
    found = tickets(manager, "team", ticket="contoh")
    monkeypatch.setattr(case_search, "MOST", 2)
    assert tickets(manager, "team", ticket="contoh") == found
    assert len(found) == 3
